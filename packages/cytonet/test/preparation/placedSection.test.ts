import { describe, expect, it } from "vitest";
import { placeSection, positionOf } from "../../src/preparation/placedSection.js";
import type { QuintSection } from "../../src/preparation/quintResult.js";

const atlas = { sizes: [456, 528, 320], voxelUm: 25 } as const;
const section: QuintSection = {
  filename: "a.png",
  nr: 1,
  widthPx: 1000,
  heightPx: 500,
  anchoring: { o: [428, 300, 310], u: [-400, 0, 0], v: [0, 10, -300] },
  markers: 0,
};

describe("placeSection", () => {
  it("takes pixel sizes per axis from the anchoring and the position from the centre", () => {
    const placed = placeSection(section, { widthPx: 1000, heightPx: 500 }, atlas);
    expect(placed.pixelSizeXUm).toBeCloseTo(10, 12);
    expect(placed.pixelSizeYUm).toBeCloseTo((Math.hypot(10, 300) * 25) / 500, 12);
    expect(placed.positionMm).toBeCloseTo(((305 - 264) * 25) / 1000, 12);
  });

  it("places a larger copy of the image at the same place", () => {
    const small = placeSection(section, { widthPx: 1000, heightPx: 500 }, atlas);
    const large = placeSection(section, { widthPx: 8000, heightPx: 4003 }, atlas);
    expect(large.pixelSizeXUm).toBeCloseTo(small.pixelSizeXUm / 8, 12);
    const [a, b] = [positionOf(small, 3000, 2000, atlas), positionOf(large, 3000, 2000, atlas)];
    expect(b.xPx).toBeCloseTo(8 * a.xPx, 6);
    a.refMm.forEach((mm, axis) => {
      expect(b.refMm[axis]).toBeCloseTo(mm, 9);
    });
  });

  it("refuses an image of another shape and axes that are not at right angles", () => {
    expect(() => placeSection(section, { widthPx: 1000, heightPx: 640 }, atlas)).toThrow(/shape/);
    const sheared = { ...section, anchoring: { ...section.anchoring, v: [-60, 0, -300] as const } };
    expect(() => placeSection(sheared, { widthPx: 1000, heightPx: 500 }, atlas)).toThrow(/right angles/);
  });
});

describe("positionOf", () => {
  it("gives pixels, the stack's frame and the reference frame of one point", () => {
    const placed = placeSection(section, { widthPx: 1000, heightPx: 500 }, atlas);
    const position = positionOf(placed, 2500, (placed.pixelSizeYUm * 500) / 2, atlas);
    expect([position.xPx, position.yPx]).toEqual([250, 250]);
    // A quarter of the width from the image's left, which is the animal's right.
    expect(position.voxel).toEqual([328, 305, 160]);
    expect(position.refMm).toEqual([2.5, 1.025, 0]);
    expect(position.brainMm).toEqual([2.5, placed.positionMm, -0]);
  });
});
