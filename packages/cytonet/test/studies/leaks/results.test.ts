import { describe, expect, it } from "vitest";
import type { FeatureScores } from "../../../src/probing/runProbe.js";
import { rowOf, verdicts } from "../../../src/studies/leaks/results.js";

/** Scores on transfer brains alone. */
function scores(macroF1: number, r2: readonly [number, number, number], distance?: number): FeatureScores {
  const perAxis = { leftRight: r2[0], posteriorAnterior: r2[1], inferiorSuperior: r2[2] };
  const area = { points: 9, withoutClass: 0, macroF1, top1: macroF1, top3: macroF1 };
  const place = { points: 9, r2: perAxis, errorMm: perAxis, chanceErrorMm: perAxis };
  const line = { points: 9, errorMm: 1, chanceErrorMm: 2 };
  return {
    features: "f",
    areas: { classes: 3, l2: 1, l2AtEdge: false, scores: { transfer: area } },
    coordinates: { l2: 1, l2AtEdge: false, scores: { transfer: place } },
    ...(distance !== undefined && {
      midline: { l2: 1, l2AtEdge: false, scores: { transfer: { ...line, r2: distance } } },
    }),
  };
}

describe("rows of the leak study", () => {
  it("are means over seeds and axes, with their spread", () => {
    const row = rowOf("full", "cytonet", [scores(0.5, [0.1, 0.2, 0.6]), scores(0.7, [0.3, 0.4, 0.8])]);
    expect(row.scores.transfer?.macroF1.mean).toBeCloseTo(0.6, 12);
    expect(row.scores.transfer?.macroF1.sd).toBeCloseTo(Math.SQRT2 * 0.1, 12);
    expect(row.scores.transfer?.r2.mean).toBeCloseTo((0.3 + 0.5) / 2, 12);
    expect(row.scores.transfer?.r2OfAxis.leftRight.mean).toBeCloseTo(0.2, 12);
    expect(row.scores.transfer?.r2OfAxis.inferiorSuperior.mean).toBeCloseTo(0.7, 12);
    expect(row.scores.test).toBeUndefined();
  });
});

describe("verdicts", () => {
  const full = rowOf("full", "cytonet", [scores(0.8, [0.4, 0.4, 0.4])]);

  it("hold where little is left without cells and most with equal means", () => {
    const found = verdicts([
      full,
      rowOf("no-cells", "cytonet", [scores(0.2, [0.1, 0.1, 0.1])]),
      rowOf("equalised", "cytonet", [scores(0.6, [0.1, 0.1, 0.1])]),
    ]);
    expect(found.map(({ variant, measure, holds }) => [variant, measure, holds])).toEqual([
      ["no-cells", "macroF1", true],
      ["no-cells", "r2", true],
      ["equalised", "macroF1", true],
    ]);
    expect(found[0]?.ratio).toBeCloseTo(0.25, 12);
  });

  it("fail where a phantom leaks, or hangs on means alone", () => {
    const found = verdicts([
      full,
      rowOf("geometry", "cytonet", [scores(0.41, [0.3, 0.3, 0.3])]),
      rowOf("equalised", "cytonet", [scores(0.5, [0.3, 0.3, 0.3])]),
    ]);
    expect(found.map(({ holds }) => holds)).toEqual([false, false, false]);
  });

  it("ask for places without regard to the hemisphere, too, where the midline is known", () => {
    const found = verdicts([
      rowOf("full", "cytonet", [scores(0.8, [0.2, 0.5, 0.4], 0.6)]),
      rowOf("geometry", "cytonet", [scores(0.2, [0.2, 0.1, 0.35], 0.1)]),
    ]);
    const ratios = Object.fromEntries(found.map(({ measure, ratio }) => [measure, ratio]));
    expect(ratios.r2).toBeCloseTo(0.65 / 1.1, 12);
    expect(ratios.foldedR2).toBeCloseTo(0.55 / 1.5, 12);
    expect(found.map(({ measure, holds }) => [measure, holds])).toEqual([
      ["macroF1", true],
      ["r2", false],
      ["foldedR2", true],
    ]);
  });

  it("judge trained encoders, and nothing where full sections were not tried", () => {
    expect(verdicts([rowOf("no-cells", "cytonet", [scores(0.2, [0, 0, 0])])])).toEqual([]);
    expect(verdicts([full, rowOf("no-cells", "untrained", [scores(0.2, [0, 0, 0])])])).toEqual([]);
  });
});
