import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadCohort, loadSplit } from "@cytonet/cohort";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { pretrainingSamples } from "../../src/pretraining/samples.js";
import { makeMiniCohort } from "../support/miniCohort.js";

const dir = mkdtempSync(join(tmpdir(), "samples-"));
afterAll(() => rmSync(dir, { recursive: true }));

beforeAll(async () => {
  await makeMiniCohort(dir, { brains: ["A", "B", "C"], sections: 4 });
  const split = {
    schema: "cytonet.split/1",
    name: "roles",
    seed: 0,
    brains: { seen: ["A"], transfer: ["B"], unseen: ["C"] },
    test: { every: 4, start: 4 },
    validation: { every: 4, start: 2 },
  };
  writeFileSync(join(dir, "splits", "roles.yaml"), stringify(split));
});

/** Sections that samples lie on. */
async function sectionsOf(atlas?: string): Promise<string[]> {
  const cohort = await loadCohort(dir);
  const split = await loadSplit(cohort, "roles");
  const { sites } = await pretrainingSamples(cohort, { split, atlas, seed: 1 });
  return [...new Set(sites.pointId.map((id) => id.split("-").slice(0, 2).join("/")))].sort();
}

describe("the samples of a run", () => {
  it("come from seen and transfer brains, held-out sections included, where areas are not learnt from", async () => {
    expect(await sectionsOf()).toEqual(["A/s0", "A/s1", "A/s2", "A/s3", "B/s0", "B/s1", "B/s2", "B/s3"]);
  });

  it("come from training sections alone where they are: no area that is scored on is learnt (§3.5)", async () => {
    expect(await sectionsOf("halves")).toEqual(["A/s0", "A/s2"]);
  });
});
