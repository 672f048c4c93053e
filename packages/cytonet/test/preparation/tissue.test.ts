import type { GreyImage } from "@cytonet/scans";
import { describe, expect, it } from "vitest";
import { tissueMask, tissueShares } from "../../src/preparation/tissue.js";

/** A light slide of 250 with a dark square from (10, 5) to (20, 15) and dust two levels darker than the slide. */
function slide(): GreyImage {
  const [widthPx, heightPx] = [40, 30];
  const data = new Uint8Array(widthPx * heightPx).fill(250);
  for (let y = 5; y < 15; y++) data.fill(100, y * widthPx + 10, y * widthPx + 20);
  data[0] = 248;
  return { widthPx, heightPx, data, bitDepth: 8 };
}

describe("tissueMask", () => {
  it("takes what is darker than the slide by more than the contrast", () => {
    const mask = tissueMask(slide(), 20, 250, "dark", 0.04);
    expect(mask.inside.reduce((a, b) => a + b)).toBe(100);
    expect([mask.inside[5 * 40 + 10], mask.inside[0], mask.inside[4 * 40 + 10]]).toEqual([1, 0, 0]);
  });

  it("takes what is lighter for a light stain, in 16 bits too", () => {
    const { widthPx, heightPx, data } = slide();
    const inverted: GreyImage = {
      widthPx,
      heightPx,
      data: Uint16Array.from(data, (v) => (255 - v) * 257),
      bitDepth: 16,
    };
    const mask = tissueMask(inverted, 20, 5 * 257, "light", 0.04);
    expect(mask.inside).toEqual(tissueMask(slide(), 20, 250, "dark", 0.04).inside);
  });
});

describe("tissueShares", () => {
  const shareAt = tissueShares(tissueMask(slide(), 20, 250, "dark", 0.04), 200);

  it("is the share of tissue in the square around a position", () => {
    expect(shareAt(300, 200)).toBe(1);
    expect(shareAt(200, 200)).toBe(0.5);
    expect(shareAt(200, 100)).toBe(0.25);
    expect(shareAt(600, 400)).toBe(0);
  });

  it("counts what lies beyond the image as no tissue", () => {
    const whole = tissueMask(slide(), 20, 250, "dark", 0.04);
    const full = tissueShares({ ...whole, inside: whole.inside.fill(1) }, 200);
    expect(full(0, 0)).toBe(0.25);
    expect(full(-500, -500)).toBe(0);
  });
});
