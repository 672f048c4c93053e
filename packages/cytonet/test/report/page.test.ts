import { describe, expect, it } from "vitest";
import { lossCurve } from "../../src/report/lossCurve.js";
import { reportMetrics } from "../../src/report/metrics.js";
import { reportPage } from "../../src/report/page.js";
import { areaColours } from "../../src/report/palette.js";
import { scoreDots } from "../../src/report/scoreDots.js";
import { scoreTable } from "../../src/report/scoreTable.js";
import { sectionMap } from "../../src/report/sectionMap.js";
import { exampleReport } from "./example.js";

describe("the page", () => {
  const page = reportPage(exampleReport);

  it("needs nothing but itself", () => {
    for (const [, address] of page.matchAll(/(?:src|href)="([^"]*)"/g))
      expect(address).toMatch(/^data:image\//);
    expect(page).not.toMatch(/https?:|@import|url\(|<script|<link/);
  });

  it("escapes text", () => {
    expect(page).toContain("Learning areas &lt;without&gt; labels");
    expect(page).toContain("an example &amp; its numbers");
  });

  it("closes what it opens", () => {
    for (const tag of [
      "section",
      "div",
      "table",
      "tbody",
      "tr",
      "td",
      "th",
      "figure",
      "svg",
      "ul",
      "ol",
      "li",
      "g",
    ]) {
      const opened = page.match(new RegExp(`<${tag}[ >]`, "g"))?.length ?? 0;
      const closed = page.match(new RegExp(`</${tag}>`, "g"))?.length ?? 0;
      expect([tag, opened]).toEqual([tag, closed]);
    }
  });

  it("holds no number that is none", () => {
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
  });

  it("is the same for the same data", () => {
    expect(reportPage(exampleReport)).toBe(page);
  });
});

describe("figures", () => {
  it("draw one pair of lines a seed", () => {
    expect(lossCurve(exampleReport.loss).match(/<path/g)).toHaveLength(6);
    expect(lossCurve([])).toContain("No steps were logged");
  });

  it("put a dot at the mean of every method and group", () => {
    expect(scoreDots(exampleReport.methods).match(/class="dot"/g)).toHaveLength(9);
  });

  it("mark the best of each column and say mean ± standard deviation over seeds", () => {
    const table = scoreTable(exampleReport.methods);
    expect(table.match(/class="best"/g)!.length).toBe(3 * 5);
    // 0.80, 0.82, 0.84: mean 0.82, standard deviation 0.02
    expect(table).toContain('<td class="best">0.82 <small>± 0.02</small></td>');
    expect(table).toContain("−0.03");
  });

  it("ring the wrong points of a section, and count the right ones", () => {
    const map = exampleReport.map!;
    const wrong = map.points.filter(({ truth, predicted }) => truth !== predicted).length;
    const figure = sectionMap(map, areaColours(exampleReport.areas));
    expect(figure.match(/class="wrong"/g)).toHaveLength(wrong);
    expect(figure).toContain(`${map.points.length - wrong} of ${map.points.length} points`);
  });
});

describe("metrics", () => {
  it("hold the same numbers as the page, by method and group", () => {
    const metrics = reportMetrics(exampleReport) as {
      methods: { id: string; groups: { group: string; macroF1: { mean: number; sd: number } }[] }[];
    };
    const { macroF1 } = metrics.methods.find(({ id }) => id === "cytonet")!.groups[0]!;
    expect(macroF1.mean).toBeCloseTo(0.82, 10);
    expect(macroF1.sd).toBeCloseTo(0.02, 10);
  });
});
