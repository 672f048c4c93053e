import { classScores, confusionMatrix } from "@cytonet/learning";

/** How well one area is told. */
export interface AreaScore {
  readonly area: string;
  readonly f1: number;
  readonly precision: number;
  readonly recall: number;
  /** Points that truly are of this area. */
  readonly points: number;
  /** What its points are taken for most often when they are missed. */
  readonly takenFor: string | undefined;
}

/** A mistake that is made often. */
export interface Confusion {
  readonly truth: string;
  readonly predicted: string;
  readonly points: number;
  /** Share of the true area's points. */
  readonly share: number;
}

/** Every area's scores, worst first; areas that are in truth or prediction. */
export function areaScores(truth: readonly string[], predicted: readonly string[]): AreaScore[] {
  const mistakes = confusions(truth, predicted);
  return classScores(truth, predicted)
    .map(({ label, f1, precision, recall, support }) => ({
      area: label,
      f1,
      precision,
      recall,
      points: support,
      takenFor: mistakes.find((mistake) => mistake.truth === label)?.predicted,
    }))
    .sort((a, b) => a.f1 - b.f1 || a.area.localeCompare(b.area));
}

/** Mistakes, the most frequent first. */
export function confusions(truth: readonly string[], predicted: readonly string[]): Confusion[] {
  const { labels, counts } = confusionMatrix(truth, predicted);
  const list: Confusion[] = [];
  for (const [i, row] of counts.entries()) {
    const total = row.reduce((sum, count) => sum + count, 0);
    for (const [j, points] of row.entries()) {
      if (i === j || points === 0) continue;
      list.push({ truth: labels[i]!, predicted: labels[j]!, points, share: points / total });
    }
  }
  return list.sort((a, b) => b.points - a.points || a.truth.localeCompare(b.truth));
}
