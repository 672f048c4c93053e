import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { counterInteger, counterUniform } from "@cytonet/torch";
import { afterAll, expect, it } from "vitest";
import { stringify } from "yaml";
import {
  killAfter,
  killWhileSaving,
  loggedSteps,
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

  // Counted in steps, so that a machine that is slower or faster than before is killed as often: a fifth of the moments
  // lie in start-up, the others within a step or two after one to five new steps.
  const stepMs = wholeMs / STEPS;
  const kinds = [...Array<"moment">(KILLS).fill("moment"), ...Array<"saving">(SAVES).fill("saving")];
  const order = kinds.map((kind, i) => ({ kind, rank: counterUniform(seed, 0, i, 0) }));
  order.sort((a, b) => a.rank - b.rank);
  const moment = (i: number): [step: number, laterMs: number] => {
    const within = counterUniform(seed, 0, i, 1);
    if (counterUniform(seed, 0, i, 3) < 0.2) return [0, 2000 * within];
    return [loggedSteps(broken) + 1 + counterInteger(5, seed, 0, i, 2), 2 * stepMs * within];
  };
  let killed = 0;
  let whileSaving = 0;
  for (const [i, { kind }] of order.entries()) {
    const { signal } =
      kind === "moment"
        ? await killAfter(call(broken), broken, ...moment(i))
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
