import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isUsable, itemDir, loadCohort, loadSections } from "@cytonet/cohort";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadConfig } from "../../src/commands/configFile.js";
import { atlasOverlap } from "../../src/preparation/atlasOverlap.js";
import { readCcfAtlas } from "../../src/preparation/ccfAtlas.js";
import { importQuint } from "../../src/preparation/importQuint.js";
import { readMask } from "../../src/preparation/maskImage.js";
import { positionAt } from "../../src/preparation/sectionPositions.js";
import { readSectionTransform, sectionTransformPath } from "../../src/preparation/sectionTransforms.js";
import { SegmentSchema } from "../../src/preparation/segmentConfig.js";
import { runSegmentStage, segmentStage } from "../../src/preparation/segmentStage.js";
import { stackFrame } from "../../src/preparation/stackFrame.js";
import { quietContext } from "../../test/support/context.js";

const root = join(import.meta.dirname, "../../../..");
const data = join(root, "../shared/data/mouse-sections");
const present = existsSync(data);
if (!present) console.warn(`skipped: no real sections at ${data}`);

describe.skipIf(!present)("tissue of 35 registered mouse sections", () => {
  let out: string;
  beforeAll(async () => {
    out = mkdtempSync(join(tmpdir(), "cytonet-mouse-tissue-"));
    await importQuint({
      result: join(data, "MyResults.json"),
      atlas: join(data, "annotation_25um.nrrd"),
      labels: join(data, "annotation_labels.csv"),
      images: data,
      out,
    });
  });
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  it("agrees with the atlas in their planes: Dice median at least 0.93", async () => {
    const config = await loadConfig(join(root, "configs/segment-mouse.yaml"), SegmentSchema);
    const request = { cohortDir: out, config, device: "cpu", force: false, dryRun: false };
    const outcome = await runSegmentStage(request, quietContext());
    expect(outcome.failed).toEqual([]);
    const cohort = await loadCohort(out);
    const atlas = await readCcfAtlas(join(data, "annotation_25um.nrrd"));
    const brain = cohort.brains[0]!;
    const scores: number[] = [];
    for (const section of (await loadSections(cohort)).filter(isUsable)) {
      const mask = await readMask(join(itemDir(out, segmentStage.name, section), "mask.png"));
      const path = sectionTransformPath(out, brain.id, section.section);
      const { affine } = await readSectionTransform(path, brain.id, cohort.referenceSpace);
      const { pixelSizeXUm, pixelSizeYUm, positionMm } = section;
      const placed = {
        widthPx: (mask.widthPx * config.pixelSizeUm) / pixelSizeXUm,
        heightPx: (mask.heightPx * config.pixelSizeUm) / pixelSizeYUm,
        pixelSizeXUm,
        pixelSizeYUm,
        positionMm: positionMm!,
        frame: stackFrame(brain),
        toReference: affine,
      };
      const inside = mask.labels.map((label) => (label > 0 ? 1 : 0));
      const tissue = { ...mask, inside, pixelSizeUm: config.pixelSizeUm };
      scores.push(atlasOverlap(tissue, (xUm, yUm) => positionAt(placed, xUm, yUm).refMm, atlas));
    }
    scores.sort((a, b) => a - b);
    console.log(`Dice of tissue and atlas: median ${scores[17]!.toFixed(4)}, least ${scores[0]!.toFixed(4)}`);
    expect(scores).toHaveLength(35);
    expect(scores[17]).toBeGreaterThanOrEqual(0.93);
  });
});
