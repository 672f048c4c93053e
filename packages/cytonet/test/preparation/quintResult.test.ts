import { DataError } from "@cytonet/cohort";
import { describe, expect, it } from "vitest";
import { parseQuintSeries, readQuintSeries } from "../../src/preparation/quintResult.js";

function slice(nr: number, changes: object = {}) {
  const anchoring = [400, 300 - nr, 310, -360, 0, 0, 0, 0, -270];
  return { filename: `s${nr}.png`, nr, width: 100, height: 80, anchoring, ...changes };
}

function problemOf(json: unknown): DataError {
  try {
    parseQuintSeries(json, "r.json");
  } catch (error) {
    if (error instanceof DataError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("parseQuintSeries", () => {
  it("orders sections by nr, not by their place or name", () => {
    const series = parseQuintSeries(
      { target: "ABA", slices: [slice(30), slice(4, { filename: "z.png" }), slice(12)] },
      "r.json",
    );
    expect(series.sections.map(({ nr }) => nr)).toEqual([4, 12, 30]);
    expect(series.sections[0]).toEqual({
      filename: "z.png",
      nr: 4,
      widthPx: 100,
      heightPx: 80,
      anchoring: { o: [400, 296, 310], u: [-360, 0, 0], v: [0, 0, -270] },
      markers: 0,
    });
  });

  it("counts VisuAlign markers", () => {
    const series = parseQuintSeries({ target: "ABA", slices: [slice(1, { markers: [[1, 2, 3, 4]] })] }, "r");
    expect(series.sections[0]!.markers).toBe(1);
  });

  it("names file and field of what is wrong", () => {
    const short = problemOf({ target: "ABA", slices: [slice(1), slice(2, { anchoring: [1, 2, 3] })] });
    expect([short.file, short.field]).toEqual(["r.json", "slices.1.anchoring"]);
    const flat = problemOf({ target: "ABA", slices: [slice(1, { anchoring: [1, 2, 3, 0, 0, 0, 1, 1, 1] })] });
    expect(flat.field).toBe("slices.0.anchoring");
    expect(problemOf({ target: "ABA", slices: [slice(3), slice(3)] }).message).toContain("same nr");
    expect(problemOf({ slices: [slice(3)] }).field).toBe("target");
    expect(problemOf([]).remedy).not.toBe("");
  });
});

describe("readQuintSeries", () => {
  it("refuses a file that is no JSON with a remedy", async () => {
    await expect(readQuintSeries(import.meta.filename)).rejects.toBeInstanceOf(DataError);
    await expect(readQuintSeries("absent.json")).rejects.toMatchObject({ file: "absent.json" });
  });
});
