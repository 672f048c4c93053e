import { describe, expect, it } from "vitest";
import { greyHistogram } from "../../src/evaluation/greyHistogram.js";

describe("greyHistogram", () => {
  it("counts bytes into equal bins, patch by patch", () => {
    const histogram = greyHistogram(Uint8Array.of(0, 63, 64, 255, 128, 128, 191, 192), 2, 4);
    expect([...histogram]).toEqual([0.5, 0.25, 0, 0.25, 0, 0, 0.75, 0.25]);
  });

  it("counts floats in [0, 1] as the same bytes, ends included", () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    const floats = Float32Array.from(bytes, (b) => (b + 0.5) / 256);
    expect(greyHistogram(floats, 1, 64)).toEqual(greyHistogram(bytes, 1, 64));
    expect([...greyHistogram(Float32Array.of(-0.1, 0, 1, 1.2), 1, 2)]).toEqual([0.5, 0.5]);
  });

  it("does not see arrangement: a shuffled patch has the same feature", () => {
    const patch = Uint8Array.from({ length: 64 }, (_, i) => (i * 37) % 256);
    expect(greyHistogram(patch.slice().reverse(), 1)).toEqual(greyHistogram(patch, 1));
  });

  it("refuses sizes that do not divide and NaN", () => {
    expect(() => greyHistogram(new Uint8Array(10), 3)).toThrow(/patches: 10 pixels/);
    expect(() => greyHistogram(new Uint8Array(4), 1, 0)).toThrow(/bins/);
    expect(() => greyHistogram(Float32Array.of(0, Number.NaN), 2)).toThrow(/NaN in patch 1/);
  });
});
