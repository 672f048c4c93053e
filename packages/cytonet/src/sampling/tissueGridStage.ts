import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import {
  type Affine,
  brainOf,
  brainSpace,
  type Cohort,
  DataError,
  identityAffine,
  type PointColumns,
  type ScannedSection,
  type StageItem,
  shardOf,
  writeJsonAtomic,
  writePoints,
} from "@cytonet/cohort";
import { readMask } from "../preparation/maskImage.js";
import { readSegmentSummary, sectionParts, sectionsWithoutMask } from "../preparation/placedMasks.js";
import { openPreparation, type PreparationRequest } from "../preparation/preparationRequest.js";
import { readSectionAlignment } from "../preparation/sectionAlignment.js";
import { readSectionTransform, sectionTransformPath } from "../preparation/sectionTransforms.js";
import { mergeOutcomes, runPreparation, type StageOutcome } from "../preparation/stageOutcome.js";
import type { WorkContext } from "../workContext.js";
import { type TissueGridPoint, type TissueGridSettings, tissueGrid } from "./tissueGrid.js";

/** Name and version of the stage; results lie in `derived/tissue-grid/BRAIN/SECTION`. */
export const tissueGridStage = { name: "tissue-grid", version: 1 } as const;

/** What chose the points, as their table says. */
export const tissueGridSampler = "tissue-grid";

export type TissueGridRequest = PreparationRequest<TissueGridSettings>;

/** What sampling found. Counts are of this process's share of the sections, sampled now or before. */
export interface TissueGridOutcome extends StageOutcome {
  readonly points: number;
  /** Of them, those whose place in the brain is known. */
  readonly pointsInBrain: number;
  /** Of them, those whose place in the cohort's reference space is known. */
  readonly pointsInReference: number;
  /** Usable sections without a mask, as BRAIN/SECTION. */
  readonly withoutMask: readonly string[];
}

/** What was sampled of a section; `summary.json` beside its `points.parquet`. */
export interface TissueGridSummary {
  readonly brain: string;
  readonly section: string;
  readonly points: number;
  /** Whether the section is aligned in its brain, so that its points have coordinates there. */
  readonly isInBrain: boolean;
  /** Whether they have coordinates in the cohort's reference space. */
  readonly isInReference: boolean;
}

/**
 * Samples the masks of a cohort's usable sections on a regular grid. Pixels come from the section, millimetres in the brain
 * from its alignment, millimetres in the reference space from there by the section's transform
 * (`transforms/BRAIN/SECTION.json`) or the brain's `toReference`, where that is a JSON file; the reference space may also be
 * the brain's own. What is unknown stays unknown (NULL). The hemisphere is unknown: no midline is at hand.
 *
 * @throws ConfigError, StageError, LockedError; DataError where no section has a mask; InterruptedError on a signal
 */
export async function runTissueGrid(
  request: TissueGridRequest,
  context: WorkContext,
): Promise<TissueGridOutcome> {
  const { config, force, dryRun } = request;
  const { cohort, sections } = await openPreparation({ ...request, device: "cpu" });
  const without = await sectionsWithoutMask(cohort.dir);
  const parts = sections.map((section) => ({ section, ...sectionParts(cohort, section, without) }));
  const masked = parts.filter(({ mask }) => mask !== undefined);
  if (masked.length === 0)
    throw new DataError({
      file: cohort.dir,
      field: "sections",
      message: `${sections.length} are usable, and none has a mask`,
      remedy: "Run cytonet segment first, or import masks.",
    });
  const byId = new Map(sections.map((section) => [`${section.brain}/${section.section}`, section]));
  const items = masked.map(({ section, mask, alignment }) => itemOf(cohort, section, mask!, alignment));
  const outcome = await runPreparation(
    {
      cohortDir: cohort.dir,
      stage: { ...tissueGridStage, settings: config },
      items,
      work: (item, { outDir, provenanceKey }) => {
        const section = byId.get(`${item.brain}/${item.section}`)!;
        return sampleSection(cohort, section, item, config, outDir, provenanceKey);
      },
      device: "cpu",
      force,
      dryRun,
    },
    context,
  );
  const names = (some: readonly { readonly section: ScannedSection }[]) =>
    some.map(({ section: { brain, section } }) => `${brain}/${section}`);
  const withoutMask = names(parts.filter(({ mask }) => mask === undefined));
  const own = outcome.share === undefined ? masked : shardOf(masked, outcome.share);
  return { ...outcome, ...(await counts(cohort.dir, names(own))), withoutMask };
}

/** One outcome of those of all ranks, each of which counted its share. */
export function mergeTissueGridOutcomes(outcomes: readonly TissueGridOutcome[]): TissueGridOutcome {
  const sum = (of: (outcome: TissueGridOutcome) => number) =>
    outcomes.reduce((total, one) => total + of(one), 0);
  return {
    ...mergeOutcomes(outcomes),
    points: sum(({ points }) => points),
    pointsInBrain: sum(({ pointsInBrain }) => pointsInBrain),
    pointsInReference: sum(({ pointsInReference }) => pointsInReference),
    withoutMask: outcomes[0]!.withoutMask,
  };
}

function itemOf(
  cohort: Cohort,
  section: ScannedSection,
  mask: string,
  alignment: string | undefined,
): StageItem {
  const transform = toReferencePath(cohort, section);
  const { pixelSizeXUm, pixelSizeYUm } = section;
  return {
    brain: section.brain,
    section: section.section,
    inputs: {
      mask,
      ...(alignment !== undefined && { alignment }),
      ...(transform !== undefined && { transform }),
    },
    facts: { section: { pixelSizeXUm, pixelSizeYUm }, referenceSpace: cohort.referenceSpace },
  };
}

/** The file that leads from a section's brain to the reference space: the section's own, else the brain's. */
function toReferencePath(cohort: Cohort, { brain, section }: ScannedSection): string | undefined {
  const own = sectionTransformPath(cohort.dir, brain, section);
  if (existsSync(own)) return own;
  const { toReference } = brainOf(cohort, brain);
  return toReference?.file.endsWith(".json") ? resolve(cohort.dir, toReference.file) : undefined;
}

async function sampleSection(
  cohort: Cohort,
  section: ScannedSection,
  { inputs }: StageItem,
  settings: TissueGridSettings,
  outDir: string,
  provenance: string,
): Promise<void> {
  const { pixelSizeUm } = await readSegmentSummary(join(dirname(inputs.mask!), "summary.json"));
  const points = tissueGrid(await readMask(inputs.mask!), pixelSizeUm, settings);
  const own = brainSpace(section.brain);
  const toBrain = inputs.alignment && (await readSectionAlignment(inputs.alignment, section.brain)).affine;
  const toReference =
    cohort.referenceSpace === own
      ? identityAffine
      : inputs.transform &&
        (await readSectionTransform(inputs.transform, section.brain, cohort.referenceSpace)).affine;
  await writePoints(
    join(outDir, "points.parquet"),
    columns(section, settings, points, toBrain || undefined, toReference || undefined),
    { referenceSpace: cohort.referenceSpace, provenance },
  );
  const isInBrain = !!toBrain;
  const summary: TissueGridSummary = {
    brain: section.brain,
    section: section.section,
    points: points.length,
    isInBrain,
    isInReference: isInBrain && !!toReference,
  };
  await writeJsonAtomic(join(outDir, "summary.json"), summary);
}

/**
 * @param toBrain from level-0 pixels (x, y, 0) to the brain's millimetres
 * @param toReference from there to the reference space
 */
function columns(
  { brain, section, pixelSizeXUm, pixelSizeYUm }: ScannedSection,
  { gridSpacingMm }: TissueGridSettings,
  points: readonly TissueGridPoint[],
  toBrain: Affine | undefined,
  toReference: Affine | undefined,
): PointColumns {
  const spacing = `${tissueGridSampler}-${Number((gridSpacingMm * 1000).toPrecision(6))}um`;
  const numbers = (value: (point: TissueGridPoint) => number) => Float64Array.from(points, value);
  const xPx = numbers(({ xUm }) => xUm / pixelSizeXUm);
  const yPx = numbers(({ yUm }) => yUm / pixelSizeYUm);
  const nowhere = new Float64Array(points.length).fill(Number.NaN);
  const mapped = (m: Affine | undefined, [x, y, z]: readonly Float64Array[]) =>
    [0, 4, 8].map((row) =>
      m === undefined
        ? nowhere
        : x!.map((_, i) => m[row]! * x![i]! + m[row + 1]! * y![i]! + m[row + 2]! * z![i]! + m[row + 3]!),
    );
  const inBrain = mapped(toBrain, [xPx, yPx, new Float64Array(points.length)]);
  const inReference = mapped(toReference, inBrain);
  return {
    pointId: points.map(({ row, column }) => `${brain}/${section}/${spacing}/r${row}c${column}`),
    brain: points.map(() => brain),
    section: points.map(() => section),
    hemisphere: points.map(() => "unknown"),
    xPx,
    yPx,
    xBrainMm: inBrain[0]!,
    yBrainMm: inBrain[1]!,
    zBrainMm: inBrain[2]!,
    xRefMm: inReference[0]!,
    yRefMm: inReference[1]!,
    zRefMm: inReference[2]!,
    sampler: points.map(() => tissueGridSampler),
    tissueShare: Float32Array.from(points, ({ tissueShare }) => tissueShare),
  };
}

/** Sums over the sections that have a result. */
async function counts(cohortDir: string, names: readonly string[]) {
  let [points, pointsInBrain, pointsInReference] = [0, 0, 0];
  for (const name of names) {
    const path = join(cohortDir, "derived", tissueGridStage.name, name, "summary.json");
    if (!existsSync(path)) continue;
    const summary = JSON.parse(await readFile(path, "utf8")) as TissueGridSummary;
    points += summary.points;
    if (summary.isInBrain) pointsInBrain += summary.points;
    if (summary.isInReference) pointsInReference += summary.points;
  }
  return { points, pointsInBrain, pointsInReference };
}
