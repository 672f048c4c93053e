import { defineCommand } from "./command.js";
import { loadConfig } from "./configFile.js";
import { common, required, text } from "./options.js";

const schema = async () => (await import("../studies/leaks/config.js")).LeakStudySchema;

/** `cytonet study leaks`: what phantom sections tell without their cytoarchitecture. */
export const studyLeaks = defineCommand({
  name: "study leaks",
  summary:
    "train encoders on phantom sections without cells, and on others that should tell less, and compare",
  details:
    "Makes the phantom cohort in four variants (full, no-cells, geometry, equalised), trains an encoder from scratch on " +
    "each, and compares linear probes on transfer brains. Writes leaks.json and leaks.md. Stopped at any moment, the " +
    "same command goes on; what is finished is skipped.",
  options: {
    config: required(common.config),
    out: required({ ...common.out, description: "folder of cohorts, encoders and records" }),
    results: text("DIR", "folder for leaks.json and leaks.md (default: that of --out)"),
  },
  configs: [{ name: "leakStudy", title: "Settings of `cytonet study leaks`", load: schema }],
  examples: [
    "cytonet study leaks --config configs/phantom/leaks.yaml --out runs/leaks --results docs/studies",
  ],
  async execute({ options, ...context }) {
    const config = await loadConfig(options.config, await schema());
    const { runLeakStudy } = await import("../studies/leaks/runLeakStudy.js");
    return runLeakStudy({ config, out: options.out, results: options.results }, context);
  },
  print({ verdicts }) {
    return verdicts
      .map(({ variant, measure, ratio, bound, holds }) => {
        const limit = "atMost" in bound ? `at most ${bound.atMost}` : `at least ${bound.atLeast}`;
        return `${variant}, ${measure}: ${ratio.toFixed(2)} of full sections, bound ${limit}: ${holds ? "holds" : "DOES NOT HOLD"}`;
      })
      .join("\n");
  },
});
