import { describe, expect, it } from "vitest";
import { diverging, hopColours } from "../../src/report/colourScales.js";
import { coordinateErrors } from "../../src/report/coordinateErrors.js";
import { embeddingMaps } from "../../src/report/embeddingMaps.js";
import { lossCurve } from "../../src/report/lossCurve.js";
import { reportMetrics } from "../../src/report/metrics.js";
import { reportPage } from "../../src/report/page.js";
import { areaColours } from "../../src/report/palette.js";
import type { MapFigure, SimilarityFigure } from "../../src/report/parts.js";
import { lengthName, scaleBarLength } from "../../src/report/scaleBar.js";
import { scoreDots } from "../../src/report/scoreDots.js";
import { scoreTable } from "../../src/report/scoreTable.js";
import { sectionMap } from "../../src/report/sectionMap.js";
import { similarityMatrix } from "../../src/report/similarityMatrix.js";
import { zoom } from "../../src/report/zoom.js";
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

  it("colour the points of a section by hops, and count the right ones", () => {
    const map = exampleReport.map!;
    const wrong = map.points.filter(({ truth, predicted }) => truth !== predicted).length;
    const figure = sectionMap(map, areaColours(exampleReport.areas));
    expect(figure.match(/<circle/g)).toHaveLength(3 * map.points.length);
    expect(figure.match(new RegExp(`fill="${hopColours[2]}"`, "g"))).toHaveLength(wrong);
    expect(figure).toContain(`${map.points.length - wrong} of ${map.points.length} points`);
  });

  it("mark chance on every axis of the coordinates, in millimetres", () => {
    const figure = coordinateErrors(exampleReport.methods, "synthetic-brain");
    expect(figure.match(/class="chance"/g)).toHaveLength(9);
    expect(figure).toContain("mean absolute error, mm");
    expect(figure).toContain("chance: 12.00 mm");
  });

  it("draw one cell a pair of areas, a dot where they touch, and a tree over all", () => {
    const figure = similarityMatrix(exampleReport.similarity as SimilarityFigure);
    expect(figure.match(/<rect/g)).toHaveLength(9);
    expect(figure.match(/class="touch"/g)).toHaveLength(2);
    expect(figure.match(/class="tree" d="([^"]*)"/)![1]!.match(/M/g)).toHaveLength(2);
    expect(diverging(0)).toBe("rgb(243 241 236)");
    expect(diverging(1)).not.toBe(diverging(-1));
  });

  it("put one dot a point on the map, in both colourings", () => {
    const figure = embeddingMaps(exampleReport.embedding as MapFigure, areaColours(exampleReport.areas));
    expect(figure.match(/h0/g)).toHaveLength(60);
    expect(figure).toContain("30 points of 90");
  });

  it("carry the field of the next panel and the length of their own", () => {
    const figure = zoom(exampleReport.zoom);
    expect(figure.match(/<rect/g)).toHaveLength(1);
    expect(figure).toContain("coloured &lt;by&gt; features");
    expect(figure).toMatch(/class="scale" style="width:33\.33%">2 cm</);
  });

  it.each([
    [0.4, "100 µm"],
    [4, "1 mm"],
    [60, "2 cm"],
    [7, "2 mm"],
  ])("give a picture of %d mm a scale bar of %s", (width, name) => {
    expect(lengthName(scaleBarLength(width))).toBe(name);
  });

  it("say in a line why a part is not there", () => {
    const page = reportPage({ ...exampleReport, intervention: { absent: "Needs <phantoms>." } });
    expect(page).toContain('<p class="absent">Needs &lt;phantoms&gt;.</p>');
  });
});

describe("metrics", () => {
  it("hold roles × methods × figures of merit, with every seed's value and chance in millimetres", () => {
    const metrics = reportMetrics(exampleReport) as unknown as Record<string, Record<string, Scores>>;
    for (const role of ["seen", "transfer", "unseen"]) {
      for (const id of ["cytonet", "untrained", "histogram"]) {
        const { macroF1, top1, top3, coordinateErrorMm } = metrics[role]![id]!;
        for (const value of [macroF1, top1, top3]) expect(value).toBeGreaterThan(0);
        expect(Object.keys(coordinateErrorMm)).toEqual([
          "leftRight",
          "posteriorAnterior",
          "inferiorSuperior",
        ]);
      }
    }
    const { cytonet } = metrics.seen!;
    expect(cytonet!.macroF1).toBeCloseTo(0.82, 10);
    expect(cytonet!.sd.macroF1).toBeCloseTo(0.02, 10);
    expect(cytonet!.bySeed.macroF1).toEqual([0.8, 0.82, 0.84]);
    expect(cytonet!.coordinateErrorMm.posteriorAnterior!.chance).toBe(12);
    // From 0.47 to 0.82 on the way to 1.
    expect(metrics.gapClosed!.seen).toBeCloseTo(0.35 / 0.53, 10);
    expect((metrics as { secondsTotal?: unknown }).secondsTotal).toBe(258.2);
  });
});

interface Scores {
  readonly macroF1: number;
  readonly top1: number;
  readonly top3: number;
  readonly coordinateErrorMm: Record<string, { readonly error: number; readonly chance: number }>;
  readonly bySeed: { readonly macroF1: number[] };
  readonly sd: { readonly macroF1: number };
}
