import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  acquireLock,
  DataError,
  type ItemContext,
  itemDir,
  LockedError,
  MachineError,
  planStage,
  readFailures,
  readProvenance,
  runStage,
  type StageEvent,
  type StageItem,
  type StageOptions,
  type StageResult,
} from "../../src/index.js";
import { errorOf, temporaryFolders } from "../support.js";

const newFolder = temporaryFolders();

/** A cohort with five sections of text, and a stage that writes them in capitals. */
async function fixture() {
  const cohortDir = await newFolder();
  await mkdir(join(cohortDir, "raw"));
  const items: StageItem[] = [];
  for (const section of ["0001", "0002", "0003", "0004", "0005"]) {
    const scan = join(cohortDir, "raw", section);
    await writeFile(scan, `section ${section}`);
    items.push({ brain: "B01", section, inputs: { scan } });
  }
  const worked: string[] = [];
  const work = async (item: StageItem, { outDir }: ItemContext): Promise<void> => {
    worked.push(item.section!);
    await writeFile(join(outDir, "out.txt"), (await readFile(item.inputs.scan!, "utf8")).toUpperCase());
  };
  const options: StageOptions = {
    cohortDir,
    stage: { name: "capitals", version: 1, settings: { size: 1, filter: { sigma: 2 } } },
    items,
    work,
  };
  const run = async (changes: Partial<StageOptions> = {}): Promise<StageResult & { worked: string[] }> => {
    worked.length = 0;
    const result = await runStage({ ...options, ...changes });
    return { ...result, worked: [...worked] };
  };
  const output = (section: string): Promise<string> =>
    readFile(join(itemDir(cohortDir, "capitals", { brain: "B01", section }), "out.txt"), "utf8");
  return { cohortDir, items, options, run, output, stageFolder: join(cohortDir, "derived/capitals") };
}

const all = ["0001", "0002", "0003", "0004", "0005"];

describe("runStage", () => {
  it("makes each item's folder with its provenance", async () => {
    const { cohortDir, run, output, stageFolder } = await fixture();
    const result = await run({ seed: 3, libtorch: "2.13.0" });
    expect(result).toMatchObject({ done: 5, skipped: 0, failures: [], interrupted: false, exitCode: 0 });
    expect(await output("0002")).toBe("SECTION 0002");
    const provenance = readProvenance(join(stageFolder, "B01/0002"));
    expect(provenance).toMatchObject({ stage: "capitals", stageVersion: 1, seed: 3, libtorch: "2.13.0" });
    expect(provenance?.inputs[0]?.path).toBe(join(cohortDir, "raw/0002"));
    expect(await readdir(stageFolder)).toEqual(["B01", "stage.json"]);
  });

  it("skips what is unchanged and does again what has other inputs", async () => {
    const { cohortDir, run, output } = await fixture();
    await run();
    expect(await run()).toMatchObject({ done: 0, skipped: 5, worked: [] });
    await writeFile(join(cohortDir, "raw/0003"), "rescanned");
    expect(await run()).toMatchObject({ done: 1, skipped: 4, worked: ["0003"] });
    expect(await output("0003")).toBe("RESCANNED");
  });

  it("does all again for another version of the stage, without force", async () => {
    const { run, options } = await fixture();
    await run();
    expect((await run({ stage: { ...options.stage, version: 2 } })).worked).toEqual(all);
  });

  it("asks for force before it mixes settings, and keeps the old results aside", async () => {
    const { run, options, stageFolder } = await fixture();
    await run();
    const stage = { ...options.stage, settings: { size: 1, filter: { sigma: 3 } } };
    const error = await errorOf(() => run({ stage }));
    expect(error.exitCode).toBe(2);
    expect(error.field).toBe("filter.sigma");
    expect(error.message).toMatch(
      /B01\/0001 was made with other settings \(filter\.sigma: 2 → 3\)\. Give --force/,
    );
    expect((await run({ stage, force: true })).worked).toEqual(all);
    const [time] = await readdir(join(stageFolder, "_aside"));
    expect(await readFile(join(stageFolder, "_aside", time!, "B01/0004/out.txt"), "utf8")).toBe(
      "SECTION 0004",
    );
    expect(readProvenance(join(stageFolder, "_aside", time!, "B01/0004"))?.config).toEqual(
      options.stage.settings,
    );
    expect(await run({ stage, force: true })).toMatchObject({ done: 0, skipped: 5 });
  });

  it("lists a bad item, goes on with the rest, and tries it again next time", async () => {
    const { cohortDir, run, options, stageFolder } = await fixture();
    const work: StageOptions["work"] = async (item, context) => {
      if (item.section === "0002") {
        throw new DataError({
          file: "0002.tif",
          field: "tile 7",
          message: "is damaged",
          remedy: "Scan it again.",
        });
      }
      if (item.section === "0004") throw new TypeError("x is undefined");
      await options.work(item, context);
    };
    const result = await run({ work });
    expect(result).toMatchObject({ done: 3, exitCode: 3 });
    const lines = (await readFile(join(stageFolder, "failures.jsonl"), "utf8")).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(result.failures);
    expect(await readFailures(cohortDir, "capitals")).toMatchObject([
      {
        item: "B01/0002",
        error: {
          name: "DataError",
          file: "0002.tif",
          field: "tile 7",
          message: "0002.tif tile 7: is damaged. Scan it again.",
          remedy: "Scan it again.",
        },
      },
      {
        item: "B01/0004",
        brain: "B01",
        section: "0004",
        error: { name: "TypeError", message: "x is undefined" },
      },
    ]);
    expect(await readdir(join(stageFolder, "B01"))).toEqual(["0001", "0003", "0005"]);
    expect(await run()).toMatchObject({ worked: ["0002", "0004"], exitCode: 0 });
    expect(await readFailures(cohortDir, "capitals")).toEqual([]);
  });

  it("lists an item whose input is missing", async () => {
    const { cohortDir, run } = await fixture();
    await rm(join(cohortDir, "raw/0005"));
    const { failures, exitCode } = await run();
    expect(exitCode).toBe(3);
    expect(failures[0]?.error.message).toMatch(/raw\/0005: cannot be read \(ENOENT\)/);
  });

  it("ends at once, without listing items, when the machine is at fault", async () => {
    const { run, stageFolder } = await fixture();
    const full = Object.assign(new Error("no space left"), { code: "ENOSPC" });
    const error = await errorOf(() =>
      run({
        work: async () => {
          throw full;
        },
      }),
    );
    expect(error).toBeInstanceOf(MachineError);
    expect(error.exitCode).toBe(5);
    expect(error.cause).toBe(full);
    expect(await readdir(stageFolder)).not.toContain("failures.jsonl");
    expect((await run()).done).toBe(5);
  });

  it("stops between items when it is asked to, exits with 75, and resumes", async () => {
    const { run } = await fixture();
    const stop = new AbortController();
    const onEvent = (event: StageEvent): void => {
      if (event.kind === "item" && event.item.section === "0002") stop.abort();
    };
    const first = await run({ signal: stop.signal, onEvent });
    expect(first).toMatchObject({ done: 2, interrupted: true, exitCode: 75 });
    expect((await run()).worked).toEqual(["0003", "0004", "0005"]);
  });

  it("does not count an item that gave up because it was asked to stop as a failure", async () => {
    const { cohortDir, run, stageFolder } = await fixture();
    const stop = new AbortController();
    const work: StageOptions["work"] = async (_, { signal, outDir }) => {
      await writeFile(join(outDir, "half"), "");
      stop.abort();
      signal.throwIfAborted();
    };
    expect(await run({ work, signal: stop.signal })).toMatchObject({ done: 0, failures: [], exitCode: 75 });
    expect(await readFailures(cohortDir, "capitals")).toEqual([]);
    expect(await readdir(join(stageFolder, "B01"))).toEqual([]);
  });

  it("tells of every item in turn", async () => {
    const { run } = await fixture();
    const told: string[] = [];
    const onEvent = (event: StageEvent): void => {
      if (event.kind === "item")
        told.push(`${event.settled}/${event.total} ${event.item.section} ${event.outcome}`);
    };
    await run({ onEvent });
    expect(told).toEqual(all.map((section, i) => `${i + 1}/5 ${section} done`));
  });

  it("waits for nobody: a stage that is locked is refused", async () => {
    const { run, stageFolder } = await fixture();
    const lock = await acquireLock(join(stageFolder, "lock.0-of-2"), "stage capitals");
    const error = await errorOf(() => run());
    expect(error).toBeInstanceOf(LockedError);
    expect(error.message).toMatch(/another number of ranks/);
    await lock.release();
    expect((await run()).done).toBe(5);
  });

  it("refuses items that share a folder", async () => {
    const { run, items } = await fixture();
    const twice = await errorOf(() => run({ items: [...items, items[0]!] }));
    expect(twice.message).toMatch(/B01\/0001: is listed twice/);
    const whole = await errorOf(() => run({ items: [{ brain: "B01", inputs: {} }, items[0]!] }));
    expect(whole.field).toBe("B01/0001");
  });

  it("works on whole brains too", async () => {
    const { cohortDir, run } = await fixture();
    const work: StageOptions["work"] = (_, { outDir }) => writeFile(join(outDir, "points"), "");
    const items = [
      { brain: "B01", inputs: {} },
      { brain: "B02", inputs: {} },
    ];
    await run({ work, items });
    expect(await readdir(join(cohortDir, "derived/capitals/B02"))).toEqual(["points", "provenance.json"]);
  });
});

describe("planStage", () => {
  it("says what would be done and why, and estimates from what is done", async () => {
    const { cohortDir, items, options, run, stageFolder } = await fixture();
    const states = async (stage = options.stage): Promise<string[]> =>
      (await planStage(cohortDir, stage, items)).items.map(({ state }) => state);
    expect(await planStage(cohortDir, options.stage, items)).toMatchObject({
      secondsPerItem: null,
      bytesPerItem: null,
    });
    expect(await states()).toEqual(["new", "new", "new", "new", "new"]);
    await run({ items: items.slice(0, 4) });
    await writeFile(join(cohortDir, "raw/0002"), "changed");
    expect(await states()).toEqual(["unchanged", "inputs changed", "unchanged", "unchanged", "new"]);
    expect((await states({ ...options.stage, version: 2 }))[0]).toBe("version changed");
    expect((await states({ ...options.stage, settings: {} }))[0]).toBe("settings changed");
    const plan = await planStage(cohortDir, options.stage, items);
    expect(plan.secondsPerItem).toBeGreaterThanOrEqual(0);
    expect(plan.bytesPerItem).toBeGreaterThan("SECTION 0001".length);
    expect(await readdir(stageFolder)).toEqual(["B01", "stage.json"]);
  });

  it("repeats items whose facts changed, and no others", async () => {
    const { items, run } = await fixture();
    const withFacts = (grey: number) =>
      items.map((item, i) => ({ ...item, facts: { row: { pixelSizeUm: i === 2 ? grey : 1 } } }));
    expect((await run({ items: withFacts(1) })).worked).toEqual(all);
    expect((await run({ items: withFacts(1) })).worked).toEqual([]);
    expect((await run({ items: withFacts(2) })).worked).toEqual(["0003"]);
  });
});
