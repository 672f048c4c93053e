import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { PretrainSchema } from "../../src/pretraining/config.js";
import { type PretrainingResult, runPretraining } from "../../src/pretraining/runPretraining.js";
import { quietContext } from "../support/context.js";
import { makeMiniCohort, miniConfig } from "../support/miniCohort.js";

/** A line of a run's log. */
export type LogLine = Readonly<Record<string, number>>;

/** A mini cohort with a validation section, and runs on it in this process. */
export interface Runs {
  readonly folder: string;
  readonly cohort: string;
  /** @param lines what the run says goes here */
  run(name: string, overrides?: Record<string, unknown>, lines?: string[]): Promise<PretrainingResult>;
  log(name: string): LogLine[];
  path(name: string, ...parts: string[]): string;
  dispose(): void;
}

/** Makes the cohort: brain A, sections s0 and s2 for training, s1 for validation, s3 for tests. */
export async function miniRuns(): Promise<Runs> {
  const folder = mkdtempSync(join(tmpdir(), "runs-"));
  const cohort = join(folder, "cohort");
  mkdirSync(cohort);
  await makeMiniCohort(cohort);
  const split = {
    schema: "cytonet.split/1",
    name: "validated",
    seed: 0,
    brains: { seen: ["A"], transfer: [], unseen: [] },
    test: { every: 4, start: 4 },
    validation: { every: 4, start: 2 },
  };
  writeFileSync(join(cohort, "splits", "validated.yaml"), stringify(split));
  const path = (name: string, ...parts: string[]): string => join(folder, name, ...parts);
  return {
    folder,
    cohort,
    path,
    run(name, overrides = {}, lines = []) {
      const config = PretrainSchema.parse(miniConfig({ data: { split: "validated" }, ...overrides }));
      const context = { ...quietContext(), log: (line: string) => void lines.push(line) };
      return runPretraining({ cohortDir: cohort, config, out: path(name) }, context);
    },
    log: (name) =>
      readFileSync(path(name, "log.jsonl"), "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    dispose: () => rmSync(folder, { recursive: true }),
  };
}
