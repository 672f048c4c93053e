import { describe, expect, it } from "vitest";
import { createBrain, createTemplate, measureFolding, PAPER_GEOMETRY } from "../src/index.js";

describe("folding of the paper preset at its full resolution", () => {
  it("is human in three individuals: gyrification index 2.2 to 2.8, at least 60 % buried", () => {
    const template = createTemplate(PAPER_GEOMETRY, 1);
    for (const seed of [1, 2, 3]) {
      const measures = measureFolding(createBrain(template, seed).volumes, 6000);
      console.log(`brain ${seed}: ${JSON.stringify(measures)}`);
      expect(measures.gyrificationIndex).toBeGreaterThan(2.2);
      expect(measures.gyrificationIndex).toBeLessThan(2.8);
      expect(measures.coronalGyrificationIndex).toBeGreaterThan(2.2);
      expect(measures.coronalGyrificationIndex).toBeLessThan(2.8);
      expect(measures.buriedShare).toBeGreaterThan(0.6);
    }
  });
});
