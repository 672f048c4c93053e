import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { StageRecords } from "../src/stageRecords.js";

const folder = mkdtempSync(join(tmpdir(), "records-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("StageRecords", () => {
  let out = "";
  let calls = 0;
  const work = async () => {
    calls += 1;
    return { number: calls };
  };
  beforeEach(() => {
    out = mkdtempSync(join(folder, "study-"));
    calls = 0;
  });

  it("does a stage once, and gives a later call its result and its time", async () => {
    const first = new StageRecords(out);
    expect(await first.once("embed", { seed: 1 }, work)).toEqual({ number: 1 });
    const later = new StageRecords(out);
    expect(await later.once("embed", { seed: 1 }, work)).toEqual({ number: 1 });
    expect(calls).toBe(1);
    expect(later.times).toEqual(first.times);
    expect(later.times.map(({ stage }) => stage)).toEqual(["embed"]);
  });

  it("does it anew for other inputs", async () => {
    await new StageRecords(out).once("embed", { seed: 1 }, work);
    expect(await new StageRecords(out).once("embed", { seed: 2 }, work)).toEqual({ number: 2 });
  });

  it("counts the time of a stage once, however often it is asked for", async () => {
    const records = new StageRecords(out);
    await records.once("embed", 1, work);
    const { times } = records;
    await records.once("embed", 1, work);
    expect(records.times).toEqual(times);
  });

  it("records nothing of work that fails", async () => {
    const records = new StageRecords(out);
    const failing = records.once("embed", 1, () => Promise.reject(new Error("no patches")));
    await expect(failing).rejects.toThrow("no patches");
    expect(readdirSync(out)).toEqual([]);
    expect(await records.once("embed", 1, work)).toEqual({ number: 1 });
  });

  it("times what is done every time without recording it", async () => {
    const records = new StageRecords(out);
    await records.timed("figures", work);
    await records.timed("figures", work);
    expect(calls).toBe(2);
    expect(records.times).toHaveLength(1);
    expect(readdirSync(out)).toEqual([]);
  });
});
