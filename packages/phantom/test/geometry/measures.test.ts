import { describe, expect, it } from "vitest";
import { measureFolding } from "../../src/geometry/measures.js";
import { createBrain, createTemplate, PAPER_GEOMETRY } from "../../src/index.js";
import { tinyBrain } from "../support.js";

describe("folding", () => {
  it("of a human-sized brain buries the cortex as in a human one (on a coarse grid)", () => {
    const brain = createBrain(createTemplate({ ...PAPER_GEOMETRY, voxelMm: 2 }, 1), 1);
    const measures = measureFolding(brain.volumes, 2000);
    expect(measures.gyrificationIndex).toBeGreaterThan(2.2);
    expect(measures.gyrificationIndex).toBeLessThan(2.8);
    expect(measures.coronalGyrificationIndex).toBeGreaterThan(2.2);
    expect(measures.coronalGyrificationIndex).toBeLessThan(2.8);
    expect(measures.buriedShare).toBeGreaterThan(0.6);
  }, 240_000);

  it("of a small brain is slight, as among small primates", () => {
    const measures = measureFolding(tinyBrain.volumes, 1500);
    expect(measures.gyrificationIndex).toBeGreaterThan(1.1);
    expect(measures.gyrificationIndex).toBeLessThan(2);
  });
});
