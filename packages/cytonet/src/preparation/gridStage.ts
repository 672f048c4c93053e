import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  brainOf,
  type Cohort,
  DataError,
  type ItemContext,
  isUsable,
  itemDir,
  loadCohort,
  loadSections,
  runStage,
  type ScannedSection,
  type StageEvent,
  type StageItem,
  type StageResult,
  sameSpace,
  scanPath,
  writeJsonAtomic,
  writeLabels,
  writePoints,
} from "@cytonet/cohort";
import { openScan } from "@cytonet/scans";
import { type AtlasLabel, readAtlasLabels } from "./atlasLabels.js";
import { atlasOverlap } from "./atlasOverlap.js";
import { type CcfAtlas, ccfSpace, readCcfAtlas } from "./ccfAtlas.js";
import { type GridSettings, sampleGrid } from "./gridSampler.js";
import { labelColumns, pointColumns } from "./gridTables.js";
import { type PlacedSection, positionAt } from "./sectionPositions.js";
import { readSectionTransform, sectionTransformPath } from "./sectionTransforms.js";
import { stackFrame } from "./stackFrame.js";
import { tissueMask } from "./tissue.js";

/** Pixels on which tissue is measured, unless the scan's own are larger. */
const tissuePixelUm = 20;

/** Name and version of the stage; results lie in `derived/grid/BRAIN/SECTION`. */
export const gridStage = { name: "grid", version: 1 } as const;

export interface GridStageOptions {
  readonly cohortDir: string;
  /** Files of the Allen CCFv3 annotation and of its labels. */
  readonly atlas: string;
  readonly labels: string;
  /** The same annotation, where the caller has read it already. */
  readonly atlasRead?: CcfAtlas;
  /** Voxel edge of the annotation where its file states none. */
  readonly voxelUm?: number;
  /** The grid, and the difference from the slide's grey that makes tissue (a share of the grey range). */
  readonly settings: GridSettings & { readonly tissueContrast: number };
  readonly force?: boolean;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: StageEvent) => void;
}

/** What sampling found in a section; `summary.json` beside its tables. */
export interface GridSummary {
  readonly brain: string;
  readonly section: string;
  readonly points: number;
  /** Grey level of the bare slide. */
  readonly background: number;
  readonly tissueAreaMm2: number;
  /** Dice coefficient of the tissue and the registered atlas. */
  readonly atlasDice: number;
}

/**
 * Sample the usable sections of a cohort in `allen-ccfv3` on a regular grid and label the points from the
 * atlas. Each section with a transform becomes `points.parquet`, `labels.parquet` and `summary.json`.
 *
 * @throws ConfigError, StageError, SpaceMismatchError; what is wrong with one section is listed as a failure
 */
export async function runGridStage(
  options: GridStageOptions,
): Promise<StageResult & { readonly summaries: readonly GridSummary[] }> {
  const cohort = await loadCohort(options.cohortDir);
  sameSpace({ what: "the atlas", space: ccfSpace }, { what: cohort.dir, space: cohort.referenceSpace });
  const sections = (await loadSections(cohort)).filter(isUsable);
  const byId = new Map(sections.map((section) => [`${section.brain}/${section.section}`, section]));
  // Read at the first section that needs it: a run that skips everything does not wait for it.
  let loaded: Promise<[CcfAtlas, ReadonlyMap<number, AtlasLabel>]> | undefined;
  const atlas = () => {
    loaded ??= Promise.all([
      options.atlasRead ?? readCcfAtlas(options.atlas, options.voxelUm),
      readAtlasLabels(options.labels),
    ]);
    return loaded;
  };
  const items = sections.map((section) => itemOf(cohort, section, options));
  const result = await runStage({
    cohortDir: cohort.dir,
    stage: { ...gridStage, settings: { ...options.settings, voxelUm: options.voxelUm ?? null } },
    items,
    work: async (item, context) =>
      sampleSection(
        cohort,
        byId.get(`${item.brain}/${item.section}`)!,
        await atlas(),
        options,
        item,
        context,
      ),
    ...(options.force === undefined ? {} : { force: options.force }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.onEvent === undefined ? {} : { onEvent: options.onEvent }),
  });
  return { ...result, summaries: await readSummaries(cohort.dir, items, result) };
}

function itemOf(cohort: Cohort, section: ScannedSection, options: GridStageOptions): StageItem {
  return {
    brain: section.brain,
    section: section.section,
    inputs: {
      scan: scanPath(cohort, section),
      transform: sectionTransformPath(cohort.dir, section.brain, section.section),
      atlas: options.atlas,
      labels: options.labels,
      // Pixel sizes, positions and the brain's frame stand there.
      cohort: join(cohort.dir, "cohort.yaml"),
      sections: join(cohort.dir, "sections.csv"),
    },
  };
}

async function sampleSection(
  cohort: Cohort,
  section: ScannedSection,
  [atlas, labels]: [CcfAtlas, ReadonlyMap<number, AtlasLabel>],
  { settings }: GridStageOptions,
  item: StageItem,
  context: ItemContext,
): Promise<void> {
  const brain = brainOf(cohort, section.brain);
  const { positionMm, pixelSizeXUm, pixelSizeYUm } = section;
  if (positionMm === null) {
    throw new DataError({
      file: join(cohort.dir, "sections.csv"),
      field: "positionMm",
      message: `section ${section.section} of ${section.brain} has no position`,
      remedy: "Give its position along the stack, or set its status to excluded.",
    });
  }
  const transform = await readSectionTransform(item.inputs.transform!, brain.id, cohort.referenceSpace);
  const scan = await openScan(item.inputs.scan!, { pixelSizeXUm, pixelSizeYUm });
  try {
    const { widthPx, heightPx } = scan;
    const frame = stackFrame(brain);
    const extent = { widthPx, heightPx, pixelSizeXUm, pixelSizeYUm, positionMm };
    const placed: PlacedSection = { ...extent, frame, toReference: transform.affine };

    const maskUm = Math.max(tissuePixelUm, pixelSizeXUm, pixelSizeYUm);
    const background = await scan.background();
    const image = await scan.read({ xPx: 0, yPx: 0, widthPx, heightPx }, maskUm);
    const mask = tissueMask(image, maskUm, background, brain.stainPolarity, settings.tissueContrast);
    const points = sampleGrid(placed, mask, atlas, labels, settings);

    const metadata = { referenceSpace: cohort.referenceSpace, provenance: context.provenanceKey };
    const columns = pointColumns(section.brain, section.section, settings.gridSpacingMm, points);
    await writePoints(join(context.outDir, "points.parquet"), columns, metadata);
    await writeLabels(
      join(context.outDir, "labels.parquet"),
      labelColumns(columns.pointId, points),
      metadata,
    );
    const summary: GridSummary = {
      brain: section.brain,
      section: section.section,
      points: points.length,
      background,
      tissueAreaMm2: mask.inside.reduce((a, b) => a + b, 0) * (maskUm / 1000) ** 2,
      atlasDice: atlasOverlap(mask, (xUm, yUm) => positionAt(placed, xUm, yUm).refMm, atlas),
    };
    await writeJsonAtomic(join(context.outDir, "summary.json"), summary);
  } finally {
    await scan.close();
  }
}

/** Summaries of the sections that have a result, in the order of the sections. */
async function readSummaries(
  cohortDir: string,
  items: readonly StageItem[],
  { failures, interrupted }: StageResult,
): Promise<GridSummary[]> {
  const failed = new Set(failures.map(({ item }) => item));
  const summaries: GridSummary[] = [];
  for (const item of items) {
    if (failed.has(`${item.brain}/${item.section}`)) continue;
    const path = join(itemDir(cohortDir, gridStage.name, item), "summary.json");
    try {
      summaries.push(JSON.parse(await readFile(path, "utf8")) as GridSummary);
    } catch (error) {
      if (interrupted && (error as NodeJS.ErrnoException).code === "ENOENT") continue;
      throw error;
    }
  }
  return summaries;
}
