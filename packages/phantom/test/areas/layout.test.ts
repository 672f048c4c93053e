import { describe, expect, it } from "vitest";
import { neighbourShare, territoryAt } from "../../src/areas/layout.js";
import { hullNodes } from "../../src/geometry/folds.js";
import { makeHull } from "../../src/geometry/hull.js";
import { createTemplate, DEMO_GEOMETRY, PAPER_GEOMETRY } from "../../src/index.js";
import { tinyBrain, tinyTemplate } from "../support.js";

const at = { profile: 0, neighbour: 0, borderMm: 0 };

describe("territories", () => {
  it("measure the distance to a straight border exactly", () => {
    const layout = {
      sites: Float64Array.from([0, 0, 0, 10, 0, 0]),
      profile: Uint16Array.from([4, 7]),
      power: Float64Array.from([0, 20]),
    };
    // Power 20 moves the border from 5 to 4.
    territoryAt(layout, 1, 3, -2, at);
    expect(at).toEqual({ profile: 4, neighbour: 7, borderMm: 3 });
    territoryAt(layout, 4.5, 3, -2, at);
    expect([at.profile, at.neighbour]).toEqual([7, 4]);
    expect(at.borderMm).toBeCloseTo(0.5, 12);
  });

  it("pass into each other over the border's width", () => {
    expect(neighbourShare(0, 0.6)).toBe(0.5);
    expect(neighbourShare(0.15, 0.6)).toBeCloseTo(0.25, 12);
    expect(neighbourShare(0.3, 0.6)).toBe(0);
  });

  it.each([DEMO_GEOMETRY, PAPER_GEOMETRY])("every area of $name has one in both hemispheres", (preset) => {
    const template = createTemplate(preset, 3);
    const nodes = hullNodes(makeHull(preset.scale), 2 * preset.scale);
    for (const layout of template.layouts) {
      const found = new Set<number>();
      for (let i = 0; i < nodes.length; i += 3) {
        territoryAt(layout, nodes[i]!, nodes[i + 1]!, nodes[i + 2]!, at);
        found.add(at.profile);
      }
      expect(found.size).toBe(template.profiles.length);
    }
  });

  it("have neighbours as in a brain: 4a between premotor and parietal cortex, hOc2 beside hOc1", () => {
    const template = createTemplate(PAPER_GEOMETRY, 1);
    const nodes = hullNodes(makeHull(1), 2);
    const near = new Map<string, Set<string>>();
    for (let i = 0; i < nodes.length; i += 3) {
      territoryAt(template.layouts[0], nodes[i]!, nodes[i + 1]!, nodes[i + 2]!, at);
      if (at.borderMm > 2) continue;
      const [a, b] = [at.profile, at.neighbour].map((p) => template.areas[template.profiles[p]!.area]!.name);
      near.set(a!, (near.get(a!) ?? new Set()).add(b!));
    }
    expect(near.get("hOc1")).toContain("hOc2");
    expect(near.get("4a")).toContain("4p");
    expect(near.get("44")).toContain("45");
    expect(near.get("hOc1")).not.toContain("44");
  });

  it("differ between hemispheres and individuals", () => {
    const [right, left] = tinyTemplate.layouts;
    expect(right.sites).not.toEqual(left.sites);
    expect(tinyBrain.layouts[0].sites).not.toEqual(right.sites);
  });
});
