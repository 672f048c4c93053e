import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadCohort } from "@cytonet/cohort";
import { afterAll, beforeAll, expect, it } from "vitest";
import { reportPreparation } from "../../src/commands/reportPreparation.js";
import { ReconstructSchema } from "../../src/preparation/reconstructConfig.js";
import { runReconstructStage } from "../../src/preparation/reconstructStage.js";
import { SegmentSchema } from "../../src/preparation/segmentConfig.js";
import { runSegmentStage } from "../../src/preparation/segmentStage.js";
import { type BrainCard, collectBrain } from "../../src/report/preparation/collect.js";
import { preparationPage } from "../../src/report/preparation/page.js";
import { writeTissueCohort } from "../preparation/tissueCohort.js";
import { quietContext } from "../support/context.js";

let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "cytonet-report-"));
  await writeTissueCohort(dir);
  const call = { cohortDir: dir, device: "cpu", force: false, dryRun: false };
  await runSegmentStage({ ...call, config: SegmentSchema.parse({}) }, quietContext());
  await runReconstructStage({ ...call, config: ReconstructSchema.parse({}) }, quietContext());
  rmSync(join(dir, "overrides/transforms/B01/0005.json"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it("shows every section with its neighbour, worst first, and says what has no result", async () => {
  const cohort = await loadCohort(dir);
  const card = await collectBrain(cohort, cohort.brains[0]!, new AbortController().signal);
  expect(card.sections.map(({ section }) => section).sort()).toEqual(["0001", "0002", "0003", "0004"]);
  expect(card.problems).toEqual([{ item: "B01/0005", problem: "is not aligned" }]);
  const overlaps = card.sections.map(({ neighbour }) => neighbour?.after ?? 1);
  expect(overlaps).toEqual([...overlaps].sort((a, b) => a - b));
  for (const { neighbour } of card.sections) {
    if (neighbour === undefined) continue;
    expect(neighbour.after).toBeGreaterThan(0.97);
    expect(neighbour.before).toBeLessThan(neighbour.after);
  }
  expect(card.volume?.slices.map(({ name }) => name)).toEqual(["sagittal", "coronal", "horizontal"]);
  expect(card.doubts).toEqual([]);
  const page = preparationPage(cohort.name, [card]);
  expect(page).toContain("B01/0005");
  expect(page).not.toContain("undefined");
  // Nothing is fetched from elsewhere: every picture is in the page.
  const sources = [...page.matchAll(/src="([^"]*)"/g)].map(([, source]) => source!);
  expect(sources).toHaveLength(3 + 4 + 2 * 3);
  for (const source of sources) expect(source).toMatch(/^data:image\/webp;base64,/);
  expect(page).not.toMatch(/<script|<link|url\(/);
});

it("escapes what users wrote, and tells of a brain without any result", () => {
  const page = preparationPage("a <b>cohort</b>", [
    { brain: "B<9>", sections: [], problems: [{ item: "B<9>/1", problem: "5 < 6" }], doubts: [] },
  ]);
  expect(page).toContain("a &lt;b&gt;cohort");
  expect(page).toContain("5 &lt; 6");
  expect(page).toContain("No volume yet.");
});

it("is written by the command, worst brain first", async () => {
  const out = join(dir, "preparation.html");
  const options = { cohort: dir, brain: undefined, out };
  const result = await reportPreparation.execute({ ...quietContext(), options, positionals: [] });
  expect(result).toMatchObject({ page: out, brains: ["B01"], sections: 4 });
  expect(readFileSync(out, "utf8")).toMatch(/^<!doctype html>/);
});

it("says once what many sections have in common", () => {
  const problems = ["0001", "0002", "0003"].map((section) => ({
    item: `B1/${section}`,
    problem: "is not aligned",
  }));
  const other = { item: "B1/0004", problem: "has no mask" };
  const card: BrainCard = {
    brain: "B1",
    sections: [],
    problems: [...problems, other],
    doubts: [],
    volume: undefined,
  };
  const page = preparationPage("many", [card]);
  expect(page).toContain(
    "<li><b>B1/0001, B1/0002, B1/0003</b>: is not aligned</li><li><b>B1/0004</b>: has no mask</li>",
  );
  expect(page).toContain("4 without a result");
});
