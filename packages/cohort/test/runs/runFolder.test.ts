import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
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

  it("drops an unfinished last line and the steps that a resumed run does again", async () => {
    const path = join(await newFolder(), "log.jsonl");
    await writeFile(path, '{"event":"start"}\n{"step":5}\n{"step":6}\n{"step":7}\n{"st');
    const log = await RunLog.open(path, 6);
    log.append({ step: 7 });
    log.close();
    expect(readLog(path).map((record) => record.step)).toEqual([undefined, 5, 6, 7]);
  });
});
