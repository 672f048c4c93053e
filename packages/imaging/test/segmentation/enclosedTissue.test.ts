import { describe, expect, it } from "vitest";
import { withEnclosed } from "../../src/segmentation/enclosedTissue.js";

const map = (rows: readonly string[], sign: string): Uint8Array =>
  Uint8Array.from(rows.join(""), (letter) => (letter === sign ? 1 : 0));

describe("withEnclosed", () => {
  it("takes in stained pixels of holes, and neither bare ones nor what the slide reaches", () => {
    // T tissue, s stained but below the slide's level, . bare.
    const rows = [
      "..........", //
      ".TTTTTTTT.",
      ".TssTT.sT.",
      ".TssTTsTT.",
      ".TTTTTTTT.",
      ".TsTTTTTT.",
      "ssTTTTTTT.",
      "..........",
    ];
    const tissue = map(rows, "T");
    const stained = map(rows, "s").map((value, i) => Math.max(value, tissue[i]!));
    const found = withEnclosed(tissue, stained, [8, 10]);
    const drawn = rows.map((_, y) =>
      [...found.subarray(10 * y, 10 * y + 10)].map((v) => (v ? "T" : ".")).join(""),
    );
    expect(drawn).toEqual([
      "..........",
      ".TTTTTTTT.",
      ".TTTTT.TT.",
      ".TTTTTTTT.",
      ".TTTTTTTT.",
      // Open to the slide across a corner.
      ".T.TTTTTT.",
      "..TTTTTTT.",
      "..........",
    ]);
  });
});
