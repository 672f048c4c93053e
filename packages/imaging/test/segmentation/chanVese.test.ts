import { histogramOf, histogramValleys, morphologicalChanVese, otsuThreshold } from "@cytonet/imaging";
import { ops } from "@cytonet/torch";
import { describe, expect, it } from "vitest";
import { entry, samples, unpacked } from "../fixtures/segmentation.js";

interface Case {
  readonly iterations: number;
  readonly smoothing: number;
  readonly lambda1: number;
  readonly lambda2: number;
  readonly result: Parameters<typeof unpacked>[0];
}

describe("morphological Chan–Vese against scikit-image", () => {
  it.each(entry<Case[]>("chanVese"))(
    "$iterations iterations, smoothing $smoothing, λ $lambda1 and $lambda2: equal pixel for pixel",
    ({ result, ...options }) => {
      const ours = morphologicalChanVese(samples("smooth"), { ...options, init: samples("init", "uint8") });
      expect(ours.equal(unpacked(result, "uint8"))).toBe(true);
    },
  );

  it("from a checkerboard too", () => {
    const ours = morphologicalChanVese(samples("smooth"), {
      iterations: 30,
      init: samples("checkerboard", "uint8"),
    });
    expect(ours.equal(samples("chanVeseCheckerboard", "uint8"))).toBe(true);
  });

  it("ends early with what all iterations would give", () => {
    const init = samples("init", "uint8");
    const short = morphologicalChanVese(samples("smooth"), { iterations: 200, init });
    const long = morphologicalChanVese(samples("smooth"), { iterations: 2000, init });
    expect(short.equal(long)).toBe(true);
  });

  it("changes nothing beyond its region, whose rest counts as it is told", () => {
    const image = samples("smooth");
    const [height, width] = image.shape as [number, number];
    const within = ops.zeros([height, width], { dtype: "uint8" });
    within.narrow(1, 0, 40).fillScalar_(1);
    const init = samples("init", "uint8");
    const options = { iterations: 20, init, within };
    expect(
      morphologicalChanVese(image, options)
        .narrow(1, 40, width - 40)
        .sum()
        .item(),
    ).toBe(0);
    const filled = morphologicalChanVese(image, { ...options, beyond: "inside" });
    expect(
      filled
        .narrow(1, 40, width - 40)
        .sum()
        .item(),
    ).toBe(height * (width - 40));
    // The greys beyond do not matter.
    const other = image.clone();
    other.narrow(1, 40, width - 40).fillScalar_(0.9);
    const again = morphologicalChanVese(other, { ...options, beyond: "inside" });
    expect(again.equal(filled)).toBe(true);
  });

  it("refuses a start of another shape", () => {
    const init = ops.zeros([3, 3], { dtype: "uint8" });
    expect(() => morphologicalChanVese(samples("smooth"), { iterations: 1, init })).toThrow("init");
  });
});

describe("histogram, Otsu threshold, valleys", () => {
  it("counts as NumPy and thresholds as scikit-image", () => {
    const histogram = histogramOf(samples("image"), 256);
    expect([...histogram.counts]).toEqual(entry("counts"));
    expect([histogram.least, histogram.greatest]).toEqual(entry("range"));
    expect(otsuThreshold(histogram).threshold).toBeCloseTo(entry<number>("otsu"), 6);
  });

  it("counts within a mask alone", () => {
    const image = samples("image");
    const within = image.gtScalar(0.5);
    const { counts, least } = histogramOf(image, 16, within);
    expect(counts.reduce((a, b) => a + b)).toBe(within.sum().item());
    expect(least).toBeGreaterThan(0.5);
  });

  it("finds valleys, a flat one by its middle", () => {
    const counts = new Float64Array(64).fill(100);
    counts.fill(10, 20, 31);
    counts.fill(0, 50, 53);
    const histogram = { counts, least: 0, greatest: 64 };
    const valleys = histogramValleys(histogram, 3, 5);
    expect(valleys).toEqual([25, 51]);
  });
});
