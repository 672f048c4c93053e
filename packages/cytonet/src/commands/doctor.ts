import { defineCommand } from "./command.js";
export const doctor = defineCommand({
  name: "doctor",
  summary: "say what this machine has and lacks, with remedies",
  options: {},
  examples: ["cytonet doctor"],
  async execute() {
    return {};
  },
  print() {
    return "";
  },
});
