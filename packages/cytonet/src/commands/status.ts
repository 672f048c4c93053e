import { defineCommand } from "./command.js";
import { common, required } from "./options.js";

/** `cytonet status`: what a cohort holds and how far its stages are. */
export const status = defineCommand({
  name: "status",
  summary: "say what a cohort folder holds and how far its stages are",
  options: { cohort: required(common.cohort) },
  examples: ["cytonet status --cohort demo/cohort"],
  async execute({ options }) {
    const { cohortStatus } = await import("@cytonet/cohort");
    return cohortStatus(options.cohort);
  },
  async print(result) {
    const { renderStatus } = await import("@cytonet/cohort");
    return renderStatus(result);
  },
});
