import { describe, expect, it } from "vitest";
import { referencePython } from "../../../tools/reference/reference.mjs";
import { readMutated } from "../test/readers/mutate.js";

const present = referencePython() !== undefined;
if (!present) console.warn("skipped: no Python reference environment (make reference)");
const files = Number(process.env.CYTONET_MUTATIONS ?? 5000);

describe.skipIf(!present)("mutated scans", () => {
  it(`${files} of them give pixels or a typed error, each in time`, async () => {
    const counts = await readMutated(files, 20261122);
    console.info(Object.fromEntries(counts));
    expect([...counts.keys()].sort()).toEqual(["corrupt", "read", "unsupported"]);
  });
});
