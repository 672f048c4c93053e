import { utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  describeInput,
  makeProvenance,
  provenanceKey,
  readProvenance,
  sha256,
  writeProvenance,
} from "../src/index.js";
import { errorOf, temporaryFolders } from "./support.js";

const newFolder = temporaryFolders();
const facts = { stage: "segment", stageVersion: 2, config: { b: 1, a: [2] }, startedAt: new Date() };

describe("provenance", () => {
  it("records what made a result, and reads back", async () => {
    const dir = await newFolder();
    await writeFile(join(dir, "scan"), "pixels");
    const inputs = [await describeInput("scan", join(dir, "scan"))];
    const record = makeProvenance({
      ...facts,
      inputs,
      libtorch: "2.13.0",
      device: "cpu",
      seed: 7,
      command: ["cytonet"],
    });
    await writeProvenance(dir, record);
    expect(readProvenance(dir)).toEqual(record);
    expect(record).toMatchObject({
      command: ["cytonet"],
      stage: "segment",
      stageVersion: 2,
      configSha256: sha256('{"a":[2],"b":1}'),
      libtorch: "2.13.0",
      device: "cpu",
      seed: 7,
      packageVersion: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
    expect(record.inputs[0]).toMatchObject({ name: "scan", bytes: 6, sha256: sha256("pixels") });
    expect(record.durationSeconds).toBeGreaterThanOrEqual(0);
    expect(record.gitCommit === null || /^[0-9a-f]{40}(-dirty)?$/.test(record.gitCommit)).toBe(true);
  });

  it("has a key of what decides the result, and of nothing else", async () => {
    const dir = await newFolder();
    for (const name of ["a", "b"]) await writeFile(join(dir, name), "same");
    const input = (file: string) => describeInput("scan", join(dir, file));
    const key = provenanceKey({ ...facts, inputs: [await input("a")] });
    expect(provenanceKey({ ...facts, config: { a: [2], b: 1 }, inputs: [await input("b")] })).toBe(key);
    expect(provenanceKey({ ...facts, stageVersion: 3, inputs: [await input("a")] })).not.toBe(key);
    expect(provenanceKey({ ...facts, config: { b: 2, a: [2] }, inputs: [await input("a")] })).not.toBe(key);
    await writeFile(join(dir, "a"), "other");
    expect(provenanceKey({ ...facts, inputs: [await input("a")] })).not.toBe(key);
  });

  it("trusts size and time of an input only when they had settled before the record was begun", async () => {
    const path = join(await newFolder(), "scan");
    await writeFile(path, "old!");
    const changed = new Date("2026-01-01T00:00:00Z");
    await utimes(path, changed, changed);
    const before = (startedAt: string) => ({
      ...makeProvenance(facts),
      startedAt,
      inputs: [{ name: "scan", path, bytes: 4, modifiedNs: "1767225600000000000", sha256: "known" }],
    });
    expect((await describeInput("scan", path, before("2026-01-01T01:00:00Z"))).sha256).toBe("known");
    expect((await describeInput("scan", path, before("2026-01-01T00:00:01Z"))).sha256).toBe(sha256("old!"));
    await writeFile(path, "new!");
    expect((await describeInput("scan", path, before("2026-01-01T01:00:00Z"))).sha256).toBe(sha256("new!"));
  });

  it("says which file cannot be read", async () => {
    const dir = await newFolder();
    expect((await errorOf(() => describeInput("scan", join(dir, "none")))).message).toMatch(
      /none: cannot be read \(ENOENT\)/,
    );
    expect((await errorOf(() => describeInput("scan", dir))).message).toMatch(/is not a file/);
    await writeFile(join(dir, "provenance.json"), "{");
    expect((await errorOf(() => readProvenance(dir))).message).toMatch(/provenance\.json: is not valid JSON/);
    await writeFile(join(dir, "provenance.json"), "{}");
    expect((await errorOf(() => readProvenance(dir))).field).toBe("schema");
  });
});
