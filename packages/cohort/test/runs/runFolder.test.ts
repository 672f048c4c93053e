import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  DataError,
  LockedError,
  openRun,
  RunLog,
  readLog,
  readProvenance,
  readRunStatus,
  StageError,
} from "../../src/index.js";
import { errorOf, temporaryFolders } from "../support.js";

const newFolder = temporaryFolders();
const config = { model: { preset: "tiny" }, steps: 10, learningRate: 0.001 };
const facts = () => ({ stage: "pretrain", stageVersion: 1, config, seed: 1, startedAt: new Date() });

describe("a run folder", () => {
  it("begins with its configuration and provenance, and keeps its status", async () => {
    const dir = join(await newFolder(), "runs/first");
    const run = await openRun(dir, facts());
    expect([run.resumed, run.tookOverFrom, run.keptAside]).toEqual([false, undefined, undefined]);
    expect(await readdir(dir)).toEqual(["config.resolved.yaml", "lock", "provenance.json"]);
    expect(parse(await readFile(join(dir, "config.resolved.yaml"), "utf8"))).toEqual(config);
    expect(readProvenance(dir)).toMatchObject({ stage: "pretrain", config, seed: 1 });
    await run.setStatus({ state: "running", step: 4, steps: 10 });
    expect(await readRunStatus(dir)).toMatchObject({
      state: "running",
      step: 4,
      steps: 10,
      updatedAt: expect.any(String),
    });
    await run.finish({ state: "done", step: 10, steps: 10 });
    await run.close();
    expect(await readRunStatus(dir)).toMatchObject({ state: "done", step: 10 });
    expect(await readdir(dir)).not.toContain("lock");
  });

  it("keeps comments beside its configuration, which are no part of it", async () => {
    const dir = await newFolder();
    const comment = `the model in ${"/a/long/path".repeat(12)}`;
    await (await openRun(dir, facts(), { comments: { steps: comment, absent: "nothing" } })).close();
    const text = await readFile(join(dir, "config.resolved.yaml"), "utf8");
    expect(text).toContain(`steps: 10 # ${comment}\n`);
    expect(parse(text)).toEqual(config);
    const again = await openRun(dir, facts());
    expect(again.resumed).toBe(true);
    await again.close();
  });

  it("is continued by the same configuration, and cleared of what a kill left", async () => {
    const dir = await newFolder();
    await (await openRun(dir, facts())).close();
    await mkdir(join(dir, "checkpoints/.step-3.partial-1-00112233"), { recursive: true });
    const again = await openRun(dir, { ...facts(), config: { ...config, model: { preset: "tiny" } } });
    expect(again.resumed).toBe(true);
    expect(await readdir(join(dir, "checkpoints"))).toEqual([]);
    await again.close();
  });

  it("is open once at a time", async () => {
    const dir = await newFolder();
    const run = await openRun(dir, facts());
    expect(await errorOf(() => openRun(dir, facts()))).toBeInstanceOf(LockedError);
    await run.close();
  });

  it("refuses another configuration, or keeps the old run aside when forced", async () => {
    const dir = join(await newFolder(), "run");
    await (await openRun(dir, facts())).close();
    await writeFile(join(dir, "log.jsonl"), '{"step":1}\n');
    const other = { ...facts(), config: { ...config, steps: 20 } };
    const error = await errorOf(() => openRun(dir, other));
    expect(error).toBeInstanceOf(StageError);
    expect(error.message).toMatch(
      /config\.resolved\.yaml: belongs to a run of another configuration.*--out.*--force/,
    );
    const run = await openRun(dir, other, { force: true });
    expect(run.resumed).toBe(false);
    expect(parse(await readFile(join(run.keptAside!, "config.resolved.yaml"), "utf8"))).toEqual(config);
    expect(await readdir(dirname(dir))).toEqual(["run", basename(run.keptAside!)]);
    await run.close();
  });

  it("leaves a cohort, and what the run reads, alone, forced or not", async () => {
    const parent = await newFolder();
    const cohort = join(parent, "brains");
    await mkdir(cohort);
    await writeFile(join(cohort, "cohort.yaml"), "name: brains\n");
    for (const force of [false, true]) {
      const error = await errorOf(() => openRun(cohort, facts(), { force }));
      expect(error).toBeInstanceOf(StageError);
      expect(error.message).toMatch(/brains: is a cohort, no place for a run\. .*--out/);
    }
    await writeFile(join(parent, "config.resolved.yaml"), "steps: 3\n");
    await writeFile(join(parent, "log.jsonl"), '{"step":1}\n');
    const error = await errorOf(() => openRun(parent, facts(), { force: true, reads: [cohort] }));
    expect(error.message).toMatch(/holds .*brains, which the run reads/);
    expect(await readdir(cohort)).toEqual(["cohort.yaml"]);
    expect(await readdir(parent)).toEqual(["brains", "config.resolved.yaml", "log.jsonl"]);
  });

  it("leaves a folder with files of others alone, forced or not", async () => {
    const dir = await newFolder();
    await writeFile(join(dir, "notes.txt"), "mine");
    for (const force of [false, true]) {
      const error = await errorOf(() => openRun(dir, facts(), { force }));
      expect(error).toBeInstanceOf(StageError);
      expect(error.message).toMatch(/holds notes\.txt and is no run's folder\. .*--out/);
    }
    expect(await readdir(dir)).toEqual(["notes.txt"]);
  });

  it("begins in a folder that holds empty folders alone", async () => {
    const dir = await newFolder();
    await mkdir(join(dir, "checkpoints"));
    const run = await openRun(dir, facts());
    expect(run.resumed).toBe(false);
    await run.close();
  });

  it("takes the folder of a run without results over, whatever its configuration", async () => {
    const dir = await newFolder();
    const failed = await openRun(dir, facts());
    await failed.setStatus({ state: "failed", step: 0, steps: 10 });
    await failed.close();
    for (const name of ["log.jsonl", "samples.csv", "notes.txt"]) await writeFile(join(dir, name), "");
    const other = { ...config, steps: 20 };
    const ownsBeforeResults = (name: string) => name === "samples.csv";
    const run = await openRun(dir, { ...facts(), config: other }, { ownsBeforeResults });
    expect([run.resumed, run.keptAside]).toEqual([false, undefined]);
    expect(parse(await readFile(join(dir, "config.resolved.yaml"), "utf8"))).toEqual(other);
    await run.close();
    expect(await readdir(dir)).toEqual(["config.resolved.yaml", "notes.txt", "provenance.json"]);
  });

  it.each(["model", "checkpoints/step-5"])("counts %s as a result", async (folder) => {
    const dir = await newFolder();
    await (await openRun(dir, facts())).close();
    await mkdir(join(dir, folder), { recursive: true });
    const error = await errorOf(() => openRun(dir, { ...facts(), config: { ...config, steps: 20 } }));
    expect(error.message).toMatch(/belongs to a run of another configuration/);
  });

  it("has no status before the first is set", async () => {
    expect(await readRunStatus(await newFolder())).toBeUndefined();
  });
});

describe("log.jsonl", () => {
  it("is appended to over several openings", async () => {
    const path = join(await newFolder(), "log.jsonl");
    for (const step of [1, 2]) {
      const log = await RunLog.open(path);
      log.append({ step, loss: step / 2 });
      log.close();
      log.close();
      expect(() => log.append({ step })).toThrow(/closed/);
    }
    expect(readLog(path)).toEqual([
      { time: expect.any(String), step: 1, loss: 0.5 },
      { time: expect.any(String), step: 2, loss: 1 },
    ]);
  });

  it.each(["made by another program", "3", "null"])(
    "names the file and the line that are no record: %s",
    async (line) => {
      const path = join(await newFolder(), "log.jsonl");
      await writeFile(path, `{"step":1}\n${line}\n`);
      const error = await errorOf(() => RunLog.open(path));
      expect(error).toBeInstanceOf(DataError);
      expect(error.message).toMatch(/log\.jsonl:2: is no record.*Move the file away/);
    },
  );

  it("drops an unfinished last line and the steps that a resumed run does again", async () => {
    const path = join(await newFolder(), "log.jsonl");
    await writeFile(path, '{"event":"start"}\n{"step":5}\n{"step":6}\n{"step":7}\n{"st');
    const log = await RunLog.open(path, 6);
    log.append({ step: 7 });
    log.close();
    expect(readLog(path).map((record) => record.step)).toEqual([undefined, 5, 6, 7]);
  });
});
