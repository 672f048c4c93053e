import { describe, expect, it } from "vitest";
import { drawnCells } from "../../src/histology/drawnCells.js";
import { cellKinds } from "../../src/histology/shapes.js";
import { slab, slabModel, slabProfiles } from "./slab.js";

const clear = slabModel({ confounds: "none" });
const inArea = (area: number) =>
  drawnCells(clear, area * slab.areaUm + 60, 0, (area + 1) * slab.areaUm - 60, slab.heightUm);
const widthMm = (slab.areaUm - 120) / 1000;

describe("the cells of a section", () => {
  it("are as many in each layer as its profile says", () => {
    for (const [area, { strata }] of slabProfiles.entries()) {
      const cells = inArea(area);
      let upper = 0;
      for (const { share, densityPerMm2 } of strata) {
        // The middle of each stratum: its edges pass into the neighbours.
        const [from, to] = [upper + 0.25 * share, upper + 0.75 * share];
        upper += share;
        const expected = (densityPerMm2 * widthMm * (to - from) * slab.thicknessUm) / 1000;
        const top = slab.pialUm + from * slab.thicknessUm;
        const bottom = slab.pialUm + to * slab.thicknessUm;
        const count = cells.filter(({ yUm }) => yUm >= top && yUm < bottom).length;
        // Counts of a few hundred: four standard deviations, and 5 % for columns and vessels.
        expect(Math.abs(count - expected)).toBeLessThan(4 * Math.sqrt(expected) + 0.05 * expected);
      }
    }
  });

  it("have the size of their stratum, and giants only where there are some", () => {
    const [, motor, association] = [0, 1, 2].map(inArea);
    const giants = (cells: typeof motor) => cells!.filter(({ kind }) => cellKinds[kind] === "giant");
    expect(giants(association)).toHaveLength(0);
    expect(giants(motor).length).toBeGreaterThan(3);
    for (const { depth, diameterUm } of giants(motor)) {
      expect(depth).toBeGreaterThan(0.45);
      expect(depth).toBeLessThan(0.75);
      expect(diameterUm).toBeGreaterThan(28);
    }
    const inThird = association!.filter(
      ({ depth, kind }) => depth > 0.3 && depth < 0.45 && cellKinds[kind] !== "glial",
    );
    const sorted = inThird.map(({ diameterUm }) => diameterUm).sort((a, b) => a - b);
    const median = sorted[sorted.length >> 1]!;
    // 75 µm² of profile area.
    expect(Math.abs(median - 9.77)).toBeLessThan(0.6);
  });

  it("point to the pia where the cut runs along the columns, and look round where it runs across", () => {
    const share = (inPlane: number): number => {
      const model = slabModel({ confounds: "none", inPlane });
      const cells = drawnCells(model, 1100, 1000, 1900, 2400);
      const pyramids = cells.filter(({ kind }) => cellKinds[kind] === "pyramidal");
      for (const { turn } of pyramids) {
        expect(Math.abs(turn - Math.round(turn))).toBeLessThan(0.1);
      }
      return pyramids.length / cells.length;
    };
    expect(share(0.1)).toBeLessThan(0.6 * share(1));
  });

  it("are the same cells whichever rectangle is asked for", () => {
    const all = drawnCells(clear, 500, 500, 1500, 1500);
    const some = drawnCells(clear, 830, 610, 1190, 940);
    const inside = all.filter(({ xUm, yUm }) => xUm >= 830 && xUm < 1190 && yUm >= 610 && yUm < 940);
    const byPlace = (a: { xUm: number; yUm: number }, b: { xUm: number; yUm: number }): number =>
      a.yUm - b.yUm || a.xUm - b.xUm;
    expect([...some].sort(byPlace)).toEqual(inside.sort(byPlace));
  });

  it("keep apart more than chance would have them", () => {
    const cells = drawnCells(clear, 2050, 1500, 2950, 2400);
    let near = 0;
    for (const [i, a] of cells.entries()) {
      for (let j = i + 1; j < cells.length; j++) {
        const b = cells[j]!;
        if ((a.xUm - b.xUm) ** 2 + (a.yUm - b.yUm) ** 2 < 16) near += 1;
      }
    }
    const areaUm2 = 900 * 900;
    const byChance = ((cells.length * (cells.length - 1)) / 2) * ((Math.PI * 16) / areaUm2);
    expect(near).toBeLessThan(0.8 * byChance);
  });
});
