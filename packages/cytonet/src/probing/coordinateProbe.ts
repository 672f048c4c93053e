import {
  absoluteErrorsMm,
  applyLinear,
  fitRidgeProbe,
  r2PerColumn,
  selectRidgeProbe,
} from "@cytonet/learning";
import type { ProbeRoles } from "./areaProbe.js";
import type { ProbeConfig } from "./config.js";
import { type ProbeRows, pickRows } from "./featureRows.js";

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

const perAxis = (values: ArrayLike<number>): PerAxis =>
  Object.fromEntries(axes.map((axis, i) => [axis, values[i]!])) as unknown as PerAxis;

/** Fits and scores a linear regression of reference coordinates on frozen features. */
export function probeCoordinates(
  rows: ProbeRows,
  roles: ProbeRoles,
  config: ProbeConfig,
): CoordinateProbeResult {
  const located = (list: readonly number[]): number[] =>
    list.filter((row) =>
      Number.isFinite(
        rows.coordinatesMm[row * 3]! + rows.coordinatesMm[row * 3 + 1]! + rows.coordinatesMm[row * 3 + 2]!,
      ),
    );
  const targets = (list: readonly number[]) => ({
    values: Float64Array.from(
      { length: list.length * 3 },
      (_, i) => rows.coordinatesMm[list[Math.floor(i / 3)]! * 3 + (i % 3)]!,
    ),
    columns: 3,
  });
  const targeted = (list: readonly number[]) => ({ features: pickRows(rows, list), targets: targets(list) });
  const train = targeted(located(roles.train));
  const held = located(roles.validation);
  const grid = config.l2Grid === undefined ? {} : { l2Grid: config.l2Grid };
  const selection =
    held.length < 2
      ? {
          probe: fitRidgeProbe(train.features, train.targets, { l2: config.l2 }),
          l2: config.l2,
          atEdge: false,
        }
      : selectRidgeProbe(train, targeted(held), { ...grid, refit: config.evaluate === "test" });
  const fitted = config.evaluate === "test" ? [...located(roles.train), ...held] : located(roles.train);
  const mean = meanOf(targets(fitted).values);
  const scores: Record<string, CoordinateScores> = {};
  for (const [name, list] of Object.entries(roles.evaluated)) {
    const chosen = located(list);
    if (chosen.length < 2) continue;
    const truth = targets(chosen).values;
    const predicted = applyLinear(selection.probe, pickRows(rows, chosen));
    const guess = Float64Array.from(truth, (_, i) => mean[i % 3]!);
    scores[name] = {
      points: chosen.length,
      r2: perAxis(r2PerColumn(truth, predicted, 3)),
      errorMm: perAxis(absoluteErrorsMm(truth, predicted, 3).map((error) => error.meanMm)),
      chanceErrorMm: perAxis(absoluteErrorsMm(truth, guess, 3).map((error) => error.meanMm)),
    };
  }
  return { l2: selection.l2, l2AtEdge: selection.atEdge, scores };
}

function meanOf(values: Float64Array): number[] {
  const sums = [0, 0, 0];
  for (let i = 0; i < values.length; i++) sums[i % 3]! += values[i]!;
  return sums.map((sum) => sum / (values.length / 3));
}
