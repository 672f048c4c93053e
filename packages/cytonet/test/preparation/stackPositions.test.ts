import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError, readFailures } from "@cytonet/cohort";
import { afterAll, beforeAll, expect, it } from "vitest";
import { AlignSchema } from "../../src/preparation/align/alignConfig.js";
import { runAlign } from "../../src/preparation/align/runAlign.js";
import { ReconstructSchema } from "../../src/preparation/reconstructConfig.js";
import { runReconstructStage } from "../../src/preparation/reconstructStage.js";
import { SegmentSchema } from "../../src/preparation/segmentConfig.js";
import { runSegmentStage } from "../../src/preparation/segmentStage.js";
import { quietContext } from "../support/context.js";
import { writeTissueCohort } from "./tissueCohort.js";

const dir = mkdtempSync(join(tmpdir(), "cytonet-positions-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
beforeAll(() => writeTissueCohort(dir));

const call = { cohortDir: dir, device: "cpu", force: false, dryRun: false };
const align = () => runAlign({ ...call, config: AlignSchema.parse({}) }, quietContext());
const reconstruct = () =>
  runReconstructStage({ ...call, config: ReconstructSchema.parse({ voxelMm: 0.3 }) }, quietContext());

/** Does something with a changed file of the cohort, and puts it back. */
async function changed(name: string, change: (text: string) => string, work: () => Promise<void>) {
  const before = readFileSync(join(dir, name), "utf8");
  writeFileSync(join(dir, name), change(before));
  try {
    await work();
  } finally {
    writeFileSync(join(dir, name), before);
  }
}

it("align and reconstruct refuse a stack that runs against sectionOrder", async () => {
  const turned = (text: string) => text.replace("posterior-to-anterior", "anterior-to-posterior");
  await changed("cohort.yaml", turned, async () => {
    for (const work of [align, reconstruct]) {
      await expect(work()).rejects.toThrow(ConfigError);
      await expect(work()).rejects.toThrow(/positionMm: brain B01: positions grow .*anterior-to-posterior/);
    }
  });
});

it("align and reconstruct refuse positions out of order, twice the same or in micrometres", async () => {
  for (const [from, to, said] of [
    [",0.3,ok", ",0.75,ok", "back and forth"],
    [",0.3,ok", ",0,ok", "both lie at 0 mm"],
    [",1.2,ok", ",1200,ok", "1200 mm long"],
  ] as const) {
    await changed(
      "sections.csv",
      (text) => text.replace(from, to),
      async () => {
        await expect(align()).rejects.toThrow(said);
        await expect(reconstruct()).rejects.toThrow(said);
      },
    );
  }
});

it("sections that overrides/alignment.csv excludes may lie anywhere", async () => {
  const overrides = join(dir, "overrides/alignment.csv");
  writeFileSync(overrides, "brain,section,action,other,note\nB01,0002,exclude,,lost\n");
  await changed(
    "sections.csv",
    (text) => text.replace(",0.3,ok", ",0.75,ok"),
    async () => {
      // It goes as far as the masks, of which there are none yet.
      expect(await reconstruct()).toMatchObject({ failures: 1 });
      const [failure] = await readFailures(dir, "reconstruct");
      expect(failure!.error.message).toContain("0 of 5 sections");
      expect((await align()).dryRun).toBe(false);
    },
  );
  rmSync(overrides);
});

it("reconstruct refuses transforms of the user that turn the stack round", async () => {
  const config = SegmentSchema.parse({ cleaning: { rimMm: 0.4 }, contours: { iterations: 5 } });
  await runSegmentStage({ ...call, config }, quietContext());
  const withoutPositions = (text: string) => text.replaceAll(/,20,[\d.]+,ok/g, ",20,,ok");
  const turned = (text: string) => text.replace("posterior-to-anterior", "anterior-to-posterior");
  await changed("sections.csv", withoutPositions, async () => {
    await changed("cohort.yaml", turned, async () => {
      expect(await reconstruct()).toMatchObject({ done: 0, failures: 1 });
      const [failure] = await readFailures(dir, "reconstruct");
      expect(failure!.error.message).toMatch(/positions grow .*anterior-to-posterior/);
    });
    expect(await reconstruct()).toMatchObject({ done: 1, failures: 0 });
  });
});
