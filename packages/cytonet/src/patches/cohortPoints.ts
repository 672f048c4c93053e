import { type Points, pickColumns, readPoints } from "@cytonet/cohort";
import { excludedPoints } from "../preparation/qualityJournal.js";
import { pointFiles } from "./pointFiles.js";

/** A cohort's points that are in use. */
export interface CohortPoints extends Points {
  /** Files that they come from. */
  readonly files: readonly string[];
  /** Points of the files that a person has excluded (`cytonet qc exclude --kind point`), by `brain/section`. */
  readonly excluded: ReadonlyMap<string, readonly string[]>;
}

/** Reads all points of a cohort without those that a person has excluded. @throws as `pointFiles` and `readPoints` */
export async function readCohortPoints(cohortDir: string): Promise<CohortPoints> {
  const files = await pointFiles(cohortDir);
  const points = await readPoints(files);
  const ids = await excludedPoints(cohortDir);
  const excluded = new Map<string, string[]>();
  const kept: number[] = [];
  for (const [row, id] of points.columns.pointId.entries()) {
    if (!ids.has(id)) {
      kept.push(row);
      continue;
    }
    const key = `${points.columns.brain[row]}/${points.columns.section[row]}`;
    excluded.set(key, [...(excluded.get(key) ?? []), id]);
  }
  if (excluded.size === 0) return { ...points, files, excluded };
  return { ...points, rows: kept.length, columns: pickColumns(points.columns, kept), files, excluded };
}
