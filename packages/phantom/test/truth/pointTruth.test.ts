import { describe, expect, it } from "vitest";
import {
  computeSectionFields,
  layerShares,
  type PointTruth,
  pialDistance,
  pointTruth,
  Tissue,
  toTemplate,
} from "../../src/index.js";
import { bigBrainShares, hasBigBrain, percentile, tinyBrain } from "../support.js";

/** Truths at mid-depth of three sections. */
const truths = [-8, 0.4, 7].flatMap((y): PointTruth[] => {
  const fields = computeSectionFields(tinyBrain, y);
  return [...fields.tissue.keys()]
    .filter((p) => fields.tissue[p] === Tissue.grey && Math.abs(fields.depth[p]! - 0.5) < 0.06)
    .map((p) => {
      const x = fields.originXMm + (p % fields.width) * fields.stepMm;
      const z = fields.originZMm - Math.floor(p / fields.width) * fields.stepMm;
      return pointTruth(tinyBrain, x, y, z)!;
    });
});

describe("truth of a point", () => {
  it("has streamlines that end on the pia and span the thickness", () => {
    let far = 0;
    for (const t of truths) {
      expect(Math.hypot(...t.pialFootMm.map((v, c) => v - t.whiteFootMm[c]!))).toBeCloseTo(t.thicknessMm, 6);
      if (Math.abs(pialDistance(tinyBrain.volumes, ...t.pialFootMm)) > 0.3) far++;
    }
    // First-order sweeping on voxels of 0.5 mm, and places where two fronts meet, leave some lines short or long.
    expect(far / truths.length).toBeLessThan(0.1);
  });

  it("has layers that add up to the thickness", () => {
    for (const t of truths) {
      expect(t.layerThicknessMm.reduce((sum, mm) => sum + mm, 0)).toBeCloseTo(t.thicknessMm, 4);
      expect(t.layerDensityPerMm2.every((d) => d > 300 && d < 5000)).toBe(true);
    }
  });

  it("follows Bok's principle: outer layers are thicker in fundi, inner ones on crowns", () => {
    const ratio = (t: PointTruth) => {
      const shares = layerShares(tinyBrain.profiles.find((p) => p.area === t.area)!);
      return (t.layerThicknessMm[0]! + t.layerThicknessMm[1]!) / t.thicknessMm / (shares[0]! + shares[1]!);
    };
    const mean = (list: readonly PointTruth[]) => list.reduce((sum, t) => sum + ratio(t), 0) / list.length;
    const fundi = truths.filter((t) => t.curvaturePerMm > 0.1);
    const crowns = truths.filter((t) => t.curvaturePerMm < -0.1);
    expect(fundi.length).toBeGreaterThan(20);
    expect(crowns.length).toBeGreaterThan(20);
    expect(mean(fundi)).toBeGreaterThan(1.1);
    expect(mean(crowns)).toBeLessThan(0.95);
  });

  it("has thicker crowns and thinner fundi", () => {
    const mean = (list: readonly PointTruth[]) =>
      list.reduce((sum, t) => sum + t.thicknessMm, 0) / list.length;
    expect(mean(truths.filter((t) => t.curvaturePerMm < -0.1))).toBeGreaterThan(
      1.05 * mean(truths.filter((t) => t.curvaturePerMm > 0.1)),
    );
  });

  it("cuts the sheet flat at the poles and upright on the sides", () => {
    const [x, , z] = truths[0]!.brainMm;
    expect(z).toBeDefined();
    const pole = tinyBrain.extentYMm[1];
    let steepest = 0;
    for (let dz = -3; dz <= 5; dz += 0.5) {
      const t = pointTruth(tinyBrain, Math.sign(x) * 8, pole - 0.8, dz);
      if (t) steepest = Math.max(steepest, t.cuttingAngleDeg);
    }
    expect(steepest).toBeGreaterThan(60);
    expect(
      percentile(
        truths.map((t) => t.cuttingAngleDeg),
        25,
      ),
    ).toBeLessThan(30);
  });

  it("knows template and reference coordinates", () => {
    for (const t of truths.slice(0, 20)) {
      expect(t.templateMm).toEqual(toTemplate(tinyBrain.warp, ...t.brainMm));
      const error = Math.hypot(...t.referenceMm.map((v, c) => v - t.templateMm[c]!));
      expect(error).toBeGreaterThan(0);
      expect(error).toBeLessThan(4 * tinyBrain.template.preset.registrationErrorMm);
    }
  });

  it("is null outside the cortex", () => {
    expect(pointTruth(tinyBrain, 0, 200, 0)).toBeNull();
  });
});

describe.skipIf(!hasBigBrain)("layers along streamlines beside BigBrain (skipped without the data)", () => {
  it("have mean shares of the thickness within the 5th and 95th percentile, folds included", () => {
    const vertices = bigBrainShares();
    const sums = [0, 0, 0, 0, 0, 0];
    const others = truths.filter((t) => t.areaName !== "hOc1");
    for (const t of others)
      t.layerThicknessMm.forEach((mm, i) => {
        sums[i]! += mm / t.thicknessMm / others.length;
      });
    for (const [i, share] of sums.entries()) {
      const values = vertices.map((v) => v.shares[i]!);
      expect(share, `layer ${i + 1}`).toBeGreaterThan(percentile(values, 5));
      expect(share, `layer ${i + 1}`).toBeLessThan(percentile(values, 95));
    }
  });
});
