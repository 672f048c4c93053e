import { describe, expect, it } from "vitest";
import {
  computeSectionFields,
  Hemisphere,
  NO_AREA,
  pointTruth,
  sectionGridOf,
  Tissue,
} from "../src/index.js";
import { tinyBrain } from "./support.js";

const fields = computeSectionFields(tinyBrain, 0.4);
const at = (p: number) => ({
  x: fields.originXMm + (p % fields.width) * fields.stepMm,
  z: fields.originZMm - Math.floor(p / fields.width) * fields.stepMm,
});
const grey = [...fields.tissue.keys()].filter((p) => fields.tissue[p] === Tissue.grey);

describe("fields of a section", () => {
  it("hold cortex around white matter, inside background", () => {
    expect(grey.length).toBeGreaterThan(2000);
    expect(fields.tissue.includes(Tissue.white)).toBe(true);
    const border = [...fields.tissue.keys()].filter((p) => {
      const column = p % fields.width;
      const row = Math.floor(p / fields.width);
      return column === 0 || row === 0 || column === fields.width - 1 || row === fields.height - 1;
    });
    expect(border.every((p) => fields.tissue[p] === Tissue.background)).toBe(true);
  });

  it("agree on what is cortex", () => {
    for (const p of grey) {
      expect(fields.pialMm[p]).toBeGreaterThan(0);
      expect(fields.depth[p]).toBeGreaterThan(0);
      expect(fields.depth[p]).toBeLessThan(1);
      expect(fields.area[p]).not.toBe(NO_AREA);
      expect(fields.neighbour[p]).not.toBe(fields.profile[p]);
      expect(fields.hemisphere[p]).toBeGreaterThan(0);
    }
  });

  it("put the left hemisphere at negative x", () => {
    const far = grey.filter((p) => Math.abs(at(p).x) > 3);
    expect(far.every((p) => (fields.hemisphere[p] === Hemisphere.left) === at(p).x < 0)).toBe(true);
  });

  it("give unit column directions that lead to white matter", () => {
    let deeper = 0;
    let tried = 0;
    for (const p of grey) {
      expect(Math.hypot(fields.columnX[p]!, fields.columnZ[p]!)).toBeCloseTo(1, 4);
      if (fields.obliqueness[p]! < 0.8 || fields.depth[p]! > 0.7) continue;
      const q = p + Math.round(2 * fields.columnX[p]!) - Math.round(2 * fields.columnZ[p]!) * fields.width;
      tried++;
      if (fields.depth[q]! > fields.depth[p]!) deeper++;
    }
    expect(deeper / tried).toBeGreaterThan(0.97);
  });

  it("are the same on any window of the plane", () => {
    const whole = sectionGridOf(tinyBrain);
    const window = {
      ...whole,
      originXMm: whole.originXMm + 20 * whole.stepMm,
      originZMm: whole.originZMm - 30 * whole.stepMm,
      width: 25,
      height: 15,
    };
    const part = computeSectionFields(tinyBrain, 0.4, window);
    for (let j = 0; j < 15; j++) {
      for (let i = 0; i < 25; i++) {
        const [p, q] = [j * 25 + i, (j + 30) * fields.width + i + 20];
        expect(part.depth[p]).toBeCloseTo(fields.depth[q]!, 5);
        expect(part.area[p]).toBe(fields.area[q]);
      }
    }
  });

  it("are the truth about their points", () => {
    for (let i = 0; i < grey.length; i += 97) {
      const p = grey[i]!;
      const { x, z } = at(p);
      const truth = pointTruth(tinyBrain, x, 0.4, z)!;
      expect(truth.area).toBe(fields.area[p]);
      expect(truth.depth).toBeCloseTo(fields.depth[p]!, 5);
      expect(truth.thicknessMm).toBeCloseTo(fields.thicknessMm[p]!, 5);
      expect(Math.cos((truth.cuttingAngleDeg * Math.PI) / 180)).toBeCloseTo(fields.obliqueness[p]!, 5);
    }
  });

  it("are background beyond the brain", () => {
    const outside = computeSectionFields(tinyBrain, tinyBrain.extentYMm[1] + 3);
    expect(outside.tissue.every((t) => t === Tissue.background)).toBe(true);
  });
});
