import { fillSmallHoles, labelComponents, removeSmallObjects } from "@cytonet/imaging";
import type { Tensor } from "@cytonet/torch";
import { describe, expect, it } from "vitest";
import { samples } from "../fixtures/segmentation.js";

const bytes = (name: string) => samples(name, "uint8").toTypedArray() as Uint8Array;
const numbers = (x: Tensor) => Array.from(x.toTypedArray() as Int32Array);

describe("connected parts against SciPy", () => {
  it.each([
    ["mask", "faces", "labels4"],
    ["mask", "corners", "labels8"],
    ["solid", "faces", "labels6"],
    ["solid", "corners", "labels26"],
  ] as const)("%s across %s: equal, numbers too", (mask, connectivity, expected) => {
    const { shape } = samples(mask, "uint8");
    const { labels, sizes } = labelComponents(bytes(mask), shape, connectivity);
    expect(Array.from(labels)).toEqual(numbers(samples(expected, "int32")));
    expect(sizes.reduce((a, b) => a + b)).toBe(labels.length);
  });

  it("removes small objects and fills small holes as scikit-image", () => {
    const { shape } = samples("mask", "uint8");
    expect(removeSmallObjects(bytes("mask"), shape, 40)).toEqual(bytes("withoutSmall"));
    expect(fillSmallHoles(bytes("mask"), shape, 40, "corners")).toEqual(bytes("withoutHoles"));
  });

  it("refuses a shape that does not fit", () => {
    expect(() => labelComponents(new Uint8Array(5), [2, 3])).toThrow("2 × 3");
  });
});
