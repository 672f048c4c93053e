import { describe, expect, test } from "vitest";
import { has, operatorNames } from "../../src/index.js";
import { drive } from "./drive.mjs";

// All of them run in `proofs`; here every operator meets a tenth of its cases.
describe("malformed calls", () => {
  test("each is an error that names operator and argument; the process lives; no tensor stays", async () => {
    const report = await drive(10);
    expect(report.crashes).toEqual([]);
    expect(report.wrong).toEqual([]);
    expect(report.run).toBeGreaterThan(4000);
    expect(report.drift).toBe(0);
  }, 240_000);

  test("the whole set has at least twelve kinds for every operator", async () => {
    const { kinds } = await drive(1_000_000);
    const present = operatorNames().filter(has);
    expect(Object.keys(kinds).sort()).toEqual(present.sort());
    expect(present.length).toBeGreaterThanOrEqual(300);
    expect(Object.entries(kinds).filter(([, count]) => count < 12)).toEqual([]);
  });
});
