import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  brainOf,
  brainSpace,
  type Cohort,
  itemDir,
  type StageItem,
  writeJsonAtomic,
  writePointTransform,
} from "@cytonet/cohort";
import type { Rigid2D } from "@cytonet/imaging";
import type { WorkContext } from "../../workContext.js";
import { readSectionAlignment } from "../sectionAlignment.js";
import { stackFrame } from "../stackFrame.js";
import { runPreparation, type StageOutcome } from "../stageOutcome.js";
import { alignBrain, type BrainAlignment } from "./alignBrain.js";
import type { AlignConfig } from "./alignConfig.js";
import { alignStage, pairPath } from "./alignFiles.js";
import { poseOfTransform, sectionToBrain } from "./brainFrame.js";
import { type BrainSummary, pairTable, sectionTable, summarise, writeFailed } from "./brainTables.js";
import { refuseLoss } from "./lostSections.js";
import { fixedTransformPath } from "./overrides.js";
import { type SectionPairs, withFeatures } from "./pairStep.js";
import type { AlignRequest } from "./runAlign.js";
import type { AlignInput, Series } from "./series.js";

/**
 * Places the sections of every brain: `derived/align/BRAIN/` with `transforms/SECTION.json`, `pairs.csv`,
 * `sections.csv`, `summary.json` and, where sections could not be placed, `failures.jsonl`. A brain of which sections
 * that its last result placed have no features now fails and keeps that result.
 */
export async function runBrainStep(
  { cohort, series }: AlignInput,
  { config, device, force, dryRun }: AlignRequest,
  context: WorkContext,
): Promise<StageOutcome> {
  const byBrain = new Map(series.map((one) => [one.brain, one]));
  return runPreparation(
    {
      cohortDir: cohort.dir,
      stage: {
        ...alignStage,
        settings: { adjustment: config.adjustment, maxClosureUm: config.pairs.maxClosureUm },
      },
      items: await Promise.all(series.map((one) => itemOf(cohort, one))),
      work: ({ brain }, { outDir }) => placeBrain(cohort, byBrain.get(brain)!, config, outDir),
      device,
      force,
      dryRun,
    },
    context,
  );
}

async function itemOf(cohort: Cohort, one: Series): Promise<StageItem> {
  const { brain, sections, overrides } = one;
  const { sectionOrder, imageLeftIs } = brainOf(cohort, brain);
  const inputs: Record<string, string> = {};
  for (const row of (await withFeatures(cohort.dir, one)).rows) {
    inputs[`pairs-${row.section}`] = pairPath(cohort.dir, row);
  }
  for (const { section } of sections) {
    const fixed = fixedTransformPath(cohort.dir, brain, section);
    if (fixed !== undefined) inputs[`fixed-${section}`] = fixed;
  }
  return {
    brain,
    inputs,
    facts: {
      frame: { sectionOrder, imageLeftIs: imageLeftIs ?? null },
      sections: sections.map(({ section, positionMm, pixelSizeXUm, pixelSizeYUm }) => [
        section,
        positionMm,
        pixelSizeXUm,
        pixelSizeYUm,
      ]),
      mirrored: [...overrides.mirrored].sort(),
      rejected: [...overrides.rejected].sort(),
    },
  };
}

async function placeBrain(cohort: Cohort, one: Series, config: AlignConfig, outDir: string): Promise<void> {
  const { brain, overrides } = one;
  await refuseLoss(cohort.dir, one);
  const { rows, without } = await withFeatures(cohort.dir, one);
  const known = await Promise.all(
    rows.map(async (row) => JSON.parse(await readFile(pairPath(cohort.dir, row), "utf8")) as SectionPairs),
  );
  const frame = stackFrame(brainOf(cohort, brain));
  const sizes = known.map(({ widthUm, heightUm }) => ({ widthUm, heightUm }));
  const given = await readFixed(cohort, one);
  const planeOf = (base: number) => ({ frame, ...sizes[base]! });
  const alignment: BrainAlignment | undefined =
    rows.length === 0
      ? undefined
      : alignBrain(
          {
            sections: rows.map((row, i) => ({ ...row, widthUm: sizes[i]!.widthUm })),
            pairs: known.flatMap(({ pairs }) => pairs),
            rejected: overrides.rejected,
            maxClosureUm: config.pairs.maxClosureUm,
            mirrored: overrides.mirrored,
            fixed: (base) => {
              const poses = rows.flatMap((row): [string, Rigid2D][] => {
                const transform = given.get(row.section);
                return transform === undefined
                  ? []
                  : [[row.section, poseOfTransform(transform.affine, row, planeOf(base))]];
              });
              return new Map(poses);
            },
          },
          config,
        );
  // What the user gives holds also for sections without features.
  const affines = new Map([...given].map(([section, { affine }]) => [section, affine]));
  if (alignment !== undefined) {
    const base = rows.findIndex(({ section }) => section === alignment.base);
    for (const [i, { section, pose }] of alignment.sections.entries()) {
      if (pose === undefined || affines.has(section)) continue;
      affines.set(section, sectionToBrain(pose, rows[i]!, planeOf(base)));
    }
  }
  if (affines.size > 0) await mkdir(join(outDir, "transforms"), { recursive: true });
  for (const [section, affine] of affines) {
    await writePointTransform(join(outDir, "transforms", `${section}.json`), {
      from: `${brain}-${section}-pixels`,
      to: brainSpace(brain),
      maps: "points",
      affine,
    });
  }
  const facts = { brain, rows: one.sections, alignment, without, fixed: new Set(given.keys()) };
  await pairTable(outDir, facts);
  await sectionTable(outDir, facts);
  await writeFailed(outDir, facts);
  await writeJsonAtomic(join(outDir, "summary.json"), summarise(facts, config));
}

async function readFixed(cohort: Cohort, { brain, sections }: Series) {
  const found = await Promise.all(
    sections.map(async ({ section }) => {
      const path = fixedTransformPath(cohort.dir, brain, section);
      return path === undefined ? undefined : ([section, await readSectionAlignment(path, brain)] as const);
    }),
  );
  return new Map(found.filter((one) => one !== undefined));
}

/** What became of a brain; undefined where it has no result. */
export async function readBrainSummary(cohortDir: string, brain: string): Promise<BrainSummary | undefined> {
  const path = join(itemDir(cohortDir, alignStage.name, { brain }), "summary.json");
  if (!existsSync(path)) return undefined;
  // Another rank's result may be of a version that told of no doubts.
  return { doubtful: [], ...(JSON.parse(await readFile(path, "utf8")) as Omit<BrainSummary, "doubtful">) };
}
