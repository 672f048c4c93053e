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

/** Scores of one group of sections; a number for each target in lists. */
export interface RegressionScores {
  readonly points: number;
  readonly r2: readonly number[];
  /** Mean absolute error, mm. */
  readonly errorMm: readonly number[];
  /** Error of always answering the mean of the training points, mm. */
  readonly chanceErrorMm: readonly number[];
}

export interface RegressionProbeResult {
  readonly l2: number;
  readonly l2AtEdge: boolean;
  readonly scores: Readonly<Record<string, RegressionScores>>;
}

/**
 * Fits and scores a ridge regression of places on frozen features. Points without all of their targets are left out,
 * groups with fewer than two others, too.
 *
 * @param columns targets of a point
 * @param targetMm target `column` of the point in row `row`, mm; NaN where it is not known
 */
export function probeRegression(
  rows: ProbeRows,
  roles: ProbeRoles,
  config: ProbeConfig,
  columns: number,
  targetMm: (row: number, column: number) => number,
): RegressionProbeResult {
  const all = Array.from({ length: columns }, (_, column) => column);
  const located = (list: readonly number[]): number[] =>
    list.filter((row) => all.every((column) => Number.isFinite(targetMm(row, column))));
  const targets = (list: readonly number[]) => ({
    values: Float64Array.from({ length: list.length * columns }, (_, i) =>
      targetMm(list[Math.floor(i / columns)]!, i % columns),
    ),
    columns,
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
  const mean = columnMeans(targets(fitted).values, columns);
  const scores: Record<string, RegressionScores> = {};
  for (const [name, list] of Object.entries(roles.evaluated)) {
    const chosen = located(list);
    if (chosen.length < 2) continue;
    const truth = targets(chosen).values;
    const predicted = applyLinear(selection.probe, pickRows(rows, chosen));
    const guess = Float64Array.from(truth, (_, i) => mean[i % columns]!);
    scores[name] = {
      points: chosen.length,
      r2: r2PerColumn(truth, predicted, columns),
      errorMm: absoluteErrorsMm(truth, predicted, columns).map((error) => error.meanMm),
      chanceErrorMm: absoluteErrorsMm(truth, guess, columns).map((error) => error.meanMm),
    };
  }
  return { l2: selection.l2, l2AtEdge: selection.atEdge, scores };
}

function columnMeans(values: Float64Array, columns: number): number[] {
  const sums = Array<number>(columns).fill(0);
  for (let i = 0; i < values.length; i++) sums[i % columns]! += values[i]!;
  return sums.map((sum) => sum / (values.length / columns));
}
