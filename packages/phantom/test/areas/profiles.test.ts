import { describe, expect, it } from "vitest";
import { SHARE_BOUNDS } from "../../src/areas/families.js";
import { individualProfiles } from "../../src/areas/profiles.js";
import {
  ALL_AREAS,
  createTemplate,
  DEMO_GEOMETRY,
  layerDensities,
  layerShares,
  PAPER_GEOMETRY,
  STUDY_GEOMETRY,
  type Stratum,
  stratumIndexAt,
} from "../../src/index.js";
import { bigBrainPatches, bigBrainShares, hasBigBrain, percentile, TINY } from "../support.js";

const paper = createTemplate(PAPER_GEOMETRY, 1);

function strataOf(name: string): readonly Stratum[] {
  const index = paper.areas.findIndex((area) => area.name === name);
  return paper.profiles.find((profile) => profile.area === index)!.strata;
}

const named = (strata: readonly Stratum[], name: string) => strata.find((s) => s.name === name)!;

describe("areas", () => {
  it("are the 113 of the paper's Table 2, and subsets of them in smaller presets", () => {
    expect(ALL_AREAS).toHaveLength(113);
    expect(new Set(ALL_AREAS.map((area) => area.name)).size).toBe(113);
    expect(PAPER_GEOMETRY.areas).toHaveLength(113);
    expect(new Set(STUDY_GEOMETRY.areas).size).toBeGreaterThanOrEqual(40);
    expect(new Set(DEMO_GEOMETRY.areas).size).toBeGreaterThanOrEqual(12);
  });

  it("one of them is secretly two, with profiles of their own", () => {
    const split = paper.profiles.filter((p) => paper.areas[p.area]!.name === PAPER_GEOMETRY.splitArea);
    expect(split.map((p) => p.part)).toEqual([0, 1]);
    expect(layerShares(split[0]!)).not.toEqual(layerShares(split[1]!));
    expect(paper.profiles).toHaveLength(114);
  });

  it("refuse names that the paper does not have", () => {
    expect(() => createTemplate({ ...TINY, areas: ["44", "BA99"] }, 1)).toThrow(/no area "BA99"/);
    expect(() => createTemplate({ ...TINY, splitArea: "45b" }, 1)).toThrow(/splitArea "45b"/);
  });
});

describe("profiles", () => {
  it("are complete: shares and mixes add up to 1", () => {
    for (const profile of paper.profiles) {
      expect(profile.strata.reduce((sum, s) => sum + s.share, 0)).toBeCloseTo(1, 9);
      for (const { mix } of profile.strata) {
        expect(mix.granular + mix.pyramidal + mix.fusiform + mix.glial).toBeCloseTo(1, 9);
      }
    }
  });

  it("find the stratum of a depth", () => {
    const profile = paper.profiles[0]!;
    expect(stratumIndexAt(profile, -0.1)).toBe(0);
    expect(stratumIndexAt(profile, 1.2)).toBe(profile.strata.length - 1);
    expect(stratumIndexAt(profile, profile.strata[0]!.share + 1e-9)).toBe(1);
  });

  it("give hOc1 a pale IVB between dense IVA and IVC", () => {
    const strata = strataOf("hOc1");
    const [a, b, c] = ["IVA", "IVB", "IVC"].map((name) => named(strata, name).densityPerMm2) as [
      number,
      number,
      number,
    ];
    expect(b).toBeLessThan(0.6 * a);
    expect(b).toBeLessThan(0.5 * c);
    expect(strata.findIndex((s) => s.name === "IVB")).toBe(strata.findIndex((s) => s.name === "IVA") + 1);
  });

  it("give 4a Betz cells in V and no layer IV that can be told from III", () => {
    const strata = strataOf("4a");
    expect(named(strata, "Vb").giantShare).toBeGreaterThan(0.01);
    expect(named(strata, "Vb").giantAreaUm2).toBeGreaterThan(10 * named(strata, "Vb").cellAreaUm2);
    expect(named(strata, "IV").mix).toEqual(named(strata, "IIIc").mix);
    expect(named(strata, "IV").densityPerMm2).toBe(named(strata, "IIIc").densityPerMm2);
  });

  it("give 3b the broadest, densest IV outside hOc1", () => {
    const share = (name: string) => named(strataOf(name), "IV").share;
    const others = paper.areas.filter((area) => !["hOc1", "3b"].includes(area.name));
    for (const { name } of others) expect(share("3b")).toBeGreaterThanOrEqual(0.97 * share(name));
    expect(named(strataOf("3b"), "IV").densityPerMm2).toBeGreaterThan(
      1.5 * named(strataOf("3b"), "Va").densityPerMm2,
    );
  });

  it("stay within the bounds on layers in every individual", () => {
    for (const key of [1, 2, 3, 4]) {
      for (const profile of individualProfiles(paper.profiles, key, 1, 1)) {
        const shares = layerShares(profile);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        if (paper.areas[profile.area]!.name === "hOc1") continue;
        for (const [i, share] of shares.entries()) {
          expect(share).toBeGreaterThan(SHARE_BOUNDS[i]![0] - 1e-3);
          expect(share).toBeLessThan(SHARE_BOUNDS[i]![1] + 1e-3);
        }
      }
    }
  });

  it("differ between areas of one type", () => {
    const seen = new Set(
      paper.profiles.map((p) =>
        layerShares(p)
          .map((s) => s.toFixed(3))
          .join(),
      ),
    );
    expect(seen.size).toBe(paper.profiles.length);
  });
});

describe.skipIf(!hasBigBrain)("profiles beside BigBrain (skipped where ../shared/data is absent)", () => {
  it("have layers whose shares of the thickness lie within the 5th and 95th percentile", () => {
    const vertices = bigBrainShares();
    const bounds = (shares: readonly (readonly number[])[]) =>
      [0, 1, 2, 3, 4, 5].map((i) => {
        const values = shares.map((s) => s[i]!);
        return [percentile(values, 5), percentile(values, 95)] as const;
      });
    const all = bounds(vertices.map((v) => v.shares));
    const striate = bounds(vertices.filter((v) => v.label === "BA17").map((v) => v.shares));
    for (const [i, [low, high]] of all.entries()) {
      expect(SHARE_BOUNDS[i]![0]).toBeGreaterThanOrEqual(low);
      expect(SHARE_BOUNDS[i]![1]).toBeLessThanOrEqual(high);
    }
    for (const profile of paper.profiles) {
      const name = paper.areas[profile.area]!.name;
      for (const [i, share] of layerShares(profile).entries()) {
        const [low, high] = name === "hOc1" ? striate[i]! : all[i]!;
        expect(share, `${name} layer ${i + 1}`).toBeGreaterThanOrEqual(low);
        expect(share, `${name} layer ${i + 1}`).toBeLessThanOrEqual(high);
      }
    }
  });

  it("have relative densities of layers as its 80 patches have", () => {
    const relative = (row: readonly number[]) => {
      const mean = row.reduce((sum, v) => sum + v, 0) / row.length;
      return row.map((v) => v / mean);
    };
    const patches = bigBrainPatches("density").map(relative);
    const ours = paper.profiles.map((profile) => relative(layerDensities(profile, [0, 0, 0])));
    for (let i = 0; i < 6; i++) {
      const theirs = patches.map((row) => row[i]!);
      const mine = ours.map((row) => row[i]!);
      expect(Math.abs(percentile(mine, 50) / percentile(theirs, 50) - 1), `layer ${i + 1}`).toBeLessThan(
        0.07,
      );
      // No area stands far outside what was counted in 80 patches of one brain.
      expect(Math.min(...mine)).toBeGreaterThan(0.9 * Math.min(...theirs));
      expect(Math.max(...mine)).toBeLessThan(1.1 * Math.max(...theirs));
    }
  });

  it("have cell sizes as its 80 patches have", () => {
    const patches = bigBrainPatches("size");
    for (let i = 0; i < 6; i++) {
      const theirs = percentile(
        patches.map((row) => row[i]!),
        50,
      );
      const sizes = paper.profiles.map((profile) => {
        const strata = profile.strata.filter((s) => s.layer === i + 1);
        return strata.reduce((sum, s) => sum + s.cellAreaUm2, 0) / strata.length;
      });
      expect(Math.abs(percentile(sizes, 50) / theirs - 1), `layer ${i + 1}`).toBeLessThan(0.1);
    }
  });
});
