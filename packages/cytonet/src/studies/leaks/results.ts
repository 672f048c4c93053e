import { type MeanAndSd, meanAndSd } from "@cytonet/learning";
import { type Axis, axes } from "../../probing/coordinateProbe.js";
import type { FeatureScores } from "../../probing/runProbe.js";
import type { LeakVariant } from "./config.js";

/** What was probed: an encoder trained on a variant's sections, the same untrained, or the histogram of grey values. */
export type Source = "cytonet" | "untrained" | "histogram";

/** Groups of sections that are scored. */
export const groups = ["test", "transfer", "unseen"] as const;
export type Group = (typeof groups)[number];

/** Means over seeds. */
export interface GroupScores {
  readonly macroF1: MeanAndSd;
  /** The mean of the three axes. */
  readonly r2: MeanAndSd;
  readonly r2OfAxis: Readonly<Record<Axis, MeanAndSd>>;
  /** Of the distance from the midline in place of left–right, where the probes were told where that is. */
  readonly folded?: {
    /** The mean of distance, posterior–anterior and inferior–superior. */
    readonly r2: MeanAndSd;
    readonly r2OfDistance: MeanAndSd;
  };
}

/** One line of the table. */
export interface LeakRow {
  readonly variant: LeakVariant;
  readonly source: Source;
  readonly scores: Readonly<Partial<Record<Group, GroupScores>>>;
}

/** `foldedR2` is R² with the distance from the midline in place of left–right. */
export type Measure = "macroF1" | "r2" | "foldedR2";

/** A bound that a phantom has to keep, and whether it does. */
export interface Verdict {
  readonly variant: LeakVariant;
  readonly measure: Measure;
  /** Of the trained encoders' means on transfer brains: the variant's ÷ that of full sections. */
  readonly ratio: number;
  readonly bound: { readonly atMost: number } | { readonly atLeast: number };
  readonly holds: boolean;
}

/** Gathers what the seeds of one line came to. */
export function rowOf(variant: LeakVariant, source: Source, seeds: readonly FeatureScores[]): LeakRow {
  const scores: Partial<Record<Group, GroupScores>> = {};
  for (const group of groups) {
    const found = seeds.flatMap(({ areas, coordinates, midline }) => {
      const [area, place] = [areas?.scores[group], coordinates?.scores[group]];
      if (area === undefined || place === undefined) return [];
      return [{ macroF1: area.macroF1, r2: place.r2, distance: midline?.scores[group]?.r2 }];
    });
    if (found.length === 0) continue;
    const folded = found.flatMap(({ r2, distance }) =>
      distance === undefined
        ? []
        : [{ distance, r2: (distance + r2.posteriorAnterior + r2.inferiorSuperior) / 3 }],
    );
    scores[group] = {
      macroF1: meanAndSd(found.map((one) => one.macroF1)),
      r2: meanAndSd(found.map(({ r2 }) => axes.reduce((sum, axis) => sum + r2[axis], 0) / axes.length)),
      r2OfAxis: {
        leftRight: meanAndSd(found.map(({ r2 }) => r2.leftRight)),
        posteriorAnterior: meanAndSd(found.map(({ r2 }) => r2.posteriorAnterior)),
        inferiorSuperior: meanAndSd(found.map(({ r2 }) => r2.inferiorSuperior)),
      },
      ...(folded.length > 0 && {
        folded: {
          r2: meanAndSd(folded.map(({ r2 }) => r2)),
          r2OfDistance: meanAndSd(folded.map(({ distance }) => distance)),
        },
      }),
    };
  }
  return { variant, source, scores };
}

/** Without cells, at most half of what full sections tell may be left; with equal means, seven tenths must be. */
const bounds = [
  ["no-cells", "macroF1", { atMost: 0.5 }],
  ["no-cells", "r2", { atMost: 0.5 }],
  ["no-cells", "foldedR2", { atMost: 0.5 }],
  ["geometry", "macroF1", { atMost: 0.5 }],
  ["geometry", "r2", { atMost: 0.5 }],
  ["geometry", "foldedR2", { atMost: 0.5 }],
  ["equalised", "macroF1", { atLeast: 0.7 }],
] as const;

/** Whether the phantoms keep their bounds on transfer brains; a bound whose variant was not tried is left out. */
export function verdicts(rows: readonly LeakRow[]): Verdict[] {
  const trained = (variant: LeakVariant): GroupScores | undefined =>
    rows.find((row) => row.variant === variant && row.source === "cytonet")?.scores.transfer;
  const full = trained("full");
  return bounds.flatMap(([variant, measure, bound]) => {
    const own = trained(variant);
    const [score, whole] = [meanOf(own, measure), meanOf(full, measure)];
    if (score === undefined || whole === undefined) return [];
    const ratio = score / whole;
    const holds = "atMost" in bound ? ratio <= bound.atMost : ratio >= bound.atLeast;
    return [{ variant, measure, ratio, bound, holds }];
  });
}

function meanOf(scores: GroupScores | undefined, measure: Measure): number | undefined {
  return measure === "foldedR2" ? scores?.folded?.r2.mean : scores?.[measure].mean;
}
