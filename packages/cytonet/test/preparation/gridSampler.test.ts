import { DataError, identityAffine } from "@cytonet/cohort";
import { describe, expect, it } from "vitest";
import { type AtlasLabel, corticalLabel } from "../../src/preparation/atlasLabels.js";
import { atlasOverlap } from "../../src/preparation/atlasOverlap.js";
import type { CcfAtlas } from "../../src/preparation/ccfAtlas.js";
import { type GridSettings, sampleGrid } from "../../src/preparation/gridSampler.js";
import { type PlacedSection, positionAt } from "../../src/preparation/sectionPositions.js";
import { stackFrame } from "../../src/preparation/stackFrame.js";
import type { TissueMask } from "../../src/preparation/tissue.js";

/** Label 1 (cortex) above the middle, 2 below, nothing beyond 2.4 mm off the midline. */
const atlas: CcfAtlas = {
  sizes: [456, 528, 320],
  voxelUm: 25,
  labelIds: () => new Set([0, 1, 2]),
  labelAt: (x, _y, z) => (Math.abs(x) >= 2.4 ? 0 : z >= 0 ? 1 : 2),
};
const labels = new Map<number, AtlasLabel>(
  ["Primary visual area, layer 4", "Caudoputamen"].map((name, i) => [
    i + 1,
    { id: i + 1, name, cortex: corticalLabel(name) },
  ]),
);
/** 10 mm × 6 mm in pixels of 10 × 12 µm, cut 0.9 mm before the centre; the animal's right is on the image's left. */
const placed: PlacedSection = {
  widthPx: 1000,
  heightPx: 500,
  pixelSizeXUm: 10,
  pixelSizeYUm: 12,
  positionMm: 0.9,
  frame: stackFrame({ sectionOrder: "anterior-to-posterior", imageLeftIs: "right" }),
  toReference: identityAffine,
};
/** Tissue everywhere but in the left tenth of the image; 10 mm × 6 mm at 20 µm. */
const mask: TissueMask = {
  widthPx: 500,
  heightPx: 300,
  pixelSizeUm: 20,
  inside: Uint8Array.from({ length: 500 * 300 }, (_, i) => (i % 500 >= 50 ? 1 : 0)),
};
const settings: GridSettings = {
  gridSpacingMm: 0.2,
  region: "cortex",
  tissueWindowMm: 0.2,
  minTissueShare: 0.5,
};

describe("sampleGrid", () => {
  const points = sampleGrid(placed, mask, atlas, labels, settings);

  it("keeps the cortical part of the grid: 4.8 mm by 3 mm at 0.2 mm", () => {
    expect(points.length).toBe(24 * 15);
    expect(new Set(points.map(({ label }) => label.id))).toEqual(new Set([1]));
  });

  it("spaces points equally in millimetres along both axes, though pixels are not square", () => {
    const [a, b] = [points[0]!, points[1]!];
    const below = points.find((p) => p.row === a.row + 1 && p.column === a.column)!;
    expect(b.xPx - a.xPx).toBeCloseTo(200 / placed.pixelSizeXUm, 9);
    expect(below.yPx - a.yPx).toBeCloseTo(200 / placed.pixelSizeYUm, 9);
    expect(placed.pixelSizeXUm).not.toBeCloseTo(placed.pixelSizeYUm, 1);
    expect(Math.hypot(...b.refMm.map((mm, i) => mm - a.refMm[i]!))).toBeCloseTo(0.2, 9);
    expect(Math.hypot(...below.refMm.map((mm, i) => mm - a.refMm[i]!))).toBeCloseTo(0.2, 9);
  });

  it("takes the hemisphere from the reference position", () => {
    for (const { hemisphere, refMm } of points) expect(hemisphere).toBe(refMm[0] < 0 ? "left" : "right");
    // Image left is the animal's right here.
    expect(points[0]!.hemisphere).toBe("right");
  });

  it("keeps all that the atlas labels when asked to, and what has enough tissue", () => {
    const all = sampleGrid(placed, mask, atlas, labels, { ...settings, region: "all" });
    expect(all.length).toBe(24 * 30);
    const bare = { ...mask, inside: mask.inside.map((_, i) => (i % 500 >= 250 ? 1 : 0)) };
    const half = sampleGrid(placed, bare, atlas, labels, settings);
    expect(half.length).toBeLessThan(points.length * 0.55);
    expect(half.every(({ tissueShare }) => tissueShare >= 0.5)).toBe(true);
  });

  it("refuses an annotation with labels that the label file does not name", () => {
    expect(() => sampleGrid(placed, mask, atlas, new Map(), settings)).toThrow(DataError);
  });
});

describe("atlasOverlap", () => {
  const toReference = (xUm: number, yUm: number) => positionAt(placed, xUm, yUm).refMm;

  it("is the Dice coefficient of tissue and labelled atlas", () => {
    // Tissue 450 columns, atlas 240 columns wholly inside it: 2 · 240 / (450 + 240).
    expect(atlasOverlap(mask, toReference, atlas)).toBeCloseTo(480 / 690, 6);
    expect(atlasOverlap({ ...mask, inside: mask.inside.map(() => 0) }, toReference, atlas)).toBe(0);
  });
});
