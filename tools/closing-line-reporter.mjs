// Vitest reporter: ends the run with one line, `N passed, N failed, N skipped`, and fails a run in which nothing ran.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where the counts are left for `.ci/run`; elsewhere only in tests of this reporter. */
export const SUMMARY =
  process.env.CYTONET_TEST_SUMMARY || join(import.meta.dirname, "../build/test-summary.json");

export default class ClosingLineReporter {
  /**
   * @param {readonly import("vitest/node").TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "pending") counts.failed++;
        else counts[state]++;
      }
      counts.failed += brokenSuites(module);
    }
    const { passed, failed, skipped } = counts;
    mkdirSync(join(SUMMARY, ".."), { recursive: true });
    writeFileSync(SUMMARY, `${JSON.stringify(counts)}\n`);
    if (failed > 0 || passed === 0) process.exitCode = 1;
    process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  }
}

/** Files that did not load and suites whose own code threw: none of their tests need have a result. */
function brokenSuites(module) {
  let broken = module.errors().length > 0 ? 1 : 0;
  for (const suite of module.children.allSuites()) if (suite.errors().length > 0) broken++;
  return broken;
}
