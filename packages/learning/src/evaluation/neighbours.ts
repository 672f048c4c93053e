import { noGrad, ops, scope, type Tensor } from "@cytonet/torch";
import { unitFeatures } from "../objectives/units.js";
import { type Label, macroF1 } from "./classification.js";
import { EvaluationError } from "./errors.js";
import { r2Score } from "./regression.js";

/** Points with features; row i of everything is point i. */
export interface DescribedPoints {
  /** n × d of any float type. */
  readonly features: Tensor;
  /** n × 3 mm. */
  readonly coordinatesMm: Float64Array;
  /** Classes; left out where only coordinates are scored. */
  readonly labels?: readonly Label[] | undefined;
}

/** What the neighbours in feature space say of points that they have not seen. */
export interface NeighbourScores {
  /** Null where either side has no labels. */
  readonly macroF1: number | null;
  readonly coordinateR2: number;
}

/** Queries compared at a time. */
const ROWS = 1024;

/**
 * Scores features without training anything: every query takes the class that most of its nearest references have (the
 * first in order where several have as many) and the mean of their coordinates. Nearness is cosine similarity.
 * scikit-learn's `KNeighborsClassifier` and `KNeighborsRegressor` with `metric="cosine"`, uniform weights, with
 * `f1_score(average="macro")` and `r2_score`.
 *
 * @param neighbours k, at most the number of references
 * @throws EvaluationError for fewer references than neighbours, columns of unequal length, or features that are not finite
 */
export function scoreByNeighbours(
  references: DescribedPoints,
  queries: DescribedPoints,
  neighbours: number,
): NeighbourScores {
  check("references", references);
  check("queries", queries);
  const nearest = nearestOf(references.features, queries.features, neighbours);
  const predicted = new Float64Array(queries.coordinatesMm.length);
  for (const [i, found] of nearest.entries()) {
    for (const reference of found)
      for (let axis = 0; axis < 3; axis++)
        predicted[3 * i + axis]! += references.coordinatesMm[3 * reference + axis]! / neighbours;
  }
  const { labels } = references;
  return {
    macroF1:
      labels === undefined || queries.labels === undefined
        ? null
        : macroF1(
            queries.labels,
            nearest.map((found) => mostFrequent(found.map((reference) => labels[reference]!))),
          ),
    coordinateR2: r2Score(queries.coordinatesMm, predicted, 3),
  };
}

/** Numbers of each query's k nearest references, the nearest first. */
function nearestOf(references: Tensor, queries: Tensor, k: number): number[][] {
  const count = references.shape[0]!;
  if (!Number.isInteger(k) || k < 1 || k > count)
    throw new EvaluationError("neighbours", `must be an integer from 1 to the ${count} references, got ${k}`);
  return scope(() =>
    noGrad(() => {
      const units = unitFeatures(references);
      const rows: number[][] = [];
      for (let first = 0; first < queries.shape[0]!; first += ROWS) {
        scope(() => {
          const block = queries.narrow(0, first, Math.min(ROWS, queries.shape[0]! - first));
          const [, nearest] = unitFeatures(block).matmul(units.t()).topk(k, { dim: 1 });
          rows.push(...(nearest.tolist() as unknown as (number | bigint)[][]).map((row) => row.map(Number)));
        });
      }
      return rows;
    }),
  );
}

function mostFrequent<L extends Label>(labels: readonly L[]): L {
  const counts = new Map<L, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const [best] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return best![0];
}

function check(side: string, { features, coordinatesMm, labels }: DescribedPoints): void {
  const points = features.shape[0]!;
  if (coordinatesMm.length !== 3 * points || (labels !== undefined && labels.length !== points))
    throw new EvaluationError(side, `has ${points} features, and another number of coordinates or labels`);
  const finite = scope(() => ops.isfinite(features).all().item());
  if (finite === 0) throw new EvaluationError(side, "has a feature that is not finite");
}
