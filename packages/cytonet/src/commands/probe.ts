import type { FeatureScores } from "../probing/runProbe.js";
import { defineCommand } from "./command.js";
import { loadConfig } from "./configFile.js";
import { common, required } from "./options.js";

const schema = async () => (await import("../probing/config.js")).ProbeSchema;

export const probe = defineCommand({
  name: "probe",
  summary: "score frozen features by linear probes of areas and coordinates",
  details:
    "Penalties are chosen on validation sections; every set of features meets the same points and classes. " +
    "Writes metrics.json and the predictions of every set; results of the same settings and inputs are kept. The " +
    "configuration names folders of features, which `cytonet embed` makes and prints: copy configs/mouse/probe.yaml and " +
    "write yours.",
  options: {
    cohort: required(common.cohort),
    config: required(common.config),
    out: required({ ...common.out, description: "folder for metrics.json and predictions/" }),
    force: { ...common.force, description: "keep a folder of other settings or inputs aside and begin anew" },
  },
  configs: [{ name: "probe", title: "Settings of `cytonet probe`", load: schema }],
  examples: ["cytonet probe --cohort mice --config probe.yaml --out results/mice-1"],
  async execute({ options, ...context }) {
    const config = await loadConfig(options.config, await schema());
    const { runProbe } = await import("../probing/runProbe.js");
    return runProbe({ cohortDir: options.cohort, config, out: options.out, force: options.force }, context);
  },
  print: ({ sets }) =>
    Object.entries(sets)
      .flatMap(([name, scores]) => lines(name, scores))
      .join("\n"),
});

function lines(name: string, { areas, coordinates }: FeatureScores): string[] {
  const groups = new Set([...Object.keys(areas?.scores ?? {}), ...Object.keys(coordinates?.scores ?? {})]);
  return [...groups].map((group) => {
    const area = areas?.scores[group];
    const place = coordinates?.scores[group];
    const parts = [
      area &&
        `macro-F1 ${area.macroF1.toFixed(3)}, top-1 ${area.top1.toFixed(3)}, top-3 ${area.top3.toFixed(3)}`,
      place &&
        `R² ${Object.values(place.r2)
          .map((value) => value.toFixed(2))
          .join(", ")}`,
    ];
    return `${name} on ${group}: ${parts.filter(Boolean).join("; ")}`;
  });
}
