import { describe, expect, it } from "vitest";
import {
  type Anchoring,
  anchoredPixelSizesUm,
  anchoredSkew,
  atlasPosition,
  sectionOrientation,
} from "../../src/preparation/anchoring.js";

/** A coronal section seen from the front: width from right to left, height from superior to inferior. */
const coronal: Anchoring = { o: [400, 300, 310], u: [-360, 0, 0], v: [0, 30, -270] };

describe("atlasPosition", () => {
  it("is o + x/W · u + y/H · v", () => {
    expect(atlasPosition(coronal, 0, 0)).toEqual([400, 300, 310]);
    expect(atlasPosition(coronal, 1, 0)).toEqual([40, 300, 310]);
    expect(atlasPosition(coronal, 0.5, 1)).toEqual([220, 330, 40]);
  });
});

describe("anchoredPixelSizesUm", () => {
  it("is |u| · voxel / W and |v| · voxel / H, independent along the two axes", () => {
    const sizes = anchoredPixelSizesUm(coronal, 25, 1000, 500);
    expect(sizes.pixelSizeXUm).toBeCloseTo(9, 12);
    expect(sizes.pixelSizeYUm).toBeCloseTo((Math.hypot(30, 270) * 25) / 500, 12);
  });
});

describe("anchoredSkew", () => {
  it("is 0 for a rectangle and the cosine of the angle otherwise", () => {
    expect(anchoredSkew(coronal)).toBeCloseTo(0, 12);
    expect(anchoredSkew({ ...coronal, v: [-1, 0, -1] })).toBeCloseTo(Math.SQRT1_2, 12);
  });
});

describe("sectionOrientation", () => {
  it("names the axes and directions of coronal, horizontal and sagittal sections", () => {
    expect(sectionOrientation(coronal)).toEqual({
      widthAxis: 0,
      widthSign: -1,
      heightAxis: 2,
      heightSign: -1,
      stackAxis: 1,
    });
    expect(sectionOrientation({ ...coronal, u: [9, 1, 1], v: [1, 9, 1] })?.stackAxis).toBe(2);
    expect(sectionOrientation({ ...coronal, u: [1, 9, 1], v: [1, 1, -9] })).toMatchObject({
      stackAxis: 0,
      widthSign: 1,
      heightSign: -1,
    });
  });

  it("is undefined where width and height follow one axis", () => {
    expect(sectionOrientation({ ...coronal, v: [-9, 0, 1] })).toBeUndefined();
  });
});
