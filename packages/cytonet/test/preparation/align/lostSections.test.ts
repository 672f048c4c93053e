import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFailures } from "@cytonet/cohort";
import { afterAll, beforeAll, expect, it } from "vitest";
import { AlignSchema } from "../../../src/preparation/align/alignConfig.js";
import { type AlignStep, runAlign } from "../../../src/preparation/align/runAlign.js";
import { quietContext } from "../../support/context.js";
import { writeAlignCohort } from "./alignCohort.js";

const dir = mkdtempSync(join(tmpdir(), "cytonet-lost-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const config = AlignSchema.parse({ features: { octaves: 3, maxFeatures: 400 } });
const align = (step?: AlignStep) =>
  runAlign({ cohortDir: dir, config, step, device: "cpu", force: false, dryRun: false }, quietContext());

/** Everything that alignment and its pairs left behind. */
function results(): Record<string, string> {
  const files = ["align/B1", "align-pairs/B1"].flatMap((folder) =>
    readdirSync(join(dir, "derived", folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return Object.fromEntries(files.sort().map((file) => [file, readFileSync(file, "utf8")]));
}

beforeAll(async () => {
  await writeAlignCohort(dir, ["ok", "ok", "ok", "blank", "ok"]);
  await align();
}, 60_000);

it("keeps an alignment whose scans cannot be read for a while, and says so", async () => {
  const before = results();
  expect(Object.keys(before).filter((file) => file.includes("/transforms/"))).toHaveLength(4);
  const gone = ["0001", "0002"].map((name) => join(dir, "scans", `${name}.tif`));
  for (const scan of gone) renameSync(scan, `${scan}.away`);
  const result = await align();
  expect(result.brains).toEqual([]);
  expect(result.failures).toBeGreaterThan(0);
  const [failure] = await readFailures(dir, "align");
  expect(failure!.error.message).toMatch(/kept as it is: 2 of its sections \(0001, 0002\)/);
  expect(failure!.error.remedy).toMatch(/readable .*excluded/);
  expect(results()).toEqual(before);
  // A step by itself does no harm either.
  await align("pairs");
  await align("brains");
  expect(results()).toEqual(before);

  for (const scan of gone) renameSync(`${scan}.away`, scan);
  const again = await align();
  expect(again.steps.map(({ done }) => done)).toEqual([0, 0, 0]);
  expect(again.brains[0]).toMatchObject({ aligned: 4 });
  expect(await readFailures(dir, "align")).toEqual([]);
  expect(results()).toEqual(before);
}, 60_000);

it("does without sections that the user excludes", async () => {
  renameSync(join(dir, "scans/0001.tif"), join(dir, "scans/0001.away"));
  mkdirSync(join(dir, "overrides"), { recursive: true });
  writeFileSync(
    join(dir, "overrides/alignment.csv"),
    "brain,section,action,other,note\nB1,0001,exclude,,lost\n",
  );
  const { brains } = await align();
  expect(brains[0]).toMatchObject({ sections: 4, aligned: 3 });
}, 60_000);
