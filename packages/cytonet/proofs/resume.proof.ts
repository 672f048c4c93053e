import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { counterInteger } from "@cytonet/torch";
import { afterAll, expect, it } from "vitest";
import { stringify } from "yaml";
import { killAtStep, startCytonet, weightsHash } from "../test/pretraining/resume.js";
import { makeMiniCohort, miniConfig } from "../test/support/miniCohort.js";

const folder = mkdtempSync(join(tmpdir(), "resume-proof-"));
afterAll(() => rmSync(folder, { recursive: true }));

const STEPS = 60;
const KILLS = 5;

it(`${KILLS} kills at random steps of one run leave its final weights unchanged, bit for bit`, async () => {
  const cohort = join(folder, "cohort");
  mkdirSync(cohort);
  await makeMiniCohort(cohort);
  const config = join(folder, "config.yaml");
  const schedule = { batchSize: 32, steps: STEPS };
  writeFileSync(config, stringify(miniConfig({ schedule, checkpoints: { everySteps: 7 } })));
  const call = (run: string): string[] => ["pretrain", "--cohort", cohort, "--config", config, "--out", run];
  const [whole, broken] = [join(folder, "whole"), join(folder, "broken")];
  expect((await startCytonet(call(whole)).ended).code).toBe(0);
  const seed = Date.now() % 2 ** 32;
  const moments = Array.from(
    { length: KILLS },
    (_, i) => counterInteger(STEPS - 12, seed, 0, i, 0) + 10,
  ).sort((a, b) => a - b);
  console.log(`kills after steps ${moments.join(", ")} (seed ${seed})`);
  for (const moment of moments)
    expect((await killAtStep(call(broken), broken, moment, "SIGKILL")).signal).toBe("SIGKILL");
  expect((await startCytonet(call(broken)).ended).code).toBe(0);
  expect(weightsHash(broken)).toBe(weightsHash(whole));
});
