import { defineCommand } from "./command.js";
import { common, integer, text, withDefault } from "./options.js";

/** `cytonet demo`: the whole pipeline, from sections to a page that shows how well it worked. */
export const demo = defineCommand({
  name: "demo",
  summary: "run the whole pipeline on a small cohort and write a report",
  details:
    "Makes a cohort of phantom brains, or imports real sections with --real; pretrains, embeds, probes, and writes\n" +
    "report/index.html and report/metrics.json. Stopped at any moment, the same command goes on.",
  options: {
    out: withDefault({ ...common.out, description: "folder for everything that is made" }, "demo"),
    real: text("DIR", "folder of registered mouse sections; without it the brains are phantoms"),
    seeds: integer("N", "encoders to train, each from another seed (default: 1; with --real 3)", 1),
    force: common.force,
  },
  examples: ["cytonet demo --out demo", "cytonet demo --real ../shared/data/mouse-sections --out demo-real"],
  async execute({ options, signal, progress, log }) {
    const { out, real, seeds = real === undefined ? 1 : 3, force } = options;
    const { hasRealSections, mouseStudy, phantomStudy } = await import("../demo/studies.js");
    const numbers = Array.from({ length: seeds }, (_, index) => index + 1);
    if (real !== undefined && !hasRealSections(real)) {
      return { skipped: `${real} does not hold the real sections (MyResults.json and the atlas files).` };
    }
    const study = real === undefined ? phantomStudy(numbers) : mouseStudy(real, numbers);
    const { runDemo } = await import("../demo/runDemo.js");
    return runDemo(study, out, force, { signal, progress, log });
  },
  print(result) {
    if ("skipped" in result) return `Skipped: ${result.skipped}`;
    const lines = Object.entries(result.scores).flatMap(([method, groups]) =>
      groups.map(({ group, macroF1 }) => {
        const mean = macroF1.reduce((sum, value) => sum + value, 0) / macroF1.length;
        return `  ${method.padEnd(10)}  ${group.padEnd(10)}  macro-F1 ${mean.toFixed(3)}`;
      }),
    );
    return [...lines, `${result.report} (${Math.round(result.secondsOfStages)} s in all)`].join("\n");
  },
});
