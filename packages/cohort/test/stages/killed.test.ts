import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { isPartialName } from "../../src/files/atomic.js";
import { runStage, type StageEvent, type StageOptions } from "../../src/index.js";
import { builtPackage, temporaryFolders } from "../support.js";

const newFolder = temporaryFolders();
let packageUrl: string;
beforeAll(() => {
  packageUrl = builtPackage();
});

const stage = { name: "slow", version: 1, settings: { pause: 1 } };

async function cohortOf(count: number) {
  const cohortDir = await newFolder();
  await mkdir(join(cohortDir, "raw"));
  const items = [];
  for (let i = 0; i < count; i += 1) {
    const scan = join(cohortDir, "raw", `${i}`);
    await writeFile(scan, `scan ${i}`);
    items.push({ brain: "B01", section: `${i}`, inputs: { scan } });
  }
  return { cohortDir, items };
}

/** Runs the stage in a child that writes each result in two halves, and kills it in the middle of item `at`. */
async function runAndKill(cohortDir: string, items: StageOptions["items"], at: number): Promise<void> {
  const script = `
    import { writeFile } from "node:fs/promises";
    import { join } from "node:path";
    const { runStage } = await import(${JSON.stringify(packageUrl)});
    await runStage({
      cohortDir: ${JSON.stringify(cohortDir)},
      stage: ${JSON.stringify(stage)},
      items: ${JSON.stringify(items)},
      work: async (item, { outDir }) => {
        await writeFile(join(outDir, "first"), item.section);
        if (item.section === "${at}") {
          console.log("half");
          await new Promise((resolve) => setTimeout(resolve, 60_000));
        }
        await writeFile(join(outDir, "second"), item.section);
      },
    });`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout!, "data");
  child.kill("SIGKILL");
  await once(child, "exit");
}

describe("a stage killed in the middle of an item", () => {
  it("has whole results only, says that it takes over, and does just the rest", async () => {
    const { cohortDir, items } = await cohortOf(5);
    await runAndKill(cohortDir, items, 2);
    const results = join(cohortDir, "derived/slow/B01");
    const left = await readdir(results);
    expect(left.filter((name) => !isPartialName(name))).toEqual(["0", "1"]);
    expect(left.filter(isPartialName)).toHaveLength(1);

    const worked: string[] = [];
    const events: StageEvent[] = [];
    const resumed = await runStage({
      cohortDir,
      stage,
      items,
      onEvent: (event) => events.push(event),
      work: async (item, { outDir }) => {
        expect(await readdir(outDir)).toEqual([]);
        worked.push(item.section!);
        await writeFile(join(outDir, "first"), item.section!);
        await writeFile(join(outDir, "second"), item.section!);
      },
    });
    expect(resumed).toMatchObject({ done: 3, skipped: 2, exitCode: 0 });
    expect(worked).toEqual(["2", "3", "4"]);
    expect(events.slice(0, 2)).toEqual([
      {
        kind: "notice",
        message: expect.stringMatching(/^Took over the lock of process \d+, .* has ended\.$/),
      },
      { kind: "notice", message: "Removed 1 unfinished results of a run that was killed." },
    ]);
    expect(await readdir(results)).toEqual(["0", "1", "2", "3", "4"]);
    for (const name of await readdir(results)) {
      expect(await readFile(join(results, name, "second"), "utf8")).toBe(name);
    }
    expect(await readdir(join(cohortDir, "derived/slow"))).toEqual(["B01", "stage.json"]);
  });

  it("keeps the old result until the new one is whole", async () => {
    const { cohortDir, items } = await cohortOf(1);
    const work: StageOptions["work"] = (_, { outDir }) => writeFile(join(outDir, "second"), "old");
    await runStage({ cohortDir, stage, items, work });
    await writeFile(items[0]!.inputs.scan, "another scan");
    await runAndKill(cohortDir, items, 0);
    expect(await readFile(join(cohortDir, "derived/slow/B01/0/second"), "utf8")).toBe("old");
  });
});
