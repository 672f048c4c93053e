import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
// Inside the repository, so that the sample tests find vitest.
mkdirSync(join(ROOT, "build"), { recursive: true });
const folder = mkdtempSync(join(ROOT, "build/closing-line-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs vitest with the reporter over test files given by their text. */
function runOver(name: string, files: Record<string, string>) {
  const root = join(folder, name);
  mkdirSync(root);
  for (const [file, text] of Object.entries(files)) {
    writeFileSync(join(root, file), `import { describe, expect, it } from "vitest";\n${text}\n`);
  }
  writeFileSync(join(root, "vitest.config.mjs"), "export default {};\n");
  const summary = join(root, "summary.json");
  const reporter = join(ROOT, "tools/closing-line-reporter.mjs");
  const args = ["vitest", "run", "--root", root, `--reporter=${reporter}`];
  const { VITEST: _, VITEST_WORKER_ID: __, VITEST_POOL_ID: ___, ...env } = process.env;
  const { status, stdout } = spawnSync("npx", args, {
    cwd: root,
    encoding: "utf8",
    env: { ...env, CYTONET_TEST_SUMMARY: summary },
  });
  const last = stdout.trimEnd().split("\n").at(-1);
  return { status, last, summary: JSON.parse(readFileSync(summary, "utf8")) };
}

const pass = 'it("passes", () => expect(1).toBe(1));';

describe("the closing line", () => {
  it("counts what passed and what was skipped, and the run succeeds", () => {
    const files = {
      "a.test.ts": pass,
      "b.test.ts": `${pass}\nit.skip("waits", () => {});\nit.todo("is to come");`,
    };
    expect(runOver("good", files)).toEqual({
      status: 0,
      last: "2 passed, 0 failed, 2 skipped",
      summary: { passed: 2, failed: 0, skipped: 2 },
    });
  });

  it("counts failed tests, suites that throw and files that do not load", () => {
    const files = {
      "a.test.ts": `${pass}\nit("fails", () => expect(1).toBe(2));`,
      "b.test.ts": 'import "./absent.js";',
      "c.test.ts": 'describe("throws", () => { throw new Error("in the suite"); });',
    };
    expect(runOver("bad", files)).toMatchObject({ status: 1, last: "1 passed, 3 failed, 0 skipped" });
  });

  it("fails a run in which no test ran", () => {
    const skipped = runOver("idle", { "a.test.ts": 'it.skip("waits", () => {});' });
    expect(skipped).toMatchObject({ status: 1, last: "0 passed, 0 failed, 1 skipped" });
    expect(runOver("empty", {})).toMatchObject({ status: 1, last: "0 passed, 0 failed, 0 skipped" });
  });
});
