import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ObjectiveStudySchema } from "../../../src/studies/objectives/config.js";
import { planObjectiveStudy } from "../../../src/studies/objectives/planObjectiveStudy.js";
import {
  type ObjectiveStudyResult,
  runObjectiveStudy,
} from "../../../src/studies/objectives/runObjectiveStudy.js";
import { quietContext } from "../../support/context.js";
import { makeStudyCohort, miniStudy } from "./miniStudy.js";

const folder = mkdtempSync(join(tmpdir(), "objectives-"));
const [cohortDir, out, results] = [join(folder, "cohort"), join(folder, "study"), join(folder, "results")];
const config = ObjectiveStudySchema.parse(miniStudy());
const stopped = new Error("asked to stop");
let result: ObjectiveStudyResult;
const context = quietContext();

/** Weights and times of every encoder that the study has trained so far. */
const trained = () =>
  readdirSync(join(out, "cells"))
    .map((name) => join(out, "cells", name, "run", "model", "model.safetensors"))
    .filter((path) => existsSync(path))
    .map((path) => `${path} ${statSync(path).mtimeMs}`)
    .sort();

beforeAll(async () => {
  mkdirSync(cohortDir);
  await makeStudyCohort(cohortDir);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe("a study of objectives", { timeout: 10 * 60_000 }, () => {
  it("says what it would do", async () => {
    expect(await planObjectiveStudy(cohortDir, config)).toMatchObject({
      cells: 8,
      steps: 2 * 2 * 3,
      patches: 16 * 2 * 2 * 3,
      points: 4 * 4 * 64,
    });
  });

  it("stops between two encoders when asked to, and goes on with the next", async () => {
    const abort = new AbortController();
    const progress = ({ note }: { note?: string }) => {
      if (note === "supCon-lr0.01-seed1") abort.abort(stopped);
    };
    const interrupted = { ...quietContext(), signal: abort.signal, progress };
    const request = { cohortDir, config, out, results };
    await expect(runObjectiveStudy(request, interrupted)).rejects.toBe(stopped);
    const before = trained().filter((line) => line.includes("untrained"));
    expect(before).toHaveLength(2);
    result = await runObjectiveStudy(request, context);
    expect(trained()).toEqual(expect.arrayContaining(before));
  });

  it("gives every row its learning rate by validation, and scores all seeds of it", () => {
    expect(result.rows.map(({ row }) => row)).toEqual(["untrained", "supCon", "cytonet"]);
    for (const { row, grid, learningRate, seeds, scores } of result.rows) {
      expect(seeds.map(({ seed }) => seed)).toEqual([1, 2]);
      for (const group of ["test", "transfer", "unseen"] as const) expect(scores[group]!.macroF1.n).toBe(2);
      if (row === "untrained") continue;
      const best = Math.max(...grid.map(({ macroF1 }) => macroF1!));
      expect(grid.find(({ macroF1 }) => macroF1 === best)!.learningRate).toBe(learningRate);
      expect(context.lines.filter((line) => line.startsWith(`${row}, learning rate`))).toHaveLength(2);
    }
    // Two rows: two rates with the first seed, one of them with the second; two untrained encoders.
    expect(readdirSync(join(out, "cells"))).toHaveLength(8);
  });

  it("describes all sections with the encoders that are scored, training and validation sections with the others", () => {
    const features = readdirSync(join(cohortDir, "derived")).filter((name) => name.startsWith("features-"));
    const sections = (name: string): number =>
      readdirSync(join(cohortDir, "derived", name), { recursive: true }).filter((file) =>
        String(file).endsWith("features.parquet"),
      ).length;
    // Four brains of four sections; of the two seen ones a test section each.
    expect(features.map(sections).sort((a, b) => a - b)).toEqual([6, 6, 16, 16, 16, 16, 16, 16]);
  });

  it("writes a table and its numbers with their provenance", () => {
    const page = readFileSync(join(results, "objectives.md"), "utf8");
    const { rows, provenance } = JSON.parse(readFileSync(join(results, "objectives.json"), "utf8"));
    const transfer = rows[2].scores.transfer.macroF1;
    const shown = `${transfer.mean.toFixed(3)} ± ${transfer.sd.toFixed(3)}`;
    expect(page).toContain("## Transfer brains");
    expect(page).toMatch(new RegExp(`\\| cytonet \\| SpatialNCE .*\\| ${shown} \\|`));
    expect(page).toContain(provenance.configSha256);
    expect(page).not.toMatch(/NaN|undefined/);
  });

  it("does nothing the second time, and says the same", async () => {
    const before = trained();
    const again = await runObjectiveStudy({ cohortDir, config, out, results }, quietContext());
    expect(again.rows).toEqual(result.rows);
    expect(trained()).toEqual(before);
  });
});
