import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatSections, isUsable, parseSections, type Section, sectionColumns } from "../../src/index.js";
import { sampleCohort, section } from "../sample.js";
import { errorOf } from "../support.js";

const header = sectionColumns.join(",");

describe("sections.csv", () => {
  it("gives typed rows in their order; empty cells are null", () => {
    const text = `${header}\nB01,0007,B01/a.tif,12.5,14,,-0.5,ok,"x, y"\nB01,0008,,,,,,missing,\n`;
    const [first, second] = parseSections(text, "sections.csv");
    expect(first).toEqual(
      section("B01", "0007", { path: "B01/a.tif", thicknessUm: null, positionMm: -0.5, note: "x, y" }),
    );
    expect(second).toMatchObject({ section: "0008", path: null, pixelSizeXUm: null, status: "missing" });
    expect([first, second].map((row) => isUsable(row!))).toEqual([true, false]);
  });

  it("takes columns in any order", () => {
    const columns = [...sectionColumns].reverse();
    const text = `${columns.join(",")}\n,ok,1,20,14,12.5,a.tif,0001,B01\n`;
    expect(parseSections(text, "x")[0]).toMatchObject({ brain: "B01", pixelSizeXUm: 12.5, positionMm: 1 });
  });

  it("reads back what it wrote", () => {
    const { sections } = sampleCohort();
    expect(parseSections(formatSections(sections), "x")).toEqual(sections);
  });

  it("reads back any valid rows", () => {
    const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,8}$/);
    const size = fc.double({ min: 1e-3, max: 1e6, noNaN: true });
    const optional = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: null });
    const row = fc.record({
      brain: id,
      section: id,
      path: fc.stringMatching(/^[a-z ,"][a-z/ ,"]*$/),
      pixelSizeXUm: size,
      pixelSizeYUm: size,
      thicknessUm: fc.option(size, { nil: null }),
      positionMm: optional,
      status: fc.constantFrom("ok" as const, "excluded" as const),
      note: fc.string({ unit: "grapheme" }),
    });
    const rows = fc.uniqueArray(row, { selector: (r) => `${r.brain}/${r.section}`, maxLength: 5 });
    fc.assert(
      fc.property(rows, (sections: Section[]) => {
        const read = parseSections(formatSections(sections), "x");
        expect(read.map((r) => ({ ...r, positionMm: r.positionMm === 0 ? 0 : r.positionMm }))).toEqual(
          sections.map((r) => ({ ...r, positionMm: r.positionMm === 0 ? 0 : r.positionMm })),
        );
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it.each([
    ["B01,1,a.tif,12.5,abc,20,0,ok,", "pixelSizeYUm", /is not a number.*decimal point/],
    ['B01,1,a.tif,"12,5",12,20,0,ok,', "pixelSizeXUm", /is not a number.*decimal point/],
    ["B01,1,a.tif,0,12,20,0,ok,", "pixelSizeXUm", /is not above 0/],
    ["B01,1,a.tif,,12,20,0,ok,", "pixelSizeXUm", /is not a number/],
    ["B01,1,a.tif,12,12,-20,0,ok,", "thicknessUm", /is not above 0/],
    ["B01,1,a.tif,12,12,20,here,ok,", "positionMm", /is not a number/],
    ["B01,1,a.tif,12,12,20,0,good,", "status", /Give ok, excluded or missing/],
    ["B01,1,,12,12,20,0,ok,", "path", /is empty/],
    ["B01,1,/raw/a.tif,12,12,20,0,ok,", "path", /absolute path.*roots\.scans/],
    ["B01,1,../a.tif,12,12,20,0,ok,", "path", /climbs out/],
    [",1,a.tif,12,12,20,0,ok,", "brain", /not usable as a name/],
    ["B01,a/b,a.tif,12,12,20,0,ok,", "section", /not usable as a name/],
  ])("names line and column of %j", async (row, column, message) => {
    const error = await errorOf(() =>
      parseSections(`${header}\nB01,0,a.tif,1,1,1,1,ok,\n${row}\n`, "sections.csv"),
    );
    expect([error.file, error.line, error.field]).toEqual(["sections.csv", 3, column]);
    expect(error.message).toMatch(message);
  });

  it("lists every fault, not only the first", async () => {
    const error = await errorOf(() =>
      parseSections(`${header}\nB01,1,a,x,y,1,1,ok,\nB01,2,a,1,1,1,1,no,\n`, "x"),
    );
    expect(error.problems.map((p) => [p.line, p.field])).toEqual([
      [2, "pixelSizeXUm"],
      [2, "pixelSizeYUm"],
      [3, "status"],
    ]);
  });

  it("names both lines of a repeated section", async () => {
    const row = "B01,0001,a.tif,1,1,1,1,ok,";
    const error = await errorOf(() => parseSections(`${header}\n${row}\n${row}\n`, "x"));
    expect(error.message).toMatch(/x:3 section: B01\/0001 stands in line 2 already/);
  });

  it.each([
    ["", /is empty/],
    [header.replaceAll(",", ";"), /semicolons or tabs.*commas and decimal points/],
    [header.replace("thicknessUm,", ""), /thicknessUm: column is missing/],
    [`${header},stain`, /stain: is not a column/],
    [header.replace("note", "path"), /note: column is missing/],
    [`${header}\nB01,1,a.tif`, /x:2: has 3 cells where the header has 9/],
  ])("refuses the header or shape of %j", async (text, message) => {
    expect((await errorOf(() => parseSections(text, "x"))).message).toMatch(message);
  });
});
