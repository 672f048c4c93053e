import { type AreaGraph, areaGraph, averageLinkage, classSimilarity } from "@cytonet/learning";
import { bordersFromPoints } from "../../studies/areaBorders.js";
import { embeddingMap, embeddingMapDefaults, separation } from "../../studies/embeddingMap.js";
import { hopErrors } from "../../studies/hopErrors.js";
import { balancedRows } from "../../studies/sampling.js";
import type { StudyTables } from "../../studies/studyTables.js";
import { areaScores, confusions } from "../../studies/weaknesses.js";
import type { HopsFigure, MapFigure, Part, SimilarityFigure, WeaknessFigure } from "../parts.js";

/** Points on the map of features: enough to see its shape, few enough for seconds. */
const mapPoints = 2400;

/** Which areas touch, and how that is known. */
export interface Borders {
  readonly graph: AreaGraph;
  readonly from: string;
}

/** The graph of a study's areas: the one given, or estimated from neighbouring points. */
export function bordersOf(tables: StudyTables, known?: readonly (readonly [string, string])[]): Borders {
  const { area, points, sectionKey } = tables;
  const areas = [...new Set(area)].sort();
  if (known !== undefined) {
    const present = known.filter((pair) => pair.every((name) => areas.includes(name)));
    return { graph: areaGraph(areas, present), from: "borders as the brains were made" };
  }
  const found = bordersFromPoints({ section: sectionKey, xPx: points.xPx, yPx: points.yPx, area });
  return { graph: areaGraph(areas, found), from: "borders estimated from neighbouring points of sections" };
}

/** The map of features and where it came from; rows are of the study's tables. */
export interface MapCoordinates {
  readonly rows: readonly number[];
  readonly xy: readonly number[];
  readonly separation: MapFigure["separation"];
}

/** Lays out a balanced sample of a study's features. */
export async function layOutMap(
  { features, length, points, area }: StudyTables,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<MapCoordinates> {
  const rows = balancedRows(points.brain, mapPoints, embeddingMapDefaults.seed);
  const chosen = new Float32Array(rows.length * length);
  for (const [place, row] of rows.entries()) {
    chosen.set(features.subarray(row * length, (row + 1) * length), place * length);
  }
  const xy = await embeddingMap(chosen, length, embeddingMapDefaults, onProgress, signal);
  const of = (column: readonly string[]) =>
    separation(
      chosen,
      length,
      xy,
      rows.map((row) => column[row]!),
    );
  return {
    rows,
    xy: Array.from(xy, (value) => Number(value.toFixed(4))),
    separation: { brain: of(points.brain), area: of(area) },
  };
}

export function mapFigure({ points, area, rows: of }: StudyTables, map: MapCoordinates): MapFigure {
  const { seed, neighbours, minDist } = embeddingMapDefaults;
  return {
    x: map.rows.map((_, i) => map.xy[2 * i]!),
    y: map.rows.map((_, i) => map.xy[2 * i + 1]!),
    brain: map.rows.map((row) => points.brain[row]!),
    area: map.rows.map((row) => area[row]!),
    of,
    seed,
    neighbours,
    minDist,
    separation: map.separation,
  };
}

/** Similarity of all areas in the order of average linkage. */
export function similarityOf(tables: StudyTables, borders: Borders): Part<SimilarityFigure> {
  const { features, length, area } = tables;
  const { classes, cosine, samples } = classSimilarity({ values: features, columns: length }, area);
  if (classes.length < 3) return { absent: "There are fewer than three areas to compare." };
  const { joins, order } = averageLinkage(cosine.map((row) => row.map((value) => 1 - value)));
  const place = new Map(order.map((item, i) => [item, i]));
  const drawn = (node: number): number => place.get(node) ?? node;
  const touches = order.map((i) => order.map((j) => borders.graph.neighbours[i]!.includes(j)));
  const ordered = order.map((i) => order.map((j) => cosine[i]![j]!));
  const mean = (wanted: boolean): number => {
    const values = ordered.flatMap((row, i) => row.filter((_, j) => j < i && touches[i]![j] === wanted));
    return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return {
    areas: order.map((i) => classes[i]!),
    points: order.map((i) => samples[i]!),
    cosine: ordered,
    touches,
    joins: joins.map(({ left, right, height }) => ({ left: drawn(left), right: drawn(right), height })),
    touchingMean: mean(true),
    apartMean: mean(false),
    bordersFrom: borders.from,
  };
}

/** Rows with predictions by their group of sections. */
function evaluatedGroups({ rows, predicted, sectionKey, assignments }: StudyTables): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const name of ["test", "transfer", "unseen", "validation"]) groups.set(name, []);
  for (let row = 0; row < rows; row++) {
    if (predicted[row] !== undefined) groups.get(assignments.get(sectionKey[row]!)!.role)?.push(row);
  }
  return new Map([...groups].filter(([, list]) => list.length > 0));
}

/** Errors by hops of every group of sections. */
export function hopsOf(
  tables: StudyTables,
  borders: Borders,
  hops: (truth: string, predicted: string) => number,
): Part<HopsFigure> {
  const count = borders.graph.neighbours.reduce((sum, list) => sum + list.length, 0) / 2;
  if (count === 0) return { absent: "No borders between areas are known: errors have no distance." };
  const groups = [...evaluatedGroups(tables)].map(([group, rows]) => ({
    group,
    ...hopErrors(
      rows.map((row) => tables.area[row]!),
      rows.map((row) => tables.predicted[row]!),
      hops,
    ),
  }));
  return { groups, borders: count, bordersFrom: borders.from };
}

/** Where the probe fails, on the transfer brain where there is one: the harder half of what was pretrained on. */
export function weaknessesOf(
  tables: StudyTables,
  hops: ((truth: string, predicted: string) => number) | undefined,
): Part<WeaknessFigure> {
  const groups = evaluatedGroups(tables);
  const group = groups.has("transfer") ? "transfer" : [...groups.keys()][0];
  if (group === undefined) return { absent: "Nothing was predicted." };
  const rows = groups.get(group)!;
  const truth = rows.map((row) => tables.area[row]!);
  const predicted = rows.map((row) => tables.predicted[row]!);
  return {
    group,
    areas: areaScores(truth, predicted),
    confusions: confusions(truth, predicted)
      .slice(0, 12)
      .map((mistake) => ({ ...mistake, hops: hops?.(mistake.truth, mistake.predicted) })),
  };
}
