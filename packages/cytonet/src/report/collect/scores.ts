import { join } from "node:path";
import { readLog } from "@cytonet/cohort";
import type { ProbeResult } from "../../probing/runProbe.js";
import type { StudyTables } from "../../studies/studyTables.js";
import type { BrainFacts, GroupScores, LossCurve, MethodScores } from "../data.js";

/** The loss of a run, as its log has it. */
export function lossOfRun(runDir: string, seed: number): LossCurve {
  const points = readLog(join(runDir, "log.jsonl")).flatMap(({ step, loss }) =>
    typeof step === "number" && typeof loss === "number" ? [{ step, loss }] : [],
  );
  return { seed, points };
}

/** Scores of a method over its seeds: `sets` names the probe's sets of features, one a seed. */
export function methodScores(
  { sets }: Pick<ProbeResult, "sets">,
  method: Pick<MethodScores, "id" | "name">,
  names: readonly string[],
): MethodScores {
  const found = names.map((name) => sets[name]!);
  const groups = Object.keys(found[0]?.areas?.scores ?? {});
  return {
    ...method,
    groups: groups.map((group): GroupScores => {
      const areas = found.map(({ areas }) => areas!.scores[group]!);
      const places = found.flatMap(({ coordinates }) => coordinates?.scores[group] ?? []);
      const axes = Object.keys(places[0]?.r2 ?? {}) as (keyof (typeof places)[number]["r2"])[];
      return {
        group,
        points: areas[0]!.points,
        macroF1: areas.map(({ macroF1 }) => macroF1),
        top1: areas.map(({ top1 }) => top1),
        top3: areas.map(({ top3 }) => top3),
        r2: axes.map((axis) => ({ axis, values: places.map(({ r2 }) => r2[axis]) })),
        errorMm: axes.map((axis) => ({
          axis,
          values: places.map(({ errorMm }) => errorMm[axis]),
          chance: places[0]!.chanceErrorMm[axis],
        })),
      };
    }),
  };
}

/** What every brain of a study is used for, and how much it has. */
export function brainFacts({ cohort, sections, assignments, points }: StudyTables): BrainFacts[] {
  return cohort.brains.map(({ id }) => {
    const own = [...assignments.values()].filter(({ brain }) => brain === id);
    const roles = new Map<string, number>();
    for (const { role } of own) roles.set(role, (roles.get(role) ?? 0) + 1);
    const role =
      roles.size === 1
        ? [...roles.keys()][0]!
        : [...roles].map(([name, count]) => `${count} ${name}`).join(", ");
    return {
      brain: id,
      role,
      sections: sections.filter(({ brain, status }) => brain === id && status === "ok").length,
      points: points.brain.filter((brain) => brain === id).length,
    };
  });
}
