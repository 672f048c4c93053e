import {
  type Cohort,
  joinByPoint,
  loadCohort,
  loadSections,
  loadSplit,
  type PointColumns,
  readPredictions,
  type Section,
} from "@cytonet/cohort";
import type { SectionAssignment } from "@cytonet/learning";
import { assignSections } from "../patches/assignments.js";
import { pointFiles, tableFiles } from "../patches/pointFiles.js";
import { excludedPoints } from "../preparation/qualityJournal.js";
import { featureFiles } from "../probing/featureRows.js";

/** The tables of a study that its report looks at: row i of every column is the same point. */
export interface StudyTables {
  readonly cohort: Cohort;
  readonly sections: readonly Section[];
  readonly assignments: ReadonlyMap<string, SectionAssignment>;
  readonly rows: number;
  readonly points: PointColumns;
  /** `brain/section` of every point. */
  readonly sectionKey: readonly string[];
  /** n × 3 mm in the brain's own space, or the reference space where the brain has none; NaN where unknown. */
  readonly mm: Float64Array;
  readonly area: readonly string[];
  /** n × `length`, of unit length. */
  readonly features: Float32Array;
  readonly length: number;
  /** Area that the probe predicted; absent for points that it did not meet. */
  readonly predicted: readonly (string | undefined)[];
}

/** Reads the labelled points of a cohort with features and predictions. @throws as the tables' readers */
export async function readStudyTables(options: {
  readonly cohortDir: string;
  readonly split: string;
  readonly atlas: string;
  /** Folder of the features below `derived`. */
  readonly features: string;
  /** File of the probe's predictions from these features. */
  readonly predictions: string;
}): Promise<StudyTables> {
  const cohort = await loadCohort(options.cohortDir);
  const sections = await loadSections(cohort);
  const split = await loadSplit(cohort, options.split);
  const joined = await joinByPoint({
    points: await pointFiles(cohort.dir),
    labels: { files: await tableFiles(cohort.dir, "labels"), atlas: options.atlas },
    features: await featureFiles(cohort.dir, options.features),
    without: await excludedPoints(cohort.dir),
  });
  const predictions = await readPredictions(options.predictions);
  const areaOf = new Map(predictions.columns.pointId.map((id, row) => [id, predictions.columns.area[row]!]));
  const { length, values } = joined.features!;
  return {
    cohort,
    sections,
    assignments: await assignSections(cohort, sections, split),
    rows: joined.rows,
    points: joined.points,
    sectionKey: joined.points.brain.map((brain, row) => `${brain}/${joined.points.section[row]}`),
    mm: coordinates(joined.points),
    area: joined.labels!.area,
    features: unitRows(values, length),
    length,
    predicted: joined.points.pointId.map((id) => areaOf.get(id)),
  };
}

function coordinates(points: PointColumns): Float64Array {
  const own = [points.xBrainMm, points.yBrainMm, points.zBrainMm];
  const common = [points.xRefMm, points.yRefMm, points.zRefMm];
  const hasOwn = own.every((column) => column.some(Number.isFinite));
  const axes = hasOwn ? own : common;
  return Float64Array.from({ length: 3 * points.pointId.length }, (_, i) => axes[i % 3]![Math.floor(i / 3)]!);
}

function unitRows(values: Float32Array, length: number): Float32Array {
  const result = Float32Array.from(values);
  for (let start = 0; start < result.length; start += length) {
    const row = result.subarray(start, start + length);
    let sum = 0;
    for (const value of row) sum += value * value;
    const norm = Math.sqrt(sum) || 1;
    for (let column = 0; column < length; column++) row[column]! /= norm;
  }
  return result;
}
