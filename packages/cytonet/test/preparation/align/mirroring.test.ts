import { describe, expect, it } from "vitest";
import { findMirrored, type ParityEdge, sideDoubts } from "../../../src/preparation/align/mirroring.js";

const truth = Array.from({ length: 40 }, (_, i) => i % 11 === 3);

function chain(reach: number): ParityEdge[] {
  return truth.flatMap((flag, first) =>
    Array.from({ length: reach }, (_, k) => first + k + 1)
      .filter((second) => second < truth.length)
      .map((second) => ({ first, second, mirrored: flag !== truth[second], weight: 20 + ((first * 7) % 5) })),
  );
}

describe("sections that lie face down", () => {
  it("are the smaller side of a chain of pairs", () => {
    expect(findMirrored(truth.length, chain(1))).toEqual(truth);
  });

  it("follow the majority where a strong pair is wrong", () => {
    const edges = chain(3).map((edge) =>
      edge.first === 10 && edge.second === 11 ? { ...edge, mirrored: !edge.mirrored, weight: 45 } : edge,
    );
    expect(findMirrored(truth.length, edges)).toEqual(truth);
  });

  it("are judged in each connected part, and the user is believed", () => {
    const edges = chain(2).filter(({ first, second }) => first >= 20 === second >= 20);
    expect(findMirrored(truth.length, edges)).toEqual(truth);
    const turned = findMirrored(truth.length, edges, new Map([[0, true]]));
    expect(turned.slice(0, 20)).toEqual(truth.slice(0, 20).map((flag) => !flag));
    expect(turned.slice(20)).toEqual(truth.slice(20));
    expect(findMirrored(2, [], new Map([[1, true]]))).toEqual([false, true]);
  });
});

describe("doubts about sides", () => {
  const doubtsOf = (flags: readonly boolean[], forced?: ReadonlyMap<number, boolean>) => {
    const edges = flags.slice(1).map((flag, i) => ({
      first: i,
      second: i + 1,
      mirrored: flag !== flags[i],
      weight: 20,
    }));
    return sideDoubts(flags.length, edges, findMirrored(flags.length, edges, forced), forced);
  };
  const [up, down] = [false, true];

  it("are told of a tie and of a narrow majority, and not where the user has stated a side", () => {
    expect(doubtsOf([up, up, up, down, down, down])).toMatchObject([
      { nodes: [3, 4, 5], problem: expect.stringMatching(/tie.*3 against 3/) },
    ]);
    expect(doubtsOf([up, up, down, up, down])).toMatchObject([
      { nodes: [2, 4], problem: expect.stringMatching(/narrow majority \(2 against 3\)/) },
    ]);
    expect(doubtsOf([up, up, up, down, down, down], new Map([[0, up]]))).toEqual([]);
    expect(doubtsOf([up, up, up, down, up])).toEqual([]);
    expect(doubtsOf([up])).toEqual([]);
    expect(sideDoubts(truth.length, chain(2), truth)).toEqual([]);
  });

  it("are told of a section whose pairs disagree", () => {
    const edges = [
      { first: 0, second: 1, mirrored: false, weight: 20 },
      { first: 1, second: 2, mirrored: false, weight: 20 },
      { first: 2, second: 3, mirrored: false, weight: 20 },
      { first: 1, second: 3, mirrored: true, weight: 15 },
    ];
    const flags = findMirrored(4, edges);
    expect(flags).toEqual([up, up, up, up]);
    expect(sideDoubts(4, edges, flags)).toMatchObject([
      { nodes: [3], problem: expect.stringContaining("disagree") },
    ]);
    expect(sideDoubts(4, edges, flags, new Map([[3, up]]))).toEqual([]);
  });
});
