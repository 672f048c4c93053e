import { ConfigError, type PredictionColumns } from "@cytonet/cohort";
import {
  accuracy,
  classProbabilities,
  defaultL2Grid,
  type FitProgress,
  fitLogisticProbe,
  type LinearModel,
  type LogisticOptions,
  macroF1,
  predictClasses,
  selectLogisticProbe,
  topKAccuracy,
} from "@cytonet/learning";
import type { ProbeConfig } from "./config.js";
import { type ProbeRows, pickRows } from "./featureRows.js";

/** Scores of area classification on one group of sections (§3.5, Table 5). */
export interface AreaScores {
  readonly points: number;
  /** Points whose area is not among the classes. */
  readonly withoutClass: number;
  readonly macroF1: number;
  readonly top1: number;
  readonly top3: number;
}

export interface AreaProbeResult {
  readonly classes: readonly string[];
  readonly l2: number;
  /** The penalty is at the edge of the grid: a wider one may do better. */
  readonly l2AtEdge: boolean;
  readonly scores: Readonly<Record<string, AreaScores>>;
  readonly predictions: PredictionColumns;
  readonly model: LinearModel;
}

/** Which rows are fitted on, chosen on and scored. */
export interface ProbeRoles {
  readonly train: readonly number[];
  readonly validation: readonly number[];
  readonly evaluated: Readonly<Record<string, readonly number[]>>;
}

/** How the fitting is watched and stopped. */
export interface ProbeWatch {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: FitProgress) => void;
}

/** Fits that `probeAreas` may make: one for each penalty, and one with the penalty that is chosen. */
export function areaFits({ l2Grid }: Pick<ProbeConfig, "l2Grid">): number {
  return new Set<number>(l2Grid ?? defaultL2Grid).size + 1;
}

/** Fits and scores a linear classifier of areas on frozen features. @throws the signal's reason, between two steps */
export async function probeAreas(
  rows: ProbeRows,
  roles: ProbeRoles,
  config: ProbeConfig,
  watch: ProbeWatch,
): Promise<AreaProbeResult> {
  const areas = config.areas!;
  const fitted = config.evaluate === "test" ? [...roles.train, ...roles.validation] : roles.train;
  const classes = areaClasses(rows, fitted, areas.minTrainingPoints);
  const known = new Set(classes);
  const within = (list: readonly number[]): number[] => list.filter((row) => known.has(rows.area[row]!));
  const labelled = (list: readonly number[]) => ({
    features: pickRows(rows, list),
    labels: list.map((row) => rows.area[row]!),
  });
  const options: Omit<LogisticOptions, "l2"> = {
    bias: areas.bias,
    classWeights: areas.classWeights,
    ...watch,
  };
  const trained = within(roles.train);
  if (trained.length === 0) {
    throw new ConfigError({
      field: "split",
      message: "has no training section with points of an area",
      remedy: "Choose another split, or label points of its training sections.",
    });
  }
  const train = labelled(trained);
  const held = within(roles.validation);
  const grid = config.l2Grid === undefined ? {} : { l2Grid: config.l2Grid };
  const selection =
    held.length === 0
      ? {
          probe: await fitLogisticProbe(train.features, train.labels, { ...options, l2: config.l2 }),
          l2: config.l2,
          atEdge: false,
        }
      : await selectLogisticProbe(train, labelled(held), {
          ...options,
          ...grid,
          refit: config.evaluate === "test",
        });
  const { probe } = selection;
  const scores: Record<string, AreaScores> = {};
  const predictions = {
    pointId: [] as string[],
    area: [] as string[],
    topK: [] as string[][],
    probability: [] as number[],
    margin: [] as number[],
  };
  for (const [name, list] of Object.entries(roles.evaluated)) {
    const chosen = within(list);
    if (chosen.length === 0) continue;
    const truth = chosen.map((row) => rows.area[row]!);
    const { predicted, scores: logits } = predictClasses(probe, pickRows(rows, chosen));
    scores[name] = {
      points: chosen.length,
      withoutClass: list.length - chosen.length,
      macroF1: macroF1(truth, predicted),
      top1: accuracy(truth, predicted),
      top3: topKAccuracy(truth, logits, probe.classes, Math.min(3, probe.classes.length)),
    };
    appendPredictions(
      predictions,
      chosen.map((row) => rows.pointId[row]!),
      logits,
      probe.classes,
    );
  }
  const { probability, margin, ...texts } = predictions;
  return {
    classes: probe.classes,
    l2: selection.l2,
    l2AtEdge: selection.atEdge,
    scores,
    model: probe.model,
    predictions: { ...texts, probability: Float32Array.from(probability), margin: Float32Array.from(margin) },
  };
}

/**
 * The areas with enough labelled points outside the evaluated sections, sorted.
 *
 * @throws ConfigError where there is none
 */
function areaClasses(rows: ProbeRows, fitted: readonly number[], least: number): string[] {
  const counts = new Map<string, number>();
  for (const row of fitted) counts.set(rows.area[row]!, (counts.get(rows.area[row]!) ?? 0) + 1);
  const classes = [...counts].filter(([, count]) => count >= least).map(([area]) => area);
  if (classes.length > 0) return classes.sort();
  throw new ConfigError({
    field: "areas.minTrainingPoints",
    message: `is ${least}, and no area has so many labelled points outside the evaluated sections`,
    remedy: `Give ${Math.max(0, ...counts.values())} or less, or label more points.`,
  });
}

function appendPredictions(
  into: { pointId: string[]; area: string[]; topK: string[][]; probability: number[]; margin: number[] },
  ids: readonly string[],
  logits: Float64Array,
  classes: readonly string[],
): void {
  const shares = classProbabilities(logits, classes.length);
  for (const [place, id] of ids.entries()) {
    const own = Array.from(shares.subarray(place * classes.length, (place + 1) * classes.length));
    const order = own.map((_, i) => i).sort((a, b) => own[b]! - own[a]! || a - b);
    into.pointId.push(id);
    into.area.push(classes[order[0]!]!);
    into.topK.push(order.slice(0, 5).map((i) => classes[i]!));
    into.probability.push(own[order[0]!]!);
    into.margin.push(own[order[0]!]! - (own[order[1]!] ?? 0));
  }
}
