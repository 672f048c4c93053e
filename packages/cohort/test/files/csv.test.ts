import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatCsv, parseCsv } from "../../src/index.js";
import { errorOf } from "../support.js";

const cells = (text: string): (readonly string[])[] => parseCsv(text, "x.csv").map((record) => record.cells);

describe("parseCsv", () => {
  it("reads quotes, doubled quotes, commas and line breaks inside quotes", () => {
    expect(cells('a,"b, c","d ""e""","f\ng"\n')).toEqual([["a", "b, c", 'd "e"', "f\ng"]]);
  });

  it("takes LF and CRLF, a byte-order mark, a missing last line break, and leaves empty lines out", () => {
    expect(cells("\ufeffa,b\r\n\r\nc,d")).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
  });

  it("keeps empty cells, also the last of a row", () => {
    expect(cells("a,,\n,,\nb,c,")).toEqual([
      ["a", "", ""],
      ["", "", ""],
      ["b", "c", ""],
    ]);
  });

  it("says on which line a record starts, counting breaks inside quotes", () => {
    const records = parseCsv('a\n"b\nc"\n\nd\n', "x.csv");
    expect(records.map((record) => record.line)).toEqual([1, 2, 5]);
  });

  it.each([
    ['a\n"b', 2, /not closed/],
    ['a\nb"c"', 2, /inside an unquoted cell/],
    ['"a"b', 1, /follows a closing quote/],
  ])("refuses %j in line %i", async (text, line, message) => {
    const error = await errorOf(() => parseCsv(text, "x.csv"));
    expect([error.file, error.line]).toEqual(["x.csv", line]);
    expect(error.message).toMatch(message);
    expect(error.remedy).not.toBe("");
  });

  it("reads back whatever formatCsv wrote", () => {
    const cell = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("", '"', ",", "\n", "\r\n", " a "));
    const rows = fc.integer({ min: 1, max: 5 }).chain((n) => {
      return fc.array(fc.array(cell, { minLength: n, maxLength: n }), { maxLength: 8 });
    });
    fc.assert(
      fc.property(rows, (table) => {
        fc.pre(table[0]?.[0]?.startsWith("\ufeff") !== true);
        expect(cells(formatCsv(table))).toEqual(table);
      }),
      { seed: 1, numRuns: 150 },
    );
  });
});
