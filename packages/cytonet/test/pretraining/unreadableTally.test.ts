import { describe, expect, it } from "vitest";
import type { PatchFailure } from "../../src/patches/pipeline/unreadable.js";
import { UnreadablePatchesError } from "../../src/patches/pipeline/unreadable.js";
import { UnreadableTally } from "../../src/pretraining/unreadableTally.js";

const failure = (index: number): PatchFailure => ({
  index,
  pointId: `p${index}`,
  brain: "A",
  section: "s1",
  file: "s1.tif",
  reason: "cut short",
});

/** A tally of each rank, and a step's end at which all share; what each ends with. */
function ranks(count: number, limit: number) {
  let texts: string[] = [];
  const tallies = Array.from(
    { length: count },
    () => new UnreadableTally({ gather: () => texts }, 100, limit),
  );
  const share = (news: readonly (readonly number[])[]): unknown[] => {
    texts = news.map((indices) => JSON.stringify(indices.map(failure)));
    return tallies.map((tally, rank) => {
      tally.add(news[rank]!.map(failure));
      expect(tally.hasNews).toBe(news[rank]!.length > 0);
      try {
        const told = tally.share().map(({ index }) => index);
        expect(told).toEqual([...new Set(news.flat())]);
        expect(tally.hasNews).toBe(false);
        return "goes on";
      } catch (error) {
        return error;
      }
    });
  };
  return { tallies, share };
}

describe("unreadable patches of several ranks", () => {
  it("are counted together: ranks that are each within the limit stop at the same step", () => {
    const { share } = ranks(2, 3);
    expect(share([[4, 9], []])).toEqual(["goes on", "goes on"]);
    expect(share([[], [70]])).toEqual(["goes on", "goes on"]);
    const ended = share([[1], [71]]);
    for (const error of ended) {
      expect(error).toBeInstanceOf(UnreadablePatchesError);
      const { failures, message } = error as UnreadablePatchesError;
      expect(failures.map(({ index }) => index)).toEqual([1, 4, 9, 70, 71]);
      expect(message).toMatch(/5 of 100 patches, in 1 files, cannot be read and at most 3 may/);
    }
  });

  it("count once, however many ranks meet them", () => {
    const { share, tallies } = ranks(3, 2);
    expect(share([[5, 6], [6], [5]])).toEqual(["goes on", "goes on", "goes on"]);
    tallies[2]!.add([failure(6)]);
    expect(tallies[2]!.hasNews).toBe(false);
    tallies[1]!.add([failure(5)]);
    expect(tallies[1]!.hasNews).toBe(false);
  });
});
