import { applyAffine, determinant } from "@cytonet/cohort";
import { describe, expect, it } from "vitest";
import { type Anchoring, atlasPosition } from "../../src/preparation/anchoring.js";
import { ccfMm } from "../../src/preparation/ccfAtlas.js";
import { placeImage, sectionAffine, seriesOrientation } from "../../src/preparation/quintPlacement.js";
import type { QuintSection } from "../../src/preparation/quintResult.js";
import { brainMm, stackFrame } from "../../src/preparation/stackFrame.js";

const grid = { sizes: [456, 528, 320], voxelUm: 25 } as const;
/** A coronal section, tilted and a little sheared, with the animal's right on the image's left. */
const anchoring: Anchoring = { o: [428, 300, 310], u: [-400, 6, -12], v: [5, 10, -300] };
const image = { widthPx: 1000, heightPx: 500 };

function section(changes: Partial<QuintSection> = {}): QuintSection {
  return { filename: "a.png", nr: 1, widthPx: 1000, heightPx: 500, anchoring, markers: 0, ...changes };
}

describe("placeImage", () => {
  it("takes pixel sizes per axis from the anchoring and the position from the centre", () => {
    const placed = placeImage(section(), image, grid);
    expect(placed.pixelSizeXUm).toBeCloseTo((Math.hypot(400, 6, 12) * 25) / 1000, 6);
    expect(placed.pixelSizeYUm).toBeCloseTo((Math.hypot(5, 10, 300) * 25) / 500, 6);
    expect(placed.positionMm).toBeCloseTo(((308 - 264) * 25) / 1000, 6);
  });

  it("places a larger copy of the image at the same place", () => {
    const small = placeImage(section(), image, grid);
    const large = placeImage(section(), { widthPx: 8000, heightPx: 4003 }, grid);
    expect(large.pixelSizeXUm * 8).toBeCloseTo(small.pixelSizeXUm, 4);
    expect(large.positionMm).toBe(small.positionMm);
  });

  it("refuses an image of another shape and axes that are not at right angles", () => {
    expect(() => placeImage(section(), { widthPx: 1000, heightPx: 640 }, grid)).toThrow(/shape/);
    const sheared = section({ anchoring: { ...anchoring, v: [-60, 0, -300] } });
    expect(() => placeImage(sheared, image, grid)).toThrow(/right angles/);
  });
});

describe("placeImage of absurd anchorings", () => {
  const times = (factor: number, { o, u, v }: Anchoring): Anchoring => {
    const scaled = (vector: Anchoring["o"]): Anchoring["o"] => [
      vector[0] * factor,
      vector[1] * factor,
      vector[2] * factor,
    ];
    return { o: scaled(o), u: scaled(u), v: scaled(v) };
  };

  it("refuses sections larger than a brain, and those outside the atlas", () => {
    const large = section({ anchoring: times(1000, anchoring) });
    expect(() => placeImage(large, image, grid)).toThrow(/by its anchoring it would be 10006 x 7505 mm/);
    const small = section({ anchoring: times(0.01, anchoring) });
    expect(() => placeImage(small, image, grid)).toThrow(/mm in size/);
    const outside = section({ anchoring: { ...anchoring, o: [428, 600, 310] } });
    expect(() => placeImage(outside, image, grid)).toThrow(/outside the atlas, at 8.6 mm/);
    const flat = section({ anchoring: { ...anchoring, v: [0, 1, -30] } });
    expect(() => placeImage(flat, image, grid)).toThrow(/its pixels are/);
  });
});

describe("sectionAffine", () => {
  it("takes every pixel where the anchoring does, whatever frame the brain has", () => {
    const placed = placeImage(section(), image, grid);
    for (const imageLeftIs of ["left", "right"] as const) {
      const frame = stackFrame({ sectionOrder: "anterior-to-posterior", imageLeftIs });
      const affine = sectionAffine(anchoring, placed.positionMm, frame, grid);
      for (const [x, y] of [
        [0, 0],
        [1000, 0],
        [137.5, 411.25],
        [1000, 500],
      ] as const) {
        const mapped = applyAffine(affine, Float64Array.from(brainMm(frame, placed, x, y)));
        const expected = ccfMm(atlasPosition(anchoring, x / 1000, y / 500), grid);
        // Pixel sizes are rounded to 10⁻⁶ µm, over at most 1000 pixels.
        expected.forEach((mm, axis) => {
          expect(mapped[axis]).toBeCloseTo(mm, 5);
        });
      }
    }
  });

  it("is a rotation where the frame fits, and a reflection where it does not", () => {
    const det = (imageLeftIs: "left" | "right") =>
      determinant(
        sectionAffine(anchoring, 1, stackFrame({ sectionOrder: "anterior-to-posterior", imageLeftIs }), grid),
      );
    // Not exactly one: the anchoring is a little sheared.
    expect(det("right")).toBeCloseTo(1, 3);
    expect(det("left")).toBeCloseTo(-1, 3);
  });
});

describe("seriesOrientation", () => {
  const at = (y: number, u0: number): QuintSection =>
    section({ anchoring: { o: [228 - u0 / 2, y, 310], u: [u0, 0, 0], v: [0, 0, -300] } });

  it("tells the order of sections and the hemisphere on the image's left", () => {
    expect(seriesOrientation([at(400, -400), at(300, -400)])).toEqual({
      sectionOrder: "anterior-to-posterior",
      imageLeftIs: "right",
    });
    expect(seriesOrientation([at(200, 400), at(300, 400)])).toEqual({
      sectionOrder: "posterior-to-anterior",
      imageLeftIs: "left",
    });
  });

  it("is undefined for mixed directions and for sections that are not coronal", () => {
    expect(seriesOrientation([at(400, -400), at(300, 400)])).toBeUndefined();
    const sagittal = section({ anchoring: { o: [228, 60, 310], u: [0, 400, 0], v: [0, 0, -300] } });
    expect(seriesOrientation([sagittal])).toBeUndefined();
  });
});
