import { type MeanAndSd, meanAndSd } from "@cytonet/learning";
import type { PretrainConfig } from "../../pretraining/config.js";
import type { AreaScores } from "../../probing/areaProbe.js";

/** Groups of sections that are scored, in the order of tables. */
export const groups = ["test", "transfer", "unseen"] as const;
export type Group = (typeof groups)[number];

/** A learning rate of the grid and how its encoder did on validation sections; null where training diverged. */
export interface GridPoint {
  readonly learningRate: number;
  readonly macroF1: number | null;
}

/** An encoder of the chosen learning rate with its scores by group of sections. */
export type ScoredSeed =
  | { readonly seed: number; readonly modelId: string; readonly areas: Readonly<Record<string, AreaScores>> }
  | { readonly seed: number; readonly diverged: string };

/** Means over seeds. */
export interface GroupScores {
  readonly macroF1: MeanAndSd;
  readonly top1: MeanAndSd;
  readonly top3: MeanAndSd;
}

/** A row of the table. */
export interface RowResult {
  readonly row: string;
  /** Null for the untrained encoder. */
  readonly objective: PretrainConfig["objective"] | null;
  readonly grid: readonly GridPoint[];
  readonly learningRate: number | null;
  /** The chosen rate is the smallest or largest of the grid: a wider one may do better. */
  readonly learningRateAtEdge: boolean;
  readonly scores: Readonly<Partial<Record<Group, GroupScores>>>;
  readonly seeds: readonly ScoredSeed[];
}

/** Gathers what one row came to; seeds that diverged have no scores and stand in `seeds`. */
export function summarise(
  row: string,
  objective: RowResult["objective"],
  grid: readonly GridPoint[],
  learningRate: number | null,
  seeds: readonly ScoredSeed[],
): RowResult {
  const scores: Partial<Record<Group, GroupScores>> = {};
  for (const group of groups) {
    const found = seeds.flatMap((one) => ("areas" in one ? (one.areas[group] ?? []) : []));
    if (found.length === 0) continue;
    const over = (of: (scores: AreaScores) => number) => meanAndSd(found.map(of));
    scores[group] = { macroF1: over((s) => s.macroF1), top1: over((s) => s.top1), top3: over((s) => s.top3) };
  }
  const rates = grid.map((point) => point.learningRate);
  const learningRateAtEdge =
    rates.length > 1 && (learningRate === Math.min(...rates) || learningRate === Math.max(...rates));
  return { row, objective, grid, learningRate, learningRateAtEdge, scores, seeds };
}
