import { relative, resolve } from "node:path";
import {
  brainSpace,
  ConfigError,
  DataError,
  ExitCode,
  InterruptedError,
  isReflection,
  type PointTransform,
  type Problem,
  type Section,
} from "@cytonet/cohort";
import type { z } from "zod";
import { checkLabelsFit, readAtlasLabels } from "./atlasLabels.js";
import { ccfSpace, readCcfAtlas } from "./ccfAtlas.js";
import { type GridSummary, runGridStage } from "./gridStage.js";
import { ImportQuintOptions, type ImportQuintSettings } from "./importQuintOptions.js";
import { type StatedField, settleQuintCohort } from "./quintCohort.js";
import { sectionAffine } from "./quintPlacement.js";
import { readQuintSeries } from "./quintResult.js";
import { checkSeries, placeFile, sectionId } from "./quintSections.js";
import { stackFrame } from "./stackFrame.js";

/** A section that could not be taken over, and why. */
export interface RefusedSection {
  readonly section: string;
  readonly filename: string;
  readonly problem: string;
}

export interface ImportQuintResult {
  readonly cohortDir: string;
  /** Points over all sections. */
  readonly points: number;
  /** Sections in their order, with points and the overlap of tissue and atlas. */
  readonly sections: readonly GridSummary[];
  /** Listed in `sections.csv` as excluded or missing. */
  readonly refused: readonly RefusedSection[];
  /** Sections that were taken over but could not be sampled; `failures.jsonl` of the grid tells more. */
  readonly unsampled: readonly { readonly section: string; readonly problem: string }[];
  /** Where files are that `force` replaced; null where none were. */
  readonly keptAside: string | null;
  /** Number of sections refused or not sampled. */
  readonly failures: number;
  readonly seconds: number;
  readonly exitCode: ExitCode;
}

export interface ImportQuintRun {
  readonly signal?: AbortSignal;
  readonly progress?: (update: { stage: string; done: number; total: number; note?: string }) => void;
}

/**
 * Make a cohort of a QUINT series (QuickNII, DeepSlice, VisuAlign) registered to the Allen CCFv3: `cohort.yaml`,
 * `sections.csv` with per-axis pixel sizes, a transform for each section, and grid points with atlas labels.
 *
 * Sections whose image is missing, damaged or of another shape are listed and the rest goes on. Series, atlas and labels
 * are read and checked before anything is written. Called again, it goes on where it was.
 *
 * @example
 * ```ts
 * const result = await importQuint({
 *   result: "MyResults.json",
 *   atlas: "annotation_25um.nrrd",
 *   labels: "annotation_labels.csv",
 *   images: "sections",
 *   out: "mouse-cohort",
 * });
 * console.log(result.points, result.refused);
 * ```
 * @throws ConfigError for options and for a cohort that differs; DataError, ScanError for series and atlas;
 * InterruptedError when the signal was aborted and what is done is saved
 */
export async function importQuint(
  input: z.input<typeof ImportQuintOptions>,
  { signal, progress = () => {} }: ImportQuintRun = {},
): Promise<ImportQuintResult> {
  const began = performance.now();
  const options = parseOptions(input);
  const dir = resolve(options.out);

  const series = await readQuintSeries(options.result);
  const atlas = await readCcfAtlas(options.atlas, options.voxelUm);
  checkLabelsFit(await readAtlasLabels(options.labels), atlas.labelIds(), options);
  const orientation = checkSeries(series, atlas, options);
  const frame = stackFrame(orientation);

  const rows: Section[] = [];
  const refused: RefusedSection[] = [];
  const transforms = new Map<string, PointTransform>();
  for (const [index, section] of series.sections.entries()) {
    signal?.throwIfAborted();
    const id = sectionId(section, series);
    const row = { brain: options.brain, section: id, thicknessUm: null };
    const found = await placeFile(section, options.images, atlas);
    if ("problem" in found) {
      refused.push({ section: id, filename: section.filename, problem: found.problem });
      const nowhere = { path: null, pixelSizeXUm: null, pixelSizeYUm: null, positionMm: null };
      rows.push({ ...row, ...nowhere, status: "missing", note: found.problem });
    } else {
      const { pixelSizeXUm, pixelSizeYUm, positionMm } = found;
      const affine = sectionAffine(section.anchoring, positionMm, frame, atlas);
      const note = isReflection(affine) ? "image is mirrored" : "";
      rows.push({
        ...row,
        path: section.filename,
        pixelSizeXUm,
        pixelSizeYUm,
        positionMm,
        status: "ok",
        note,
      });
      transforms.set(id, { from: brainSpace(options.brain), to: ccfSpace, maps: "points", affine });
    }
    progress({ stage: "place sections", done: index + 1, total: series.sections.length });
  }
  if (refused.length === rows.length) {
    throw new DataError({
      file: options.images,
      message: `holds no usable image of the series (${refused[0]!.filename}: ${refused[0]!.problem})`,
      remedy: "Name the folder of the registered images with --images, and check the series' anchorings.",
    });
  }
  const stated = (["name", "sharing", "stainPolarity"] as const).filter(
    (field: StatedField) => input[field] !== undefined,
  );
  const keptAside = await settleQuintCohort(
    dir,
    {
      cohort: {
        name: options.name,
        roots: { scans: relative(dir, resolve(options.images)) || "." },
        referenceSpace: ccfSpace,
        spaces: [{ id: ccfSpace }],
        brains: [
          {
            id: options.brain,
            species: "mouse",
            sharing: options.sharing,
            ...orientation,
            stainPolarity: options.stainPolarity,
          },
        ],
      },
      sections: rows,
      transforms,
      filenames: new Map(series.sections.map((section) => [sectionId(section, series), section.filename])),
    },
    { force: options.force, stated: new Set(stated) },
  );

  const { gridSpacingMm, region, tissueWindowMm, minTissueShare, tissueContrast } = options;
  const grid = await runGridStage({
    cohortDir: dir,
    atlas: resolve(options.atlas),
    labels: resolve(options.labels),
    atlasRead: atlas,
    ...(options.voxelUm === undefined ? {} : { voxelUm: options.voxelUm }),
    settings: { gridSpacingMm, region, tissueWindowMm, minTissueShare, tissueContrast },
    force: options.force,
    ...(signal === undefined ? {} : { signal }),
    onEvent: (event) => {
      if (event.kind === "item") progress({ stage: "sample grid", done: event.settled, total: event.total });
    },
  });
  if (grid.interrupted) {
    throw new InterruptedError({
      file: dir,
      message: `was left after ${grid.done + grid.skipped} of ${rows.length} sections`,
      remedy: "The same command goes on; sections that are done are kept.",
    });
  }
  const failures = new Set([
    ...refused.map(({ section }) => section),
    ...grid.failures.map(({ item, section }) => section ?? item),
  ]).size;
  return {
    cohortDir: dir,
    points: grid.summaries.reduce((sum, { points }) => sum + points, 0),
    sections: grid.summaries,
    refused,
    unsampled: grid.failures.map(({ item, section, error }) => ({
      section: section ?? item,
      problem: error.message,
    })),
    keptAside: keptAside ?? null,
    failures,
    seconds: (performance.now() - began) / 1000,
    exitCode: failures > 0 ? ExitCode.Failures : ExitCode.Done,
  };
}

function parseOptions(input: unknown): ImportQuintSettings {
  const parsed = ImportQuintOptions.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    parsed.error.issues.map(
      (issue): Problem => ({
        field: issue.path.map(String).join("."),
        message: issue.message,
        remedy: "See `cytonet import quint --help`.",
      }),
    ),
  );
}
