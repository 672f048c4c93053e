import { join } from "node:path";
import {
  brainOf,
  type Cohort,
  ConfigError,
  checkStacks,
  DataError,
  isUsable,
  loadCohort,
  loadSections,
  type ScannedSection,
  type Section,
} from "@cytonet/cohort";
import { type AlignOverrides, readAlignOverrides } from "./overrides.js";

/** A section that takes part, with its place in the stack. */
export type PlacedRow = ScannedSection & { readonly positionMm: number };

/** The sections of a brain that take part, along the stack. */
export interface Series {
  readonly brain: string;
  readonly sections: readonly PlacedRow[];
  readonly overrides: AlignOverrides;
}

/** The brains to be aligned, as cohort and user have them. */
export interface AlignInput {
  readonly cohort: Cohort;
  readonly series: readonly Series[];
}

/**
 * Reads what is to be aligned: usable sections that the user does not exclude, sorted by position.
 *
 * @throws ConfigError for faulty files, an unknown brain and positions that contradict the order of the sections;
 * DataError for sections without a position
 */
export async function readSeries(cohortDir: string, only: string | undefined): Promise<AlignInput> {
  const cohort = await loadCohort(cohortDir);
  const rows = await loadSections(cohort);
  const overrides = await readAlignOverrides(cohort.dir, rows);
  const ids = only === undefined ? cohort.brains.map(({ id }) => id) : [brainOf(cohort, only).id];
  const taking = rows.filter(
    (row) => ids.includes(row.brain) && !overrides(row.brain).excluded.has(row.section),
  );
  checkStacks(cohort, taking);
  const series = ids.map((brain) => {
    const of = overrides(brain);
    const sections = rows
      .filter(isUsable)
      .filter((row) => row.brain === brain && !of.excluded.has(row.section))
      .map((row) => placed(cohort, row))
      .sort((a, b) => a.positionMm - b.positionMm || (a.section < b.section ? -1 : 1));
    return { brain, sections, overrides: of };
  });
  if (series.every(({ sections }) => sections.length === 0)) {
    throw new ConfigError({
      file: join(cohort.dir, "sections.csv"),
      field: "status",
      message: only === undefined ? "lists no usable section" : `lists no usable section of ${only}`,
      remedy: "Set the status of sections to ok, or name another brain.",
    });
  }
  return { cohort, series: series.filter(({ sections }) => sections.length > 0) };
}

function placed(cohort: Cohort, row: Section & ScannedSection): PlacedRow {
  if (row.positionMm !== null) return { ...row, positionMm: row.positionMm };
  throw new DataError({
    file: join(cohort.dir, "sections.csv"),
    field: "positionMm",
    message: `section ${row.section} of ${row.brain} has no position`,
    remedy: "Give its position along the stack in millimetres, or set its status to excluded.",
  });
}
