import { expect, test } from "vitest";
import { runWorkers } from "./runWorkers.js";

// A minute of it is in `proofs`.
test("four workers at once: no crash, no drift, one of them ended midway", () => {
  const { workers, own, drift } = runWorkers(3000);
  expect(workers).toHaveLength(4);
  for (const worker of workers) {
    expect(worker.rounds).toBeGreaterThan(0);
    expect(worker.drift).toBe(0);
  }
  expect(own).toBeGreaterThan(0);
  expect(drift).toBe(0);
}, 120_000);
