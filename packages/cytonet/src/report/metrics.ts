import type { GroupScores, ReportData, Values } from "./data.js";
import { summarise } from "./html.js";
import { isAbsent } from "./parts.js";

/** What the groups of sections are called in `metrics.json`: as the brains' roles. */
const roleOf: Readonly<Record<string, string>> = { test: "seen", transfer: "transfer", unseen: "unseen" };

/**
 * The report's numbers without its pictures, for `metrics.json`: `seen|transfer|unseen` × `cytonet|untrained|histogram`,
 * each figure the mean over the seeds, with every seed's value under `bySeed`.
 */
export function reportMetrics(data: ReportData): object {
  const groups = [...new Set(data.methods.flatMap((method) => method.groups.map(({ group }) => group)))];
  const scores = groups.map((group) => [
    roleOf[group] ?? group,
    Object.fromEntries(
      data.methods.flatMap(({ id, groups: own }) => {
        const found = own.find((candidate) => candidate.group === group);
        return found === undefined ? [] : [[id, scoresOf(found)]];
      }),
    ),
  ]);
  return {
    schema: "cytonet.report/2",
    title: data.subtitle,
    secondsTotal: Number(data.stages.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(3)),
    seeds: data.seeds,
    provenance: data.provenance,
    referenceSpace: data.referenceSpace,
    areas: data.areas.length,
    ...Object.fromEntries(scores),
    gapClosed: gapClosed(data),
    hops: isAbsent(data.hops) ? null : data.hops.groups,
    retrieval: isAbsent(data.retrieval) ? null : { among: data.retrieval.among, ...data.retrieval.agreement },
    stages: data.stages,
  };
}

function scoresOf({ points, macroF1, top1, top3, r2, errorMm }: GroupScores): object {
  const axes = errorMm.map(({ axis, values, chance }) => [axis, { error: mean(values), chance }]);
  return {
    points,
    macroF1: mean(macroF1),
    top1: mean(top1),
    top3: mean(top3),
    coordinateErrorMm: Object.fromEntries(axes),
    r2: Object.fromEntries(r2.map(({ axis, values }) => [axis, mean(values)])),
    bySeed: {
      macroF1,
      top1,
      top3,
      coordinateErrorMm: Object.fromEntries(errorMm.map(({ axis, values }) => [axis, values])),
    },
    sd: { macroF1: summarise(macroF1).sd, top1: summarise(top1).sd, top3: summarise(top3).sd },
  };
}

const mean = (values: Values): number => summarise(values).mean;

/** Which share of the way from the untrained encoder's macro-F1 to 1 pretraining goes, by role. */
function gapClosed({ methods }: ReportData): Record<string, number> {
  const of = (id: string) => methods.find((method) => method.id === id)?.groups ?? [];
  return Object.fromEntries(
    of("cytonet").flatMap(({ group, macroF1 }) => {
      const base = of("untrained").find((candidate) => candidate.group === group);
      if (base === undefined) return [];
      const start = mean(base.macroF1);
      return [[roleOf[group] ?? group, (mean(macroF1) - start) / (1 - start)]];
    }),
  );
}
