import { describe, expect, it } from "vitest";
import { referencePython } from "../../../../tools/reference/reference.mjs";
import { readMutated } from "./mutate.js";

const present = referencePython() !== undefined;
if (!present) console.warn("skipped: no Python reference environment (make reference)");

describe.skipIf(!present)("mutated scans", () => {
  // A tenth of what the proof reads.
  it("give pixels or a typed error, each in time", async () => {
    const counts = await readMutated(500, 7);
    expect([...counts.keys()].sort()).toEqual(["corrupt", "read", "unsupported"]);
  }, 600_000);
});
