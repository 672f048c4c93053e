import { join, relative } from "node:path";
import {
  type Brain,
  brainOf,
  brainSpace,
  type Cohort,
  checkStacks,
  DataError,
  loadSections,
  type ScannedSection,
  type StageItem,
  shardOf,
  stackProblem,
  writeJsonAtomic,
} from "@cytonet/cohort";
import { writeNifti } from "@cytonet/scans";
import type { WorkContext } from "../workContext.js";
import { readAlignOverrides } from "./align/overrides.js";
import type { Doubt } from "./doubts.js";
import { exclusionFiles } from "./exclusionMasks.js";
import { placeMask, sectionParts, sectionsWithoutMask } from "./placedMasks.js";
import { openPreparation, type PreparationRequest } from "./preparationRequest.js";
import { type Reconstruction, reconstructBrain } from "./reconstructBrain.js";
import type { ReconstructConfig } from "./reconstructConfig.js";
import {
  type ReconstructSummary,
  readReconstructSummary,
  reconstructStage,
  refuseVolumeLoss,
  type VolumeSections,
  volumeDoubt,
  volumeSections,
} from "./reconstructSummary.js";
import { stackFrame } from "./stackFrame.js";
import { mergeOutcomes, runPreparation, type StageOutcome } from "./stageOutcome.js";
import { gridAffine } from "./volumeGrid.js";

export type ReconstructRequest = PreparationRequest<ReconstructConfig>;

/** What reconstruction did, and which sections each volume is made of. */
export interface ReconstructOutcome extends StageOutcome {
  /** Brains that have a volume of this run's settings. */
  readonly brains: readonly VolumeSections[];
  /** Volumes that a person should look at. */
  readonly doubtful: readonly Doubt[];
}

/**
 * Stacks each brain's masks into a cleaned volume of tissue (§3.2): `tissue.nii.gz` (0, 1 grey, 2 white matter),
 * `tissue-uncleaned.nii.gz`, `image.nii.gz` and `summary.json`. Brains that came with a volume of their own are left
 * alone.
 *
 * @throws ConfigError, StageError, LockedError; InterruptedError on a signal
 */
export async function runReconstructStage(
  request: ReconstructRequest,
  context: WorkContext,
): Promise<ReconstructOutcome> {
  const { config, force, dryRun } = request;
  const { cohort, brains, sections, device } = await openPreparation(request);
  const sectionsOf = (id: string) => sections.filter(({ brain }) => brain === id);
  const overrides = await readAlignOverrides(cohort.dir, await loadSections(cohort));
  checkStacks(
    { dir: cohort.dir, brains: brains.filter(({ volume }) => volume === undefined) },
    sections.filter(({ brain, section }) => !overrides(brain).excluded.has(section)),
  );
  const without = await sectionsWithoutMask(cohort.dir);
  const items: StageItem[] = [];
  for (const brain of brains) {
    if (brain.volume !== undefined) {
      context.log(`${brain.id} has a volume of its own: ${brain.volume}`);
      continue;
    }
    items.push(await itemOf(cohort, brain, sectionsOf(brain.id), without, config));
  }
  const outcome = await runPreparation(
    {
      cohortDir: cohort.dir,
      stage: { ...reconstructStage, settings: config },
      items,
      work: (item, { outDir, signal }) =>
        makeVolume(
          cohort,
          brainOf(cohort, item.brain),
          sectionsOf(item.brain),
          without,
          config,
          device,
          outDir,
          signal,
        ),
      device,
      force,
      dryRun,
    },
    context,
  );
  if (dryRun) return { ...outcome, brains: [], doubtful: [] };
  // The volume of an earlier run may still stand where this one failed.
  const failed = new Set(outcome.failed.map(({ item }) => item));
  const own = outcome.share === undefined ? items : shardOf(items, outcome.share);
  const made = own.map(({ brain }) => brain).filter((brain) => !failed.has(brain));
  const read = await Promise.all(made.map((brain) => readReconstructSummary(cohort.dir, brain)));
  const summaries = read.filter((summary) => summary !== undefined);
  return {
    ...outcome,
    brains: summaries.map(volumeSections),
    doubtful: summaries.map(volumeDoubt).filter((doubt) => doubt !== undefined),
  };
}

/** One outcome of those of all ranks, each of which knows its own brains. */
export function mergeReconstructOutcomes(outcomes: readonly ReconstructOutcome[]): ReconstructOutcome {
  const brains = outcomes.flatMap((one) => one.brains);
  return { ...mergeOutcomes(outcomes), brains, doubtful: outcomes.flatMap(({ doubtful }) => doubtful) };
}

async function itemOf(
  cohort: Cohort,
  brain: Brain,
  sections: readonly ScannedSection[],
  without: ReadonlySet<string>,
  config: ReconstructConfig,
): Promise<StageItem> {
  const inputs: Record<string, string> = {};
  const rows = [];
  for (const section of sections) {
    const { mask, alignment, scan } = sectionParts(cohort, section, without);
    rows.push([section.section, section.pixelSizeXUm, section.pixelSizeYUm]);
    if (mask === undefined || alignment === undefined) continue;
    inputs[`mask ${section.section}`] = mask;
    inputs[`alignment ${section.section}`] = alignment;
    if (config.image) inputs[`scan ${section.section}`] = scan;
  }
  for (const file of await exclusionFiles(cohort.dir, brain.id)) {
    inputs[`exclude ${relative(cohort.dir, file)}`] = file;
  }
  const { sectionOrder, imageLeftIs } = brain;
  return { brain: brain.id, inputs, facts: { sections: rows, frame: { sectionOrder, imageLeftIs } } };
}

async function makeVolume(
  cohort: Cohort,
  brain: Brain,
  sections: readonly ScannedSection[],
  without: ReadonlySet<string>,
  config: ReconstructConfig,
  device: string,
  outDir: string,
  signal: AbortSignal,
): Promise<void> {
  await refuseVolumeLoss(cohort, brain.id, sections, without);
  const frame = stackFrame(brain);
  const placed = [];
  const leftOut: { section: string; reason: string }[] = [];
  for (const section of sections) {
    const { mask, alignment, scan } = sectionParts(cohort, section, without);
    if (mask === undefined) leftOut.push({ section: section.section, reason: "has no mask" });
    else if (alignment === undefined) leftOut.push({ section: section.section, reason: "is not aligned" });
    else placed.push(await placeMask(section, { mask, alignment, scan }, frame));
  }
  if (placed.length < 2) {
    throw new DataError({
      file: cohort.dir,
      field: brain.id,
      message: `has ${placed.length} of ${sections.length} sections with both a mask and a place, and a volume needs two`,
      remedy: "Run cytonet segment and cytonet align, or import masks and transforms.",
    });
  }
  const turned = stackProblem(brain.sectionOrder, placed);
  if (turned !== undefined) {
    throw new DataError({
      file: join(cohort.dir, "overrides", "transforms", brain.id),
      field: "affine",
      ...turned,
      remedy: `${turned.remedy} Positions are those of the transforms.`,
    });
  }
  const exclusions = await exclusionFiles(cohort.dir, brain.id);
  const result = await reconstructBrain(placed, frame, config, exclusions, device, signal);
  const { sectionStepMm, slabs } = result;
  const used = new Set(slabs.map(({ section }) => section));
  const unused = placed.filter((one) => !used.has(one)).map(({ section }) => section);
  await writeResult(result, brain.id, { sectionStepMm, unused, leftOut }, cohort.dir, outDir);
}

async function writeResult(
  result: Reconstruction,
  brain: string,
  told: Pick<ReconstructSummary, "sectionStepMm" | "unused" | "leftOut">,
  cohortDir: string,
  outDir: string,
): Promise<void> {
  const { grid, tissue, uncleaned, image, slabs, emptyPlanes, defects, excluded, detached } = result;
  const affine = gridAffine(grid);
  const write = (name: string, data: Uint8Array<ArrayBuffer>) =>
    writeNifti(join(outDir, name), { sizes: grid.sizes, data, affine }, brainSpace(brain));
  await write("tissue.nii.gz", tissue);
  await write("tissue-uncleaned.nii.gz", uncleaned);
  if (image !== undefined) await write("image.nii.gz", image);
  const mm3 = (label: number) =>
    tissue.reduce((count, value) => count + (value === label ? 1 : 0), 0) * grid.voxelMm ** 3;
  const summary: ReconstructSummary = {
    brain,
    space: brainSpace(brain),
    voxelMm: grid.voxelMm,
    sizes: grid.sizes,
    originMm: grid.originMm,
    sections: slabs.map(({ section: { section, positionMm, mirrored }, plane }) => ({
      section,
      positionMm,
      plane,
      mirrored,
    })),
    ...told,
    emptyPlanes,
    defects,
    excluded: excluded.map(({ file, voxels }) => ({ file: relative(cohortDir, file), voxels })),
    detached,
    greyMm3: mm3(1),
    whiteMm3: mm3(2),
  };
  await writeJsonAtomic(join(outDir, "summary.json"), summary);
}
