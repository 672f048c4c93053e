import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { makeMiniCohort, miniConfig } from "../support/miniCohort.js";
import { loggedSteps, startCytonet, weightsHash } from "./resume.js";

const folder = mkdtempSync(join(tmpdir(), "killed-"));
const cohort = join(folder, "cohort");
const cacheDir = join(folder, "cache");
const config = (name: string, data: object): string => {
  const path = join(folder, `${name}.yaml`);
  const streaming = { split: "default", memoryMiB: 1e-3, ...data };
  writeFileSync(path, stringify(miniConfig({ data: streaming, threads: 1 })));
  return path;
};
const call = (file: string, run: string, ...more: string[]): string[] => [
  "pretrain",
  "--cohort",
  cohort,
  "--config",
  file,
  "--out",
  run,
  ...more,
];

beforeAll(async () => {
  mkdirSync(cohort);
  await makeMiniCohort(cohort);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Processes that have a text among their arguments. */
function processesNaming(text: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(text);
      } catch {
        return false;
      }
    });
}

describe.skipIf(!existsSync("/proc/self/cmdline"))(
  "a run whose threads read ahead, killed without warning",
  () => {
    it("leaves no process and nothing that harms, and goes on with other threads to the same weights", async () => {
      const whole = join(folder, "whole");
      expect(await startCytonet(call(config("inline", { workers: 0 }), whole)).ended).toMatchObject({
        code: 0,
      });

      const run = join(folder, "killed");
      const file = config("threads", { workers: 2, cacheDir });
      const { child, ended } = startCytonet(call(file, run));
      let children = "";
      const watch = setInterval(() => {
        if (loggedSteps(run) < 5) return;
        children += readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8");
        child.kill("SIGKILL");
        clearInterval(watch);
      }, 1);
      expect((await ended).signal).toBe("SIGKILL");
      expect(children).toBe("");
      expect(processesNaming(run)).toEqual([]);

      const resumed = await startCytonet(call(file, run, "--workers", "1")).ended;
      expect(resumed.code, resumed.stderr).toBe(0);
      expect(resumed.stderr).toMatch(/Goes on from step \d+ of 12/);
      expect(weightsHash(run)).toBe(weightsHash(whole));
      expect(existsSync(join(run, "lock"))).toBe(false);
      expect(existsSync(join(run, "failures.jsonl"))).toBe(false);
    });
  },
);
