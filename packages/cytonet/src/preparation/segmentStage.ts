import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  brainOf,
  type Cohort,
  DataError,
  type ScannedSection,
  type StageItem,
  scanPath,
  shardOf,
  writeJsonAtomic,
} from "@cytonet/cohort";
import { SegmentationRefusal, type SegmentedTissue, segmentTissue } from "@cytonet/imaging";
import { openScan, type Scan, whiteLevel } from "@cytonet/scans";
import { scope, tensor } from "@cytonet/torch";
import type { WorkContext } from "../workContext.js";
import { type Doubt, segmentDoubts } from "./doubts.js";
import { readMask, refitMask, writeMask } from "./maskImage.js";
import { openPreparation, type PreparationRequest } from "./preparationRequest.js";
import type { SegmentConfig } from "./segmentConfig.js";
import { mergeOutcomes, runPreparation, type StageOutcome } from "./stageOutcome.js";

/** Name and version of the stage; results lie in `derived/segment/BRAIN/SECTION`. */
export const segmentStage = { name: "segment", version: 2 } as const;

export type SegmentRequest = PreparationRequest<SegmentConfig>;

/** What segmentation did, and which sections a person should look at. */
export interface SegmentOutcome extends StageOutcome {
  readonly doubtful: readonly Doubt[];
}

/** What was found in a section; `summary.json` beside its `mask.png`. */
export interface SegmentSummary {
  readonly brain: string;
  readonly section: string;
  /** A user's mask of `overrides/masks`, or the segmentation's. */
  readonly source: "segmentation" | "override";
  readonly pixelSizeUm: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly greyMm2: number;
  readonly whiteMm2: number;
  /** How slide, grey and white matter were told apart; null for a user's mask. */
  readonly found: Omit<SegmentedTissue, "labels" | "widthPx" | "heightPx"> | null;
}

/** Where a user's mask of a section stands: `overrides/masks/BRAIN/SECTION.png`. */
export function maskOverridePath(cohortDir: string, brain: string, section: string): string {
  return join(cohortDir, "overrides", "masks", brain, `${section}.png`);
}

/**
 * Segments the usable sections of a cohort into grey matter, white matter and slide (§3.2). A blank or full slide, or
 * one without a clear border, is listed in `failures.jsonl` and gets no mask; one whose classes are doubtful is told of.
 *
 * @throws ConfigError, StageError, LockedError; InterruptedError on a signal
 */
export async function runSegmentStage(
  request: SegmentRequest,
  context: WorkContext,
): Promise<SegmentOutcome> {
  const { config, force, dryRun } = request;
  const { cohort, sections, device } = await openPreparation(request);
  const byId = new Map(sections.map((section) => [`${section.brain}/${section.section}`, section]));
  const outcome = await runPreparation(
    {
      cohortDir: cohort.dir,
      stage: { ...segmentStage, settings: config },
      items: sections.map((section) => itemOf(cohort, section)),
      work: (item, { outDir }) =>
        segmentSection(cohort, byId.get(`${item.brain}/${item.section}`)!, item, config, device, outDir),
      device,
      force,
      dryRun,
    },
    context,
  );
  // Every rank tells of its own share.
  const own = outcome.share === undefined ? sections : shardOf(sections, outcome.share);
  return { ...outcome, doubtful: await segmentDoubts(cohort.dir, own) };
}

/** One outcome of those of all ranks. */
export function mergeSegmentOutcomes(outcomes: readonly SegmentOutcome[]): SegmentOutcome {
  return { ...mergeOutcomes(outcomes), doubtful: outcomes.flatMap(({ doubtful }) => doubtful) };
}

function itemOf(cohort: Cohort, section: ScannedSection): StageItem {
  const override = maskOverridePath(cohort.dir, section.brain, section.section);
  const { pixelSizeXUm, pixelSizeYUm } = section;
  const { stainPolarity } = brainOf(cohort, section.brain);
  return {
    brain: section.brain,
    section: section.section,
    inputs: { scan: scanPath(cohort, section), ...(existsSync(override) ? { override } : {}) },
    facts: { section: { pixelSizeXUm, pixelSizeYUm, stainPolarity } },
  };
}

async function segmentSection(
  cohort: Cohort,
  section: ScannedSection,
  item: StageItem,
  config: SegmentConfig,
  device: string,
  outDir: string,
): Promise<void> {
  const { pixelSizeXUm, pixelSizeYUm } = section;
  const scan = await openScan(item.inputs.scan!, { pixelSizeXUm, pixelSizeYUm });
  try {
    const { override } = item.inputs;
    const { stainPolarity } = brainOf(cohort, section.brain);
    const result =
      override === undefined
        ? await segmentScan(scan, stainPolarity, config, device)
        : await fitOverride(override, scan, section, config.pixelSizeUm);
    await writeMask(join(outDir, "mask.png"), result);
    const perMm2 = (1000 / config.pixelSizeUm) ** 2;
    const areaOf = (label: number) => result.labels.reduce((n, v) => n + (v === label ? 1 : 0), 0) / perMm2;
    const { labels, widthPx, heightPx, ...found } = result;
    const summary: SegmentSummary = {
      brain: section.brain,
      section: section.section,
      source: override === undefined ? "segmentation" : "override",
      pixelSizeUm: config.pixelSizeUm,
      widthPx,
      heightPx,
      greyMm2: areaOf(1),
      whiteMm2: areaOf(2),
      found: "threshold" in found ? (found as NonNullable<SegmentSummary["found"]>) : null,
    };
    await writeJsonAtomic(join(outDir, "summary.json"), summary);
  } finally {
    await scan.close();
  }
}

/** Reads the whole section at the segmentation's pixel size and divides it. */
async function segmentScan(
  scan: Scan,
  stain: "dark" | "light",
  config: SegmentConfig,
  device: string,
): Promise<SegmentedTissue> {
  const { widthPx, heightPx } = scan;
  const image = await scan.read({ xPx: 0, yPx: 0, widthPx, heightPx }, config.pixelSizeUm);
  const white = whiteLevel(image.bitDepth);
  const stained = Float32Array.from(image.data, (grey) => (stain === "dark" ? white - grey : grey) / white);
  try {
    return scope(() =>
      segmentTissue(tensor(stained, { shape: [image.heightPx, image.widthPx], device }), config),
    );
  } catch (error) {
    if (!(error instanceof SegmentationRefusal)) throw error;
    const figures = Object.entries(error.measured).map(([name, value]) => `${name} ${value.toPrecision(3)}`);
    throw new DataError(
      {
        file: scan.path,
        message: `${error.message} (${figures.join(", ")})`,
        remedy:
          "Look at the scan: exclude the section, draw its mask into overrides/masks, or " +
          (error.kind === "small-tissue"
            ? "lower `cleaning.minTissueMm2` with --config, as small brains need."
            : "change `background`."),
      },
      { cause: error },
    );
  }
}

async function fitOverride(path: string, scan: Scan, section: ScannedSection, pixelSizeUm: number) {
  const size = (px: number, um: number) => Math.max(1, Math.round((px * um) / pixelSizeUm));
  const widthPx = size(scan.widthPx, section.pixelSizeXUm);
  const heightPx = size(scan.heightPx, section.pixelSizeYUm);
  return refitMask(await readMask(path), widthPx, heightPx, path);
}
