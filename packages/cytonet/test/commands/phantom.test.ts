import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { phantom } from "../../src/commands/phantom.js";
import { phantomTruth } from "../../src/commands/phantomTruth.js";
import { callShell } from "./fakes.js";

const dir = mkdtempSync(join(tmpdir(), "phantom-command-"));
const out = join(dir, "cohort");
const call = (...words: string[]) => callShell([phantom, phantomTruth], words);

afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** One line on stderr that says what to do, exit code 2, and nothing written. */
async function refused(words: readonly string[], message: RegExp): Promise<void> {
  const { code, stdout, stderr } = await call(...words);
  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(stderr.trim().split("\n").at(-1)).toMatch(message);
  expect(existsSync(out)).toBe(false);
}

describe("cytonet phantom", () => {
  it("says what a cohort takes, and writes nothing, in a dry run", async () => {
    const { code, stdout } = await call("phantom", "--preset", "study", "--out", out, "--dry-run", "--json");
    expect(code).toBe(0);
    const { estimate } = JSON.parse(stdout) as { estimate: { brains: number; sections: number } };
    expect(estimate.brains).toBe(10);
    expect(estimate.sections).toBeGreaterThan(600);
    expect(existsSync(out)).toBe(false);
  });

  it("refuses unknown presets, pixels below 1 µm and brains that a preset lacks", async () => {
    await refused(["phantom", "--preset", "huge", "--out", out], /demo, study, paper/);
    await refused(["phantom", "--preset", "demo", "--pixel-um", "0.5", "--out", out], /at least 1 µm/);
    await refused(["phantom", "--preset", "demo", "--brains", "B09", "--out", out], /no B09.*B01/);
  });

  it.each(["every:0", "some", "99999", "0001"])("refuses section %s, also in a dry run", async (section) => {
    for (const dryRun of [[], ["--dry-run"]]) {
      const words = ["phantom", "--preset", "demo", "--sections", section, "--out", out, ...dryRun];
      await refused(words, /sections: has .*(every:N|numbers from \d+ to \d+)/);
    }
  });

  it("leaves a folder of something else alone", async () => {
    const mine = join(dir, "mine");
    mkdirSync(mine);
    writeFileSync(join(mine, "thesis.txt"), "years of work");
    await refused(["phantom", "--preset", "demo", "--out", mine], /is no phantom cohort.*--force/);
    expect(readdirSync(mine)).toEqual(["thesis.txt"]);
  });
});

describe("cytonet phantom truth", () => {
  it("refuses what is no window and what is no phantom", async () => {
    const words = ["phantom", "truth", "--cohort", dir, "--brain", "B01", "--section", "0001", "--window"];
    await refused([...words, "1,2,3"], /left, top, width and height/);
    await refused([...words, "0,0,8,8"], /phantom\.json.*Name a cohort/);
  });
});
