import {
  equalizeAdapthist,
  gaussianFilter,
  ImagingError,
  maximumFilter,
  meanFilter,
  medianFilter,
  minimumFilter,
  volumeDims,
} from "@cytonet/imaging";
import { liveTensors, ops, scope, type Tensor, tensor } from "@cytonet/torch";
import { describe, expect, it } from "vitest";
import { difference, entry, samples, unpacked } from "../fixtures/segmentation.js";

const equal = (a: Tensor, b: Tensor) => expect(scope(() => difference(a, b))).toBe(0);

describe("filters against SciPy, borders reflected", () => {
  it("minimum and maximum are equal bit for bit", () => {
    equal(minimumFilter(samples("image"), 5), samples("minimum5"));
    equal(maximumFilter(samples("image"), 7), samples("maximum7"));
  });

  it("median of images, volumes and one axis is equal bit for bit", () => {
    equal(medianFilter(samples("image"), 3), samples("median3"));
    equal(medianFilter(samples("image"), 5), samples("median5"));
    equal(medianFilter(samples("volume"), 3, volumeDims), samples("volumeMedian3"));
    equal(medianFilter(samples("volume"), 3, [0]), samples("volumeMedianFirst"));
  });

  it("mean and Gaussian differ by float32's rounding alone, also where the window exceeds the image", () => {
    expect(difference(meanFilter(samples("image"), 5), samples("mean5"))).toBeLessThan(3e-7);
    expect(difference(gaussianFilter(samples("image"), 1), samples("gaussian1"))).toBeLessThan(3e-7);
    expect(difference(gaussianFilter(samples("image"), 40), samples("gaussian40"))).toBeLessThan(3e-6);
  });

  it("filters a batch as its images, and integers by rank", () => {
    const image = samples("image");
    const batch = ops.stack([image, image.flip([0])]);
    equal(medianFilter(batch, 3).select(0, 1), medianFilter(image.flip([0]), 3));
    equal(gaussianFilter(batch, 1).select(0, 0), gaussianFilter(image, 1));
    const bytes = tensor(Uint8Array.of(9, 1, 2, 7, 7));
    expect(medianFilter(bytes, 3, [0]).tolist()).toEqual([9, 2, 2, 7, 7]);
    expect(minimumFilter(bytes, 3, [0]).tolist()).toEqual([1, 1, 1, 2, 7]);
  });

  it("refuses even windows, absent axes and means of integers", () => {
    const image = samples("image");
    expect(() => minimumFilter(image, 4)).toThrow(ImagingError);
    expect(() => medianFilter(image, 3, [2])).toThrow("no axis");
    expect(() => meanFilter(tensor(Uint8Array.of(1, 2)), 3, [0])).toThrow("float32 or float64");
    expect(() => gaussianFilter(image, -1)).toThrow("sigma");
  });

  it("keeps nothing but its result", () => {
    const image = samples("image");
    const before = liveTensors();
    medianFilter(image, 3).dispose();
    gaussianFilter(image, 1).dispose();
    equalizeAdapthist(image.unsqueeze(0), { kernelPx: 17 }).dispose();
    // The unsqueezed view.
    expect(liveTensors() - before).toBeLessThanOrEqual(1);
  });
});

describe("CLAHE against scikit-image's equalize_adapthist", () => {
  const clahe = (image: Tensor, kernelPx: number, clipLimit?: number) =>
    equalizeAdapthist(image.unsqueeze(0), { kernelPx, ...(clipLimit === undefined ? {} : { clipLimit }) });
  // One of 16,383 levels, after the result was spread to [0, 1].
  const level = 1.2 / 16383;

  it.each(Object.entries(entry<Record<string, never>>("clahe")))("kernel %s", (kernel, packed) => {
    const ours = clahe(samples("image"), Number(kernel)).squeezeDim(0);
    const off = ours.sub(unpacked(packed)).abs();
    expect(off.max().item()).toBeLessThan(level);
    expect(off.gtScalar(1e-6).to({ dtype: "float32" }).mean().item()).toBeLessThan(0.01);
  });

  it("another clip limit, and every image of a batch by itself", () => {
    const image = samples("image");
    expect(difference(clahe(image, 17, 0.03).squeezeDim(0), samples("claheLimit3"))).toBeLessThan(level);
    const batch = equalizeAdapthist(ops.stack([image.mulScalar(0.5), image]), { kernelPx: 17 });
    expect(difference(batch.select(0, 1), clahe(image, 17).squeezeDim(0))).toBe(0);
  });

  it("gives zeros for an image of one value, and refuses what is no batch of images", () => {
    expect(
      equalizeAdapthist(ops.full([1, 20, 20], 0.4), { kernelPx: 8 })
        .sum()
        .item(),
    ).toBe(0);
    expect(() => equalizeAdapthist(samples("image"), { kernelPx: 8 })).toThrow("B × H × W");
  });
});
