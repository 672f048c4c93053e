import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  cohortStatus,
  renderStatus,
  runStage,
  type StageItem,
  type StageOptions,
  writeCohort,
  writePoints,
} from "../../src/index.js";
import { sampleCohort } from "../sample.js";
import { errorOf, temporaryFolders } from "../support.js";
import { samplePoints } from "../tables/sample.js";

const newFolder = temporaryFolders();

/** A cohort whose `sample` stage did B01, failed on B02 and was stopped before B03. */
async function fixture() {
  const dir = await newFolder();
  await writeCohort(dir, sampleCohort());
  await mkdir(join(dir, "raw"));
  const items: StageItem[] = [];
  for (const brain of ["B01", "B02", "B03"]) {
    const scan = join(dir, "raw", brain);
    await writeFile(scan, brain);
    items.push({ brain, inputs: { scan } });
  }
  const stop = new AbortController();
  const options: StageOptions = {
    cohortDir: dir,
    stage: { name: "sample", version: 1, settings: { pitchMm: 1 } },
    items,
    work: async (item, { outDir, provenanceKey }) => {
      if (item.brain === "B02") throw new Error("no tissue found");
      const metadata = { referenceSpace: "mni-colin27", provenance: provenanceKey };
      await writePoints(join(outDir, "points.parquet"), samplePoints(1234), metadata);
    },
    signal: stop.signal,
    onEvent: (event) => {
      if (event.kind === "item" && event.outcome === "failed") stop.abort();
    },
  };
  await runStage(options);
  return { dir, options };
}

describe("cohortStatus", () => {
  it("counts sections, stages, tables and failures", async () => {
    const { dir } = await fixture();
    const status = await cohortStatus(dir);
    expect(status).toMatchObject({
      name: "sample",
      brains: [
        { brain: "B01", sections: { ok: 1, excluded: 0, missing: 0 } },
        { brain: "B02", sections: { ok: 0, excluded: 1, missing: 1 } },
      ],
      stages: [
        {
          stage: "sample",
          version: 1,
          done: 1,
          stale: 0,
          failed: 1,
          pending: 1,
          unchecked: 0,
          running: false,
          aside: [],
        },
      ],
      tables: [
        {
          path: "derived/sample/B01/points.parquet",
          schema: "cytonet.points/1",
          rows: 1234,
          referenceSpace: "mni-colin27",
        },
      ],
      failures: [{ stage: "sample", item: "B02", error: { message: "no tissue found" } }],
      damaged: [],
    });
    expect(JSON.parse(JSON.stringify(status))).toEqual(status);
  });

  it("calls results stale when an input or the stage's version changed, unchecked when an input is away", async () => {
    const { dir } = await fixture();
    const stage = async (versions = {}) => (await cohortStatus(dir, versions)).stages[0];
    expect(await stage({ sample: 2 })).toMatchObject({ done: 0, stale: 1, version: 2 });
    await writeFile(join(dir, "raw/B01"), "changed");
    expect(await stage()).toMatchObject({ done: 0, stale: 1 });
    await rm(join(dir, "raw/B01"));
    expect(await stage()).toMatchObject({ done: 0, stale: 0, unchecked: 1 });
  });

  it("calls results of other settings stale while a forced run is not through, and shows what is kept aside", async () => {
    const { dir, options } = await fixture();
    const { signal: _, onEvent: __, ...rest } = options;
    const stage = { ...options.stage, settings: { pitchMm: 2 } };
    const stop = new AbortController();
    stop.abort();
    await runStage({ ...rest, stage, force: true, signal: stop.signal });
    expect((await cohortStatus(dir)).stages[0]).toMatchObject({ done: 0, stale: 1 });
    await runStage({ ...rest, stage, force: true });
    expect((await cohortStatus(dir)).stages[0]).toMatchObject({
      done: 2,
      stale: 0,
      aside: [expect.any(String)],
    });
    expect((await cohortStatus(dir)).tables).toHaveLength(2);
  });

  it("names damaged results and goes on", async () => {
    const { dir } = await fixture();
    await writeFile(join(dir, "derived/sample/B01/points.parquet"), "rubbish");
    const { damaged, tables } = await cohortStatus(dir);
    expect(tables).toEqual([]);
    expect(damaged).toEqual([expect.stringMatching(/points\.parquet: cannot be read as Parquet/)]);
  });

  it("works on a cohort of which nothing was made yet, and not on a folder that is none", async () => {
    const dir = await newFolder();
    await writeCohort(dir, sampleCohort());
    const status = await cohortStatus(dir);
    expect(status.stages).toEqual([]);
    expect(renderStatus(status)).toMatch(/No stage has run yet\./);
    expect((await errorOf(() => cohortStatus(join(dir, "splits")))).exitCode).toBe(2);
  });
});

describe("renderStatus", () => {
  it("aligns what a terminal shows", async () => {
    const { dir } = await fixture();
    const status = { ...(await cohortStatus(dir)), dir: "/cohorts/sample" };
    expect(renderStatus(status)).toMatchInlineSnapshot(`
      "cohort sample in /cohorts/sample

      brain  species  ok  excluded  missing
      B01    human     1         0        0
      B02    human     0         1        1

      stage   done  stale  failed  pending  unchecked
      sample     1      0       1        1          0

      table                              schema             rows  space
      derived/sample/B01/points.parquet  cytonet.points/1  1,234  mni-colin27

      failures
        sample B02: no tissue found
      "
    `);
  });
});
