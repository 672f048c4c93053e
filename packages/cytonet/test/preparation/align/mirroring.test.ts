import { describe, expect, it } from "vitest";
import { findMirrored, type ParityEdge } from "../../../src/preparation/align/mirroring.js";

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
