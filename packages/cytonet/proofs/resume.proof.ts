import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { counterInteger, counterUniform } from "@cytonet/torch";
import { afterAll, expect, it } from "vitest";
import { stringify } from "yaml";
import {
  killAfter,
  killWhileSaving,
  startCytonet,
  unfinishedCheckpoints,
  weightsHash,
} from "../test/pretraining/resume.js";
import { makeMiniCohort, miniConfig } from "../test/support/miniCohort.js";

const folder = mkdtempSync(join(tmpdir(), "resume-proof-"));
afterAll(() => rmSync(folder, { recursive: true }));

const STEPS = 120;
const KILLS = 10;
const SAVES = 5;

it(`${KILLS} kills at random moments and ${SAVES} while a checkpoint is written leave a run's final weights unchanged, bit for bit`, async () => {
  const cohort = join(folder, "cohort");
  mkdirSync(cohort);
  await makeMiniCohort(cohort);
  const config = join(folder, "config.yaml");
  const schedule = { batchSize: 32, steps: STEPS };
  writeFileSync(config, stringify(miniConfig({ schedule, checkpoints: { everySteps: 3 } })));
  const call = (run: string): string[] => ["pretrain", "--cohort", cohort, "--config", config, "--out", run];
  const [whole, broken] = [join(folder, "whole"), join(folder, "broken")];
  const began = performance.now();
  expect((await startCytonet(call(whole)).ended).code).toBe(0);
  const wholeMs = performance.now() - began;
  const seed = Date.now() % 2 ** 32;
  console.log(`seed ${seed}, the whole run takes ${(wholeMs / 1000).toFixed(1)} s`);

  // Each kill finds about a tenth of the run done: start-up is a good part of so short a run.
  const kinds = [...Array<"moment">(KILLS).fill("moment"), ...Array<"saving">(SAVES).fill("saving")];
  const order = kinds.map((kind, i) => ({ kind, rank: counterUniform(seed, 0, i, 0) }));
  order.sort((a, b) => a.rank - b.rank);
  let killed = 0;
  let whileSaving = 0;
  for (const [i, { kind }] of order.entries()) {
    const { signal } =
      kind === "moment"
        ? await killAfter(call(broken), wholeMs * (0.1 + 0.5 * counterUniform(seed, 0, i, 1)))
        : await killWhileSaving(call(broken), broken, 1 + counterInteger(2, seed, 0, i, 2));
    if (signal === "SIGKILL") killed += 1;
    if (kind === "saving") whileSaving += Math.min(1, unfinishedCheckpoints(broken).length);
  }
  console.log(`${killed} kills, ${whileSaving} of them left a checkpoint half written`);
  expect(killed).toBeGreaterThanOrEqual(KILLS);
  expect(whileSaving).toBeGreaterThan(0);
  expect((await startCytonet(call(broken)).ended).code).toBe(0);
  expect(weightsHash(broken)).toBe(weightsHash(whole));
  expect(unfinishedCheckpoints(broken)).toEqual([]);
});
