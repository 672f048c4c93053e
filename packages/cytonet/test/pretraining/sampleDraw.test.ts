import { ConfigError } from "@cytonet/cohort";
import { describe, expect, it } from "vitest";
import { drawSamples } from "../../src/pretraining/sampleDraw.js";

const rows = Array.from({ length: 1000 }, (_, i) => 3 * i);

describe("drawSamples", () => {
  it("draws as many different points as asked for, the same for the same seed and in the order of the rows", () => {
    const drawn = drawSamples(rows, { samples: 200, seed: 1 });
    expect(new Set(drawn).size).toBe(200);
    expect(drawn.every((row) => row % 3 === 0)).toBe(true);
    expect([...drawn]).toEqual([...drawn].sort((a, b) => a - b));
    expect(drawSamples(rows, { samples: 200, seed: 1 })).toEqual(drawn);
    expect(drawSamples(rows, { samples: 200, seed: 2 })).not.toEqual(drawn);
  });

  it("draws every point alike often: χ² of 400 draws of a fifth of 50 points", () => {
    const few = rows.slice(0, 50);
    const counts = new Map<number, number>();
    for (let seed = 0; seed < 400; seed++)
      for (const row of drawSamples(few, { samples: 10, seed })) counts.set(row, (counts.get(row) ?? 0) + 1);
    // Counts have variance 400 · 0.2 · 0.8; without replacement the 50 deviations over it sum to χ² with 49 degrees.
    const chi2 = few.reduce((sum, row) => sum + ((counts.get(row) ?? 0) - 80) ** 2 / 64, 0) * (49 / 50);
    // The 0.1 % and 99.9 % points of that distribution.
    expect(chi2).toBeGreaterThan(23.9);
    expect(chi2).toBeLessThan(85.4);
  });

  it("takes all where nothing is said, and refuses more than there are", () => {
    expect(drawSamples(rows, { seed: 0 })).toEqual(rows);
    expect(() => drawSamples(rows, { samples: 1001, seed: 0 })).toThrow(ConfigError);
    expect(() => drawSamples(rows, { samples: 1001, seed: 0 })).toThrow(/data.samples.*1001.*1000 points/);
    expect(drawSamples(rows, { samples: 1001, seed: 0, atMost: true })).toEqual(rows);
  });

  it("refuses to balance classes that there are not", () => {
    expect(() => drawSamples(rows, { samplesPerClass: 40, seed: 5 })).toThrow(
      /data.samplesPerClass: is given, and points have no classes/,
    );
  });

  it("balances classes with replacement", () => {
    const classOf = (row: number) => (row < 30 ? "small" : "large");
    const drawn = drawSamples(rows, { samplesPerClass: 40, seed: 5 }, classOf);
    expect(drawn.filter((row) => row < 30)).toHaveLength(40);
    expect(drawn.filter((row) => row >= 30)).toHaveLength(40);
    expect(new Set(drawn.filter((row) => row < 30)).size).toBeGreaterThan(7);
  });
});
