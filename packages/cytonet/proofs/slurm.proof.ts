import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { loggedSteps, startCytonet, weightsHash } from "../test/pretraining/resume.js";
import { makeMiniCohort, miniConfig } from "../test/support/miniCohort.js";
import { missingForSlurm, SlurmCluster, until } from "./slurmCluster.js";

const missing = missingForSlurm();
if (missing.length > 0) console.log(`Skipped, for this machine lacks: ${missing.join("; ")}.`);

const CLI = join(import.meta.dirname, "../bin/cytonet.js");
const STEPS = 40;

// What a cluster does to a long run, on one node under Debian's slurm-wlm: docs/cluster.md.
describe.skipIf(missing.length > 0)("a run under Slurm", { timeout: 20 * 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "slurm-"));
  const [cohort, config, whole] = ["cohort", "config.yaml", "whole"].map((name) => join(folder, name));
  const words = (run: string) => ["pretrain", "--cohort", cohort!, "--config", config!, "--out", run];
  let cluster: SlurmCluster;

  beforeAll(async () => {
    mkdirSync(cohort!);
    await makeMiniCohort(cohort!);
    const schedule = { batchSize: 32, steps: STEPS };
    writeFileSync(config!, stringify(miniConfig({ schedule, threads: 1, checkpoints: { everySteps: 5 } })));
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "bin", "cytonet"), `#!/bin/bash\nexec "${process.execPath}" "${CLI}" "$@"\n`);
    chmodSync(join(folder, "bin", "cytonet"), 0o755);
    cluster = await SlurmCluster.start(join(folder, "slurm"));
  }, 180_000);
  afterAll(async () => {
    cluster?.try("scancel", ["--user=root"]);
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  /** Writes the batch script with `cytonet slurm` and hands it in. @returns the job's number */
  async function submit(name: string, run: string): Promise<string> {
    const job = {
      schema: "cytonet.slurm/1",
      name,
      command: words(run).join(" "),
      tasksPerNode: 2,
      cpusPerTask: 1,
      time: "00:20:00",
      signalSeconds: 60,
      setUp: [`export PATH="${join(folder, "bin")}:$PATH"`],
      logs: "job-%j.log",
    };
    writeFileSync(join(folder, `${name}.yaml`), stringify(job));
    const script = join(folder, `${name}.sbatch`);
    expect(await startCytonet(["slurm", join(folder, `${name}.yaml`), "--out", script]).ended).toMatchObject({
      code: 0,
    });
    return cluster.run("sbatch", ["--parsable", script]).trim();
  }

  const logOf = (id: string): string => readFileSync(join(cluster.dir, `job-${id}.log`), "utf8");
  const ended = (id: string): boolean =>
    ["COMPLETED", "FAILED", "CANCELLED", "NODE_FAIL", "TIMEOUT"].includes(cluster.job(id).JobState!);

  it("trains in two tasks, saves on the signal, goes back into the queue, and ends with the same weights", async () => {
    expect(await startCytonet(["launch", "--nproc", "2", "--", ...words(whole!)]).ended).toMatchObject({
      code: 0,
    });
    const run = join(folder, "requeued");
    const id = await submit("requeued", run);
    await until("the tenth step", () => loggedSteps(run) >= 10, 300);
    // What --signal=USR1@60 in the script makes Slurm do before the limit.
    cluster.run("scancel", ["--signal=USR1", id]);
    await until("the job back in the queue", () => cluster.job(id).Restarts === "1", 120);
    const saved = loggedSteps(run);
    expect(saved).toBeLessThan(STEPS);
    await until("the job's end", () => ended(id), 300);
    const log = logOf(id);
    expect({ state: cluster.job(id).JobState, exit: cluster.job(id).ExitCode }).toEqual({
      state: "COMPLETED",
      exit: "0:0",
    });
    expect(log).toMatch(/restart 0, on[\s\S]*saved; back into the queue[\s\S]*restart 1, on/);
    expect(log).toContain(`Goes on from step ${saved} of ${STEPS}`);
    expect(weightsHash(run)).toBe(weightsHash(whole!));
    console.log(
      `stopped after step ${saved} of ${STEPS}, went on, and ended with the weights of an unbroken run`,
    );
  });

  it("ends the job when a task is lost, and the same script goes on", async () => {
    const run = join(folder, "lost");
    const id = await submit("lost", run);
    await until("the tenth step", () => loggedSteps(run) >= 10, 300);
    cluster.run("bash", ["-c", `kill -KILL $(scontrol listpids ${id} | awk '$5 == 1 { print $1 }')`]);
    const began = performance.now();
    await until("the job's end", () => ended(id), 60);
    console.log(`the job ended ${((performance.now() - began) / 1000).toFixed(0)} s after a task was killed`);
    expect(cluster.job(id).JobState).toBe("FAILED");
    const resumed = cluster.run("sbatch", ["--parsable", join(folder, "lost.sbatch")]).trim();
    await until("the job's end", () => ended(resumed), 300);
    expect(cluster.job(resumed).JobState).toBe("COMPLETED");
    expect(weightsHash(run)).toBe(weightsHash(whole!));
  });
});
