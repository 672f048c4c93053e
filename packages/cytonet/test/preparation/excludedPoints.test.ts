import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadCohort, loadSections, loadSplit } from "@cytonet/cohort";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runEmbedding } from "../../src/embedding/runEmbedding.js";
import { assignSections } from "../../src/patches/assignments.js";
import { decide, excludedPoints } from "../../src/preparation/qualityJournal.js";
import { pretrainingSamples } from "../../src/pretraining/samples.js";
import { probeRows } from "../../src/probing/featureRows.js";
import { quietContext } from "../support/context.js";
import { makeMiniCohort } from "../support/miniCohort.js";

const cohortDir = join(mkdtempSync(join(tmpdir(), "cytonet-excluded-")), "cohort");
const bad = ["A-s1-0-0", "A-s1-7-7"];
const by = { cohortDir, brain: "A", author: "A. Name", kind: "point" as const };

beforeAll(async () => {
  mkdirSync(cohortDir);
  await makeMiniCohort(cohortDir, { sections: 3 });
});
afterAll(() => rmSync(join(cohortDir, ".."), { recursive: true, force: true }));

const embed = () => {
  const source = { histogram: { patchPx: 16, pixelSizeUm: 16, bins: 8 } };
  return runEmbedding({ cohortDir, source, workers: 0, threads: 1 }, quietContext());
};

async function samples() {
  const cohort = await loadCohort(cohortDir);
  return pretrainingSamples(cohort, { split: await loadSplit(cohort, "default"), seed: 1 });
}

async function probed(features: string) {
  const cohort = await loadCohort(cohortDir);
  const split = await loadSplit(cohort, "default");
  const assignments = await assignSections(cohort, await loadSections(cohort), split);
  return (await probeRows(cohortDir, features, "halves", assignments)).pointId;
}

describe("points that a person excludes", () => {
  it("are no samples, get no features, and are not probed even where they have some still", async () => {
    const before = await embed();
    expect(before).toMatchObject({ points: 3 * 64, sections: { done: 3 } });
    await decide({ ...by, action: "exclude", reason: "dust", targets: bad });

    const pointIds = await probed(before.features);
    expect(pointIds).toHaveLength(3 * 64 - 2);
    for (const id of bad) expect(pointIds).not.toContain(id);
    const { sites, leftOut } = await samples();
    expect(leftOut.excluded).toBe(2);
    for (const id of bad) expect(sites.pointId).not.toContain(id);
    // Only the section that they lie on is embedded again.
    expect(await embed()).toMatchObject({ points: 3 * 64 - 2, sections: { done: 1, skipped: 2 } });
  });

  it("come back when they are restored", async () => {
    await decide({ ...by, action: "restore", reason: "clean", targets: bad.slice(0, 1) });
    expect([...(await excludedPoints(cohortDir))]).toEqual(bad.slice(1));
    expect((await samples()).sites.pointId).toContain(bad[0]);
    expect(await embed()).toMatchObject({ points: 3 * 64 - 1, sections: { done: 1, skipped: 2 } });
  });

  it("are not counted either where a whole section is excluded", async () => {
    await decide({ ...by, kind: "section", action: "exclude", reason: "torn", targets: ["s2"] });
    expect(await embed()).toMatchObject({ points: 2 * 64 - 1, sections: { done: 0, skipped: 2 } });
    await decide({ ...by, kind: "section", action: "restore", reason: "mended", targets: ["s2"] });
  });

  it("must exist, and be in use", async () => {
    const exclude = { ...by, action: "exclude" as const, reason: "dust" };
    await expect(decide({ ...exclude, targets: ["A-s9-0-0"] })).rejects.toThrow("no point of A");
    await expect(decide({ ...exclude, targets: bad.slice(1) })).rejects.toThrow("excluded already");
    const restore = { ...exclude, action: "restore" as const };
    await expect(decide({ ...restore, targets: bad.slice(0, 1) })).rejects.toThrow("in use already");
  });
});
