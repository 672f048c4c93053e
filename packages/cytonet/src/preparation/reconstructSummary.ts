import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type Cohort,
  DataError,
  itemDir,
  loadSections,
  readFailures,
  type ScannedSection,
} from "@cytonet/cohort";
import { featureStage } from "./align/alignFiles.js";
import { readAlignOverrides } from "./align/overrides.js";
import type { Doubt } from "./doubts.js";
import { sectionParts } from "./placedMasks.js";

/** Name and version of the stage; results lie in `derived/reconstruct/BRAIN`. */
export const reconstructStage = { name: "reconstruct", version: 2 } as const;

/** What a volume was made of; `summary.json` beside it. */
export interface ReconstructSummary {
  readonly brain: string;
  readonly space: string;
  readonly voxelMm: number;
  readonly sizes: readonly [number, number, number];
  readonly originMm: readonly [number, number, number];
  /** Median distance of the sections that have a mask and a place, mm. */
  readonly sectionStepMm: number;
  /** Sections in the volume, with the plane each fills along the stack. */
  readonly sections: readonly {
    readonly section: string;
    readonly positionMm: number;
    readonly plane: number;
    readonly mirrored: boolean;
  }[];
  /** Sections with mask and place that fill no plane, since another one lies nearer to the middle of theirs. */
  readonly unused: readonly string[];
  /** Usable sections that lack a mask or a place. */
  readonly leftOut: readonly { readonly section: string; readonly reason: string }[];
  readonly emptyPlanes: number;
  readonly defects: { readonly parts: number; readonly samples: number };
  readonly excluded: readonly { readonly file: string; readonly voxels: number }[];
  readonly detached: { readonly parts: number; readonly samples: number };
  readonly greyMm3: number;
  readonly whiteMm3: number;
}

/** Which sections of a brain its volume is made of. */
export interface VolumeSections extends Pick<ReconstructSummary, "brain" | "unused" | "leftOut"> {
  readonly used: readonly string[];
}

/** What a brain's last volume was made of; undefined where it has none. */
export async function readReconstructSummary(
  cohortDir: string,
  brain: string,
): Promise<ReconstructSummary | undefined> {
  const path = join(itemDir(cohortDir, reconstructStage.name, { brain }), "summary.json");
  if (!existsSync(path)) return undefined;
  // The first version of the stage did not list what it had no plane for.
  const told = JSON.parse(await readFile(path, "utf8")) as Omit<ReconstructSummary, "unused">;
  return { unused: [], ...told };
}

/** The sections of a volume by what became of them. */
export function volumeSections({ brain, sections, unused, leftOut }: ReconstructSummary): VolumeSections {
  return { brain, used: sections.map(({ section }) => section), unused, leftOut };
}

/** Why a person should look at how a volume was made; undefined where nothing asks for it. */
export function volumeDoubt(summary: ReconstructSummary): Doubt | undefined {
  const { brain, sections, unused, voxelMm, sectionStepMm } = summary;
  if (unused.length === 0) return undefined;
  return {
    item: brain,
    problem:
      `${unused.length} of ${sections.length + unused.length} sections fill no plane: voxels of ${voxelMm} mm, sections ` +
      `${Number(sectionStepMm.toPrecision(4))} mm apart; give a smaller voxelMm with --config to use them all`,
  };
}

/**
 * Refuses to replace a brain's volume by one without sections that it has, where they lack a mask or a place only because
 * segmentation or alignment failed or has gone. Whoever wants to do without them excludes them.
 *
 * @param sections the brain's usable ones
 * @param without sections whose mask does not count, see `sectionsWithoutMask`
 * @throws DataError naming the sections
 */
export async function refuseVolumeLoss(
  cohort: Cohort,
  brain: string,
  sections: readonly ScannedSection[],
  without: ReadonlySet<string>,
): Promise<void> {
  const last = await readReconstructSummary(cohort.dir, brain);
  if (last === undefined) return;
  const had = new Set([...last.sections.map(({ section }) => section), ...last.unused]);
  const { excluded } = (await readAlignOverrides(cohort.dir, await loadSections(cohort)))(brain);
  const unread = new Set((await readFailures(cohort.dir, featureStage.name)).map(({ item }) => item));
  const lost = sections.filter((section) => {
    if (!had.has(section.section) || excluded.has(section.section)) return false;
    const { mask, alignment } = sectionParts(cohort, section, without);
    return mask === undefined || (alignment === undefined && unread.has(`${brain}/${section.section}`));
  });
  if (lost.length === 0) return;
  const names = lost.slice(0, 12).map(({ section }) => section);
  const more = lost.length > names.length ? ` and ${lost.length - names.length} more` : "";
  throw new DataError({
    file: itemDir(cohort.dir, reconstructStage.name, { brain }),
    field: "tissue.nii.gz",
    message: `is kept as it is: ${lost.length} of its sections (${names.join(", ")}${more}) have no mask or place now`,
    remedy:
      "See failures.jsonl in derived/segment and derived/align-features, and run cytonet segment and cytonet align " +
      "again; to do without them, set their status in sections.csv to excluded or exclude them in overrides/alignment.csv.",
  });
}
