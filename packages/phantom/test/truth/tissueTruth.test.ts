import { expect, it } from "vitest";
import { type SectionFields, tissueTruth } from "../../src/index.js";

const side = 11;
/** A plane in which depth grows to the right, from the pia at x = 0 to the white matter at x = 2 mm. */
const field = (of: (xMm: number) => number) =>
  Float32Array.from({ length: side * side }, (_, i) => of((i % side) - 5));
const fields = {
  originXMm: -5,
  originZMm: 5,
  stepMm: 1,
  width: side,
  height: side,
  pialMm: field((x) => x),
  depth: field((x) => x / 2),
} as unknown as SectionFields;
const placement = {
  widthPx: 20,
  heightPx: 20,
  pixelUm: 500,
  middleXMm: 0,
  middleZMm: 0,
  shiftXMm: 0,
  shiftYMm: 0,
  turnDeg: 0,
  mirrored: false,
};

it("decides at the pixel's centre, between samples", () => {
  const window = { xPx: 0, yPx: 5, widthPx: 20, heightPx: 1 };
  const row = [...tissueTruth(fields, placement, window, 500)];
  expect(row).toEqual([...Array(10).fill(0), ...Array(4).fill(1), ...Array(6).fill(2)]);
});

it("follows the section on its slide, mirrored and at another pixel size", () => {
  const window = { xPx: 0, yPx: 20, widthPx: 40, heightPx: 1 };
  const row = [...tissueTruth(fields, { ...placement, mirrored: true, shiftXMm: 1 }, window, 250)];
  // The fields end 5 mm from the middle.
  expect(row).toEqual([...Array(4).fill(0), ...Array(12).fill(2), ...Array(8).fill(1), ...Array(16).fill(0)]);
});
