import { EvaluationError } from "./errors.js";

/** A class: an area's name or its number. One list holds one kind. */
export type Label = string | number;

/** Counts of truth against prediction. */
export interface ConfusionMatrix<L extends Label> {
  /** The class of each row and column, in order. */
  readonly labels: readonly L[];
  /** `counts[i][j]`: samples of true class `labels[i]` predicted as `labels[j]`. */
  readonly counts: readonly (readonly number[])[];
}

/** One class's scores, each in [0, 1]. */
export interface ClassScore<L extends Label> {
  readonly label: L;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Samples whose true class this is. */
  readonly support: number;
}

function checkPair(truth: ArrayLike<unknown>, predicted: ArrayLike<unknown>): void {
  if (truth.length === 0) throw new EvaluationError("truth", "is empty: there is nothing to score");
  if (truth.length !== predicted.length) {
    throw new EvaluationError(
      "predicted",
      `has ${predicted.length} entries, truth has ${truth.length}: give one prediction per sample`,
    );
  }
}

function sorted<L extends Label>(labels: Iterable<L>): L[] {
  return [...new Set(labels)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/**
 * Counts true against predicted classes, as scikit-learn's `confusion_matrix`.
 *
 * @param truth n true classes
 * @param predicted n predicted classes
 * @param labels the classes to count, in this order; samples with another class on either side are
 *   left out. Default: every class in truth ∪ prediction, sorted
 * @throws EvaluationError for no samples or unequal lengths
 */
export function confusionMatrix<L extends Label>(
  truth: ArrayLike<L>,
  predicted: ArrayLike<L>,
  labels: readonly L[] = sorted([...Array.from(truth), ...Array.from(predicted)]),
): ConfusionMatrix<L> {
  checkPair(truth, predicted);
  const position = new Map(labels.map((label, i) => [label, i]));
  const counts = labels.map(() => new Array<number>(labels.length).fill(0));
  for (let n = 0; n < truth.length; n++) {
    const row = position.get(truth[n]!);
    const column = position.get(predicted[n]!);
    if (row !== undefined && column !== undefined) counts[row]![column]!++;
  }
  return { labels, counts };
}

/**
 * Precision, recall and F1 of every class in truth ∪ prediction (or of `labels`), as scikit-learn's
 * `precision_recall_fscore_support` with `zero_division=0`: a class that was predicted but never true,
 * or true but never predicted, has F1 = 0.
 *
 * @throws EvaluationError for no samples or unequal lengths
 */
export function classScores<L extends Label>(
  truth: ArrayLike<L>,
  predicted: ArrayLike<L>,
  labels: readonly L[] = sorted([...Array.from(truth), ...Array.from(predicted)]),
): ClassScore<L>[] {
  checkPair(truth, predicted);
  const tally = new Map(labels.map((label) => [label, { hit: 0, isTrue: 0, isPredicted: 0 }]));
  for (let n = 0; n < truth.length; n++) {
    const t = tally.get(truth[n]!);
    const p = tally.get(predicted[n]!);
    if (t) t.isTrue++;
    if (p) p.isPredicted++;
    if (t && t === p) t.hit++;
  }
  return labels.map((label) => {
    const { hit, isTrue, isPredicted } = tally.get(label)!;
    return {
      label,
      precision: isPredicted === 0 ? 0 : hit / isPredicted,
      recall: isTrue === 0 ? 0 : hit / isTrue,
      f1: isTrue + isPredicted === 0 ? 0 : (2 * hit) / (isTrue + isPredicted),
      support: isTrue,
    };
  });
}

/**
 * Mean F1 over the classes in truth ∪ prediction, as scikit-learn's `f1_score(average="macro")`: a class
 * that is absent from the truth but predicted once adds a 0 to the mean (§7.4, text under Table 6).
 *
 * @returns a score in [0, 1]
 * @throws EvaluationError for no samples or unequal lengths
 */
export function macroF1<L extends Label>(truth: ArrayLike<L>, predicted: ArrayLike<L>): number {
  const scores = classScores(truth, predicted);
  return scores.reduce((sum, { f1 }) => sum + f1, 0) / scores.length;
}

/**
 * Share of samples whose predicted class is the true one (top-1 accuracy).
 * @throws EvaluationError for no samples or unequal lengths
 */
export function accuracy<L extends Label>(truth: ArrayLike<L>, predicted: ArrayLike<L>): number {
  checkPair(truth, predicted);
  let hits = 0;
  for (let n = 0; n < truth.length; n++) if (truth[n] === predicted[n]) hits++;
  return hits / truth.length;
}

/**
 * Share of samples whose true class is among the k with the highest scores, as scikit-learn's
 * `top_k_accuracy_score`: of equal scores the later column ranks first.
 *
 * @param truth n true classes
 * @param scores n × classes.length, row by row; any monotone score serves (logits, probabilities)
 * @param classes the class of each column
 * @param k how many guesses each sample has, at least 1
 * @param absent what a true class without a column is: an `"error"` (default) or a `"miss"`, for brains
 *   that have areas which the classifier never saw
 * @throws EvaluationError for a wrong shape, a score that is not a number, k < 1, or an absent class
 */
export function topKAccuracy<L extends Label>(
  truth: ArrayLike<L>,
  scores: ArrayLike<number>,
  classes: readonly L[],
  k: number,
  absent: "error" | "miss" = "error",
): number {
  const columns = classes.length;
  if (truth.length === 0) throw new EvaluationError("truth", "is empty: there is nothing to score");
  if (scores.length !== truth.length * columns) {
    throw new EvaluationError(
      "scores",
      `has ${scores.length} entries, need ${truth.length} samples × ${columns} classes`,
    );
  }
  if (!Number.isInteger(k) || k < 1) throw new EvaluationError("k", `must be an integer ≥ 1, got ${k}`);
  const position = new Map(classes.map((label, i) => [label, i]));
  let hits = 0;
  for (let n = 0; n < truth.length; n++) {
    const column = position.get(truth[n]!);
    if (column === undefined) {
      if (absent === "miss") continue;
      throw new EvaluationError("truth", `class ${truth[n]} of sample ${n} has no column in scores`);
    }
    const own = scores[n * columns + column]!;
    let ahead = 0;
    for (let c = 0; c < columns; c++) {
      const score = scores[n * columns + c]!;
      if (Number.isNaN(score)) throw new EvaluationError("scores", `is NaN at sample ${n}, column ${c}`);
      if (score > own || (score === own && c > column)) ahead++;
    }
    if (ahead < k) hits++;
  }
  return hits / truth.length;
}
