import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError, joinByPoint } from "@cytonet/cohort";
import type { SectionAssignment, SectionRole } from "@cytonet/learning";
import { pointFiles, tableFiles } from "../patches/pointFiles.js";
import { excludedPoints } from "../preparation/qualityJournal.js";

/** Labelled points with features: row i of every column is the same point. */
export interface ProbeRows {
  readonly pointId: readonly string[];
  readonly brain: readonly string[];
  readonly section: readonly string[];
  readonly role: readonly SectionRole[];
  /** Empty where no atlas was asked for. */
  readonly area: readonly string[];
  /** n × 3 mm in the reference space, NaN where unknown. */
  readonly coordinatesMm: Float64Array;
  readonly referenceSpace: string;
  readonly columns: number;
  /** n × columns. */
  readonly values: Float32Array;
}

/** Files of a set of features. @throws ConfigError where there are none, listing those that there are */
export async function featureFiles(cohortDir: string, stage: string): Promise<string[]> {
  const derived = join(cohortDir, "derived");
  const folder = join(derived, stage);
  const files = await tablesIn(folder);
  if (files.length > 0) return files;
  const known: string[] = [];
  for (const name of existsSync(derived) ? (await readdir(derived)).sort() : []) {
    // Where every section failed, there is a folder without features.
    if (name.startsWith("features-") && (await tablesIn(join(derived, name))).length > 0) known.push(name);
  }
  throw new ConfigError({
    file: folder,
    field: "features",
    message: "holds no features",
    remedy: `Run cytonet embed first, or name one of: ${known.join(", ") || "none there yet"}.`,
  });
}

async function tablesIn(folder: string): Promise<string[]> {
  const entries = existsSync(folder) ? await readdir(folder, { recursive: true, withFileTypes: true }) : [];
  return entries
    .filter((entry) => entry.isFile() && entry.name === "features.parquet")
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes("/_aside/") && !path.includes(".partial-"))
    .sort();
}

/** Points with features, label and role. @throws ConfigError, DataError, SpaceMismatchError from the tables */
export async function probeRows(
  cohortDir: string,
  stage: string,
  atlas: string | undefined,
  assignments: ReadonlyMap<string, SectionAssignment>,
): Promise<ProbeRows> {
  const joined = await joinByPoint({
    points: await pointFiles(cohortDir),
    features: await featureFiles(cohortDir, stage),
    without: await excludedPoints(cohortDir),
    ...(atlas === undefined ? {} : { labels: { files: await tableFiles(cohortDir, "labels"), atlas } }),
  });
  const { points, features, labels } = joined;
  const coordinatesMm = new Float64Array(joined.rows * 3);
  for (let row = 0; row < joined.rows; row++) {
    coordinatesMm.set([points.xRefMm[row]!, points.yRefMm[row]!, points.zRefMm[row]!], row * 3);
  }
  return {
    pointId: points.pointId,
    brain: points.brain,
    section: points.section,
    role: points.brain.map((brain, row) => assignments.get(`${brain}/${points.section[row]}`)!.role),
    area: labels?.area ?? [],
    coordinatesMm,
    referenceSpace: joined.referenceSpace,
    columns: features!.length,
    values: features!.values,
  };
}

/** Chosen rows of a feature matrix. */
export function pickRows(
  { values, columns }: Pick<ProbeRows, "values" | "columns">,
  rows: readonly number[],
) {
  const picked = new Float32Array(rows.length * columns);
  for (const [place, row] of rows.entries())
    picked.set(values.subarray(row * columns, (row + 1) * columns), place * columns);
  return { values: picked, columns };
}
