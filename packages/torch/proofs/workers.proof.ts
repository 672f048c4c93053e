import { expect, test } from "vitest";
import { runWorkers } from "../test/workers/runWorkers.js";

test("four workers on the bridge at once for a minute: no crash, no drift", () => {
  const report = runWorkers(60_000);
  process.stderr.write(`${JSON.stringify(report)}\n`);
  expect(report.workers.map(({ drift }) => drift)).toEqual([0, 0, 0, 0]);
  expect(Math.min(...report.workers.map(({ rounds }) => rounds))).toBeGreaterThan(1000);
  expect(report.drift).toBe(0);
});
