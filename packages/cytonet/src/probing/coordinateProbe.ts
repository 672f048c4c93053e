import type { ProbeRoles } from "./areaProbe.js";
import type { ProbeConfig } from "./config.js";
import type { ProbeRows } from "./featureRows.js";
import { probeRegression, type RegressionScores } from "./regressionProbe.js";

/** The axes of a RAS space, in their order. */
export const axes = ["leftRight", "posteriorAnterior", "inferiorSuperior"] as const;
export type Axis = (typeof axes)[number];
export type PerAxis = Readonly<Record<Axis, number>>;

/** Scores of coordinate regression on one group of sections (§7.3, Table 4). */
export interface CoordinateScores {
  readonly points: number;
  readonly r2: PerAxis;
  /** Mean absolute error, mm. */
  readonly errorMm: PerAxis;
  /** Error of always answering the mean of the training points, mm. */
  readonly chanceErrorMm: PerAxis;
}

export interface CoordinateProbeResult {
  readonly l2: number;
  readonly l2AtEdge: boolean;
  readonly scores: Readonly<Record<string, CoordinateScores>>;
}

/** Scores of the distance from the plane between the hemispheres on one group of sections. */
export interface MidlineScores {
  readonly points: number;
  readonly r2: number;
  /** Mean absolute error, mm. */
  readonly errorMm: number;
  /** Error of always answering the mean of the training points, mm. */
  readonly chanceErrorMm: number;
}

export interface MidlineProbeResult {
  readonly l2: number;
  readonly l2AtEdge: boolean;
  readonly scores: Readonly<Record<string, MidlineScores>>;
}

const perAxis = (values: readonly number[]): PerAxis =>
  Object.fromEntries(axes.map((axis, i) => [axis, values[i]!])) as unknown as PerAxis;

/** Fits and scores a linear regression of reference coordinates on frozen features. */
export function probeCoordinates(
  rows: ProbeRows,
  roles: ProbeRoles,
  config: ProbeConfig,
): CoordinateProbeResult {
  const found = probeRegression(rows, roles, config, 3, (row, axis) => rows.coordinatesMm[row * 3 + axis]!);
  const scores = mapScores(found.scores, ({ points, r2, errorMm, chanceErrorMm }) => ({
    points,
    r2: perAxis(r2),
    errorMm: perAxis(errorMm),
    chanceErrorMm: perAxis(chanceErrorMm),
  }));
  return { ...found, scores };
}

/**
 * Fits and scores a linear regression of how far points lie from the plane between the hemispheres. Both hemispheres have
 * the same areas and layers: whether a patch is of the left or the right one, cytoarchitecture does not tell.
 *
 * @param midlineMm left–right coordinate of that plane in the reference space
 */
export function probeMidline(
  rows: ProbeRows,
  roles: ProbeRoles,
  config: ProbeConfig,
  midlineMm: number,
): MidlineProbeResult {
  const found = probeRegression(rows, roles, config, 1, (row) =>
    Math.abs(rows.coordinatesMm[row * 3]! - midlineMm),
  );
  const scores = mapScores(found.scores, ({ points, r2, errorMm, chanceErrorMm }) => ({
    points,
    r2: r2[0]!,
    errorMm: errorMm[0]!,
    chanceErrorMm: chanceErrorMm[0]!,
  }));
  return { ...found, scores };
}

function mapScores<T>(
  scores: Readonly<Record<string, RegressionScores>>,
  of: (scores: RegressionScores) => T,
): Record<string, T> {
  return Object.fromEntries(Object.entries(scores).map(([group, own]) => [group, of(own)]));
}
