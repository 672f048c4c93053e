import { removeDetached, replaceDefects, sampleLabels, samplePlane } from "@cytonet/imaging";
import { tensor } from "@cytonet/torch";
import { describe, expect, it } from "vitest";

describe("sampling on another grid", () => {
  const image = tensor(
    Float32Array.from({ length: 12 * 16 }, (_, i) => i % 16),
    { shape: [1, 12, 16] },
  );

  it("gives the image itself on its own grid, and means of blocks on a coarser one", () => {
    expect(samplePlane(image, [1, 0, 0, 0, 1, 0], 16, 12).sub(image).abs().max().item()).toBeLessThan(1e-4);
    const coarse = samplePlane(image, [4, 0, 0, 0, 4, 0], 4, 3);
    expect(coarse.shape).toEqual([1, 3, 4]);
    expect(
      [...(coarse.select(1, 1).flatten().toTypedArray() as Float32Array)].map((v) => v.toFixed(3)),
    ).toEqual([
      // The outermost samples mix with the zeros beyond the image.
      "1.500",
      "5.500",
      "9.500",
      "13.500",
    ]);
  });

  it("turns by a quarter: the output's columns run along the image's rows", () => {
    const turned = samplePlane(image, [0, 1, 0, 1, 0, 0], 12, 16).squeezeDim(0);
    expect(turned.sub(image.squeezeDim(0).t()).abs().max().item()).toBeLessThan(1e-4);
  });

  it("takes the class with the larger share, and class 0 beyond the image", () => {
    const labels = tensor(Uint8Array.of(1, 1, 2, 2, 1, 2, 2, 2), { shape: [2, 4] });
    const sampled = sampleLabels(labels, 3, [2, 0, 0, 0, 2, 0], 3, 2);
    expect(sampled.tolist()).toEqual([
      [1, 2, 0],
      [0, 0, 0],
    ]);
  });

  it("refuses a map without inverse", () => {
    expect(() => samplePlane(image, [1, 1, 0, 1, 1, 0], 4, 4)).toThrow("inverse");
  });
});

describe("cleaning", () => {
  const [rows, columns] = [12, 12];
  const plane = (value: number) => new Uint8Array(rows * columns).fill(value);
  const stackOf = (planes: readonly Uint8Array[]) => {
    const stack = new Uint8Array(planes.length * rows * columns);
    planes.forEach((one, i) => {
      stack.set(one, i * rows * columns);
    });
    return stack;
  };

  it("replaces a plane that is a defect by the median, and leaves small differences", () => {
    const torn = plane(1);
    for (let i = 0; i < 60; i++) torn[i] = 0;
    const speck = plane(1);
    speck[70] = 2;
    const stack = stackOf([plane(1), torn, plane(1), speck, plane(1)]);
    const { parts, samples } = replaceDefects(stack, [5, rows, columns], 3, 10);
    expect([parts, samples]).toEqual([1, 60]);
    expect(stack.reduce((a, b) => a + b)).toBe(5 * rows * columns + 1);
    expect(stack[3 * rows * columns + 70]).toBe(2);
  });

  it("removes parts below a share of the largest, diagonal neighbours being apart", () => {
    const volume = stackOf([plane(0), plane(0)]);
    for (let i = 0; i < 100; i++) volume[i] = 1;
    volume[2 * rows * columns - 1] = 2;
    expect(removeDetached(volume, [2, rows, columns], 0.02)).toEqual({ parts: 1, samples: 1 });
    expect(volume.reduce((a, b) => a + b)).toBe(100);
    expect(removeDetached(volume, [2, rows, columns], 1)).toEqual({ parts: 0, samples: 0 });
  });

  it("refuses a shape that does not fit", () => {
    expect(() => replaceDefects(new Uint8Array(5), [1, 2, 2], 3, 1)).toThrow("1 × 2 × 2");
  });
});
