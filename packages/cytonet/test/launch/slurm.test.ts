import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { slurm } from "../../src/commands/slurm.js";
import { shellWords } from "../../src/launch/shellWords.js";
import { SlurmSchema } from "../../src/launch/slurmConfig.js";
import { slurmScript } from "../../src/launch/slurmScript.js";
import { callShell } from "../commands/fakes.js";

const config = (rest: object = {}) =>
  SlurmSchema.parse({
    schema: "cytonet.slurm/1",
    command: "pretrain --cohort brains --config paper.yaml --out runs/paper",
    time: "24:00:00",
    ...rest,
  });

/** Runs a script with an srun that ends with `status`, and an scontrol that notes its words. */
function runWith(script: string, status: number, restarts = 0, requeues = true) {
  const folder = mkdtempSync(join(tmpdir(), "slurm-"));
  const program = (name: string, text: string) => {
    writeFileSync(join(folder, name), `#!/bin/bash\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  program(
    "srun",
    `echo "$@" > ${folder}/srun.words; echo "$CYTONET_THREADS" > ${folder}/threads; exit ${status}`,
  );
  program("scontrol", `echo "$@" > ${folder}/scontrol.words; exit ${requeues ? 0 : 1}`);
  writeFileSync(join(folder, "job.sbatch"), script);
  const env = {
    ...process.env,
    PATH: `${folder}:${process.env.PATH}`,
    SLURM_JOB_ID: "42",
    SLURM_JOB_NODELIST: "n1",
    SLURM_CPUS_PER_TASK: "6",
    SLURM_RESTART_COUNT: String(restarts),
  };
  const { status: code } = spawnSync("bash", [join(folder, "job.sbatch")], { env, encoding: "utf8" });
  const said = (name: string) => {
    try {
      return readFileSync(join(folder, name), "utf8").trim();
    } catch {
      return undefined;
    }
  };
  return { code, srun: said("srun.words"), scontrol: said("scontrol.words"), threads: said("threads") };
}

describe("cytonet slurm", () => {
  const call = (command: string) => {
    const path = join(mkdtempSync(join(tmpdir(), "slurm-")), "job.yaml");
    writeFileSync(path, JSON.stringify({ schema: "cytonet.slurm/1", command, time: "1:00:00" }));
    return callShell([slurm], ["slurm", path, "--dry-run"]);
  };

  it.each([
    [
      "cytonet pretrain --cohort a --config b --out c",
      /command: is no call of cytonet: unknown command 'cytonet'/,
    ],
    ["pretrian --cohort a --config b --out c", /Did you mean pretrain\?/],
    ["pretrain --cohrt a --config b --out c", /Did you mean --cohort\?/],
    ["pretrain --cohort a", /missing --config <FILE>, --out <PATH>/],
    ["pretrian --cohort $COHORT", /no command of that name/],
  ])("refuses %s", async (command, said) => {
    const { code, stdout, stderr } = await call(command);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(said);
    expect(stderr).toMatch(/Write what follows `cytonet`/);
  });

  it.each([
    "pretrain --cohort 'my brains' --config b.yaml --out runs/$SLURM_JOB_ID",
    'pretrain --cohort "my brains" --config b.yaml --out c',
  ])("takes %s, and calls the program that wrote it", async (command) => {
    const { code, stdout } = await call(command);
    expect(code).toBe(0);
    expect(stdout).toContain(`cytonet=(${process.execPath} `);
    expect(stdout).toContain(`"\${cytonet[@]}" ${command}\n`);
  });
});

describe("shellWords", () => {
  it.each([
    ["segment --cohort a", ["segment", "--cohort", "a"]],
    [`a 'b c' "d \\" e" f\\ g --h=i,j`, ["a", "b c", 'd " e', "f g", "--h=i,j"]],
    ["a $B", undefined],
    ['a "$B"', undefined],
    ["a > b", undefined],
    ["a 'b", undefined],
  ])("%s", (line, words) => {
    expect(shellWords(line)).toEqual(words);
  });
});

describe("slurmScript", () => {
  it("asks for what the configuration says, and for a signal before the limit", () => {
    const script = slurmScript(
      config({
        nodes: 16,
        tasksPerNode: 4,
        gpusPerTask: 1,
        partition: "gpu",
        memoryPerNode: "480G",
        logs: "logs/%x-%j.log",
      }),
    );
    const directives = [...script.matchAll(/^#SBATCH (.+)$/gm)].map(([, one]) => one);
    expect(directives).toEqual([
      "--job-name=cytonet",
      "--nodes=16",
      "--ntasks-per-node=4",
      "--cpus-per-task=8",
      "--gpus-per-task=1",
      "--mem=480G",
      "--time=24:00:00",
      "--partition=gpu",
      "--signal=USR1@300",
      "--requeue",
      "--open-mode=append",
      "--output=logs/%x-%j.log",
    ]);
    expect(() => execFileSync("bash", ["-n"], { input: script })).not.toThrow();
  });

  it("runs the command in every task and hands its exit code on", () => {
    const done = runWith(slurmScript(config()), 0);
    expect(done).toMatchObject({ code: 0, scontrol: undefined, threads: "6" });
    expect(done.srun).toBe(
      "--kill-on-bad-exit=0 --wait=30 --cpus-per-task=6 cytonet pretrain --cohort brains --config paper.yaml --out runs/paper",
    );
    expect(runWith(slurmScript(config()), 4)).toMatchObject({ code: 4, scontrol: undefined });
  });

  it("lets every task see the GPUs of all, which then takes its own", () => {
    expect(runWith(slurmScript(config({ gpusPerTask: 1 })), 0).srun).toMatch(
      / --gpu-bind=none cytonet pretrain/,
    );
  });

  it("puts an interrupted job back into the queue, but not for ever", () => {
    expect(runWith(slurmScript(config()), 75)).toMatchObject({ code: 0, scontrol: "requeue 42" });
    // Slurm refuses: the job has not done its work, and must not seem to.
    expect(runWith(slurmScript(config()), 75, 0, false)).toMatchObject({ code: 75, scontrol: "requeue 42" });
    expect(runWith(slurmScript(config({ maxRestarts: 3 })), 75, 3)).toMatchObject({
      code: 75,
      scontrol: undefined,
    });
  });

  it("finds cytonet where it was written, also at a path with spaces", () => {
    const folder = mkdtempSync(join(tmpdir(), "my program-"));
    const found = runWith(slurmScript(config(), [process.execPath, join(folder, "cytonet.js")]), 0);
    expect(found.srun).toContain(` ${process.execPath} ${folder}/cytonet.js pretrain --cohort brains`);
  });

  it("runs in a container where one is named, with its name as one word", () => {
    const script = slurmScript(config({ container: "/data/my images/cytonet.sif", gpusPerTask: 1 }));
    expect(script).toContain("apptainer exec --nv '/data/my images/cytonet.sif' cytonet pretrain");
  });

  it.each([
    ["time", "tomorrow"],
    ["logs", "a log"],
    ["name", "a b"],
    ["command", "pretrain\nrm -rf x"],
    ["memoryPerNode", "lots"],
    ["signalSeconds", 5],
  ])("refuses %s: %j", (field, value) => {
    const result = SlurmSchema.safeParse({ ...config(), [field]: value });
    expect(result.success).toBe(false);
    expect(result.error!.issues[0]!.path).toEqual([field]);
  });
});
