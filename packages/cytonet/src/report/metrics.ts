import type { ReportData } from "./data.js";
import { summarise } from "./html.js";

/** The report's numbers without its pictures, for `metrics.json` and the command's result. */
export function reportMetrics(data: ReportData): object {
  const summary = (values: readonly number[]): object => ({ ...summarise(values), values });
  return {
    schema: "cytonet.report/1",
    title: data.subtitle,
    referenceSpace: data.referenceSpace,
    secondsTotal: Number(data.stages.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(3)),
    stages: data.stages,
    methods: data.methods.map(({ id, name, groups }) => ({
      id,
      name,
      groups: groups.map(({ group, points, macroF1, top1, top3, r2 }) => ({
        group,
        points,
        macroF1: summary(macroF1),
        top1: summary(top1),
        top3: summary(top3),
        r2: Object.fromEntries(r2.map(({ axis, values }) => [axis, summary(values)])),
      })),
    })),
  };
}
