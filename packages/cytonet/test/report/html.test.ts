import { describe, expect, it } from "vitest";
import { decimal, duration, escapeHtml, summarise } from "../../src/report/html.js";
import { areaColours } from "../../src/report/palette.js";
import { ticksOf } from "../../src/report/ticks.js";

describe("text of numbers", () => {
  it("summarises with the sample's standard deviation", () => {
    expect(summarise([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ mean: 5, sd: Math.sqrt(32 / 7) });
    expect(summarise([0.4])).toEqual({ mean: 0.4, sd: null });
  });
  it("writes minus signs, durations and escapes", () => {
    expect(decimal(-0.125, 2)).toBe("−0.13");
    expect([2.34, 42, 185, 3720].map(duration)).toEqual(["2.3 s", "42 s", "3 min 5 s", "1 h 2 min"]);
    expect(escapeHtml(`<a href="x">'&'</a>`)).toBe("&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
  });
});

describe("ticks", () => {
  it.each([
    [0, 1, 5],
    [2.31, 5.62, 5],
    [-3, 12, 4],
    [0, 500, 5],
    [4, 4, 5],
  ])("from %d to %d are round, evenly spaced and cover the range", (low, high, count) => {
    const ticks = ticksOf(low, high, count);
    expect(ticks[0]).toBeLessThanOrEqual(low);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(high);
    const steps = ticks.slice(1).map((tick, index) => tick - ticks[index]!);
    for (const step of steps) expect(step).toBeCloseTo(steps[0]!, 9);
    expect(ticks.length).toBeLessThanOrEqual(count + 2);
  });
});

describe("colours", () => {
  it("differ between areas, few or many", () => {
    for (const count of [8, 43]) {
      const names = Array.from({ length: count }, (_, index) => `area ${index}`);
      expect(new Set(areaColours(names).values()).size).toBe(count);
    }
  });
});
