import { describe, expect, it } from "vitest";
import { cellTable, depthBins, profileMeans, withMeans } from "../../src/histology/cellTables.js";
import { slabProfiles } from "./slab.js";

describe("cellTable", () => {
  it("keeps the number of cells of the strata", () => {
    for (const profile of slabProfiles) {
      const wanted = profile.strata.reduce((sum, { share, densityPerMm2 }) => sum + share * densityPerMm2, 0);
      expect(1e6 * profileMeans(cellTable(profile)).density).toBeCloseTo(wanted, -1.3);
    }
  });

  it("has shares of kinds that end at 1", () => {
    const table = cellTable(slabProfiles[1]!);
    for (let bin = 0; bin < depthBins; bin++) expect(table.mix[bin * 5 + 4]).toBeCloseTo(1, 5);
  });
});

describe("withMeans", () => {
  it("gives profiles one mean density and cell area and keeps their course over the depth", () => {
    const wanted = { density: 0.0011, cellAreaUm2: 60 };
    for (const profile of slabProfiles) {
      const before = cellTable(profile);
      const after = withMeans(before, wanted);
      expect(profileMeans(after).density).toBeCloseTo(wanted.density, 8);
      expect(profileMeans(after).cellAreaUm2).toBeCloseTo(wanted.cellAreaUm2, 3);
      const factor = after.density[5]! / before.density[5]!;
      expect(after.density[90]! / before.density[90]!).toBeCloseTo(factor, 5);
    }
  });
});
