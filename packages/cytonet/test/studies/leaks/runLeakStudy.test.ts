import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { LeakStudySchema, type LeakVariant } from "../../../src/studies/leaks/config.js";
import { type MakeVariant, runLeakStudy } from "../../../src/studies/leaks/runLeakStudy.js";
import { quietContext } from "../../support/context.js";
import { miniConfig } from "../../support/miniCohort.js";
import { makeStudyCohort } from "../objectives/miniStudy.js";

const out = mkdtempSync(join(tmpdir(), "leaks-"));
afterAll(() => rmSync(out, { recursive: true }));

const { seed, schema, ...pretrain } = miniConfig({
  data: { split: "study", workers: 0 },
  schedule: { batchSize: 16, steps: 2 },
  optimiser: { name: "sgd", learningRate: 0.01 },
  recalibrateBatchNorm: true,
  threads: 1,
});
const config = LeakStudySchema.parse({
  schema: "cytonet.leakStudy/1",
  phantom: { preset: "demo", everySection: 2 },
  seeds: [1],
  pretrain,
  probe: { areas: { atlas: "halves", bias: true }, midlineMm: 0, l2Grid: [0.1] },
});

const made: LeakVariant[] = [];
/** Stands in for phantoms, which take minutes. */
const makeVariant: MakeVariant = async (variant, _config, cohortDir) => {
  made.push(variant);
  mkdirSync(cohortDir, { recursive: true });
  await makeStudyCohort(cohortDir);
  return { cohortDir, sections: 16 };
};

/** A context that asks to stop where a line of the log begins so: one variant is enough. */
function stopsBefore(line: string) {
  const [abort, reason] = [new AbortController(), "one is enough"];
  const log = (said: string) => {
    if (said.startsWith(line)) abort.abort(new Error(reason));
  };
  return { context: { ...quietContext(), signal: abort.signal, log }, reason };
}

describe("a study of leaks", { timeout: 10 * 60_000 }, () => {
  it("stops when asked to, keeps what is done, and goes on to tables of every variant", async () => {
    const abort = new AbortController();
    const stopAtSecond: MakeVariant = async (variant, ...rest) => {
      if (variant === "no-cells") {
        abort.abort(new Error("asked to stop"));
        abort.signal.throwIfAborted();
      }
      return makeVariant(variant, ...rest);
    };
    const interrupted = { ...quietContext(), signal: abort.signal };
    await expect(runLeakStudy({ config, out }, interrupted, stopAtSecond)).rejects.toThrow("asked to stop");
    const result = await runLeakStudy({ config, out }, quietContext(), makeVariant);
    expect(made).toEqual(["full", "no-cells", "geometry", "equalised"]);
    expect(result.rows).toHaveLength(12);
    for (const { variant, source, scores } of result.rows) {
      expect(scores.transfer?.macroF1.mean, `${variant}, ${source}`).toBeGreaterThanOrEqual(0);
      expect(scores.unseen?.r2.mean, `${variant}, ${source}`).toBeLessThanOrEqual(1);
    }
    // The stand-in is the same for every variant, and so must the scores be.
    expect(result.verdicts.map(({ ratio }) => ratio)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(result.verdicts.map(({ holds }) => holds)).toEqual([
      false,
      false,
      false,
      false,
      false,
      false,
      true,
    ]);
    const page = readFileSync(join(out, "leaks.md"), "utf8");
    expect(page).toContain("| geometry alone | CytoNet |");
    expect(page).toContain("**no**");
    expect(JSON.parse(readFileSync(join(out, "leaks.json"), "utf8")).sections).toBe(16);
  });

  it("trains nothing anew where only the probes are others", async () => {
    const { mtimeMs } = statSync(join(out, "stages", "full-cytonet-seed1 features.json"));
    const probe = { areas: { atlas: "halves" }, l2Grid: [0.01] };
    const other = LeakStudySchema.parse({ ...config, pretrain, probe });
    const probed = join(out, "cells", "full-cytonet-seed1", "probe", "provenance.json");
    const penalties = () => JSON.parse(readFileSync(probed, "utf8")).config.l2Grid;
    expect(penalties()).toEqual([0.1]);
    const { context, reason } = stopsBefore("probing no-cells");
    await expect(runLeakStudy({ config: other, out }, context, makeVariant)).rejects.toThrow(reason);
    expect(penalties()).toEqual([0.01]);
    expect(statSync(join(out, "stages", "full-cytonet-seed1 features.json")).mtimeMs).toBe(mtimeMs);
  });

  it("trains anew with other settings, and keeps what was trained before", async () => {
    const longer = { ...pretrain, schedule: { batchSize: 16, steps: 3 } };
    const other = LeakStudySchema.parse({ ...config, pretrain: longer });
    const { context, reason } = stopsBefore("training no-cells");
    await expect(runLeakStudy({ config: other, out }, context, makeVariant)).rejects.toThrow(reason);
    const cell = join(out, "cells", "full-cytonet-seed1");
    const steps = readdirSync(cell)
      .filter((name) => name.startsWith("run"))
      .sort()
      .map((run) => parse(readFileSync(join(cell, run, "config.resolved.yaml"), "utf8")).schedule.steps);
    expect(steps).toEqual([3, 2]);
  });

  it("needs an atlas and coordinates to compare", () => {
    const of = (probe: unknown) => () => LeakStudySchema.parse({ ...config, pretrain, probe });
    expect(of({})).toThrow(/atlas/);
    expect(of({ areas: { atlas: "a" }, coordinates: false })).toThrow(/coordinates/);
  });
});
