import {
  paperTissueSettings,
  SegmentationRefusal,
  segmentTissue,
  type TissueSettings,
} from "@cytonet/imaging";
import { liveTensors, ops, tensor } from "@cytonet/torch";
import { describe, expect, it } from "vitest";

const side = 160;
const settings: TissueSettings = {
  ...paperTissueSettings,
  cleaning: { ...paperTissueSettings.cleaning, rimMm: 0.4 },
};

/** A picture of stain: slide, grey and white matter with their greys and grain. */
function picture(classAt: (x: number, y: number) => 0 | 1 | 2, greys = [0.08, 0.6, 0.35], slideGrain = 0.01) {
  let state = 7;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 24 - 0.5;
  };
  const values = Float32Array.from({ length: side * side }, (_, i) => {
    const label = classAt((i % side) - side / 2, Math.floor(i / side) - side / 2);
    return greys[label]! + next() * (label === 0 ? slideGrain : 0.08);
  });
  return tensor(values, { shape: [side, side] });
}

const disc = (x: number, y: number): 0 | 1 | 2 => {
  // A cut from above, three pixels wide.
  if (Math.abs(x) <= 1 && y < -20) return 0;
  const r = Math.hypot(x, y);
  return r < 35 ? 2 : r < 60 ? 1 : 0;
};

function shareRight(labels: Uint8Array, truth: (x: number, y: number) => number): number {
  const right = labels.reduce(
    (sum, label, i) =>
      sum + (label === truth((i % side) - side / 2, Math.floor(i / side) - side / 2) ? 1 : 0),
    0,
  );
  return right / labels.length;
}

function refusalOf(image: ReturnType<typeof picture>): string {
  try {
    segmentTissue(image, settings);
  } catch (error) {
    if (error instanceof SegmentationRefusal) return error.kind;
    throw error;
  }
  return "none";
}

describe("segmentTissue", () => {
  it("divides slide, grey and white matter, keeps a narrow gap open, and keeps no tensor", () => {
    const image = picture(disc);
    const before = liveTensors();
    const { labels, slideGrey, tissueGrey } = segmentTissue(image, settings);
    expect(liveTensors()).toBe(before);
    expect(shareRight(labels, disc)).toBeGreaterThan(0.98);
    for (let y = 25; y < 55; y++) expect(labels[y * side + side / 2]).toBe(0);
    expect(slideGrey).toBeCloseTo(0.08, 2);
    expect(tissueGrey).toBeGreaterThan(0.3);
  });

  it("finds white matter that is nearly as pale as the slide", () => {
    const { labels, valleysBelowOtsu } = segmentTissue(picture(disc, [0.08, 0.6, 0.18], 0.01), settings);
    expect(shareRight(labels, disc)).toBeGreaterThan(0.97);
    expect(valleysBelowOtsu).toBeGreaterThanOrEqual(0);
  });

  it("refuses blank slides, slides full of tissue and even pictures", () => {
    expect(refusalOf(picture(() => 0))).toMatch(/blank|no-valley/);
    expect(refusalOf(picture((x) => (x < 0 ? 1 : 2)))).toMatch(/uneven-slide|no-slide/);
    expect(refusalOf(ops.full([side, side], 0.3))).toMatch(/blank|no-valley/);
  });

  it("refuses tissue in pieces that are all too small", () => {
    const cleaning = { ...settings.cleaning, minTissueMm2: 1e6 };
    expect(() => segmentTissue(picture(disc), { ...settings, cleaning })).toThrow(
      expect.objectContaining({ kind: "small-tissue", measured: { minTissueMm2: 1e6 } }),
    );
  });
});
