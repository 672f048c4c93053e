import { ExitCode } from "@cytonet/cohort/errors";
import { examineDisk } from "../doctor/disk.js";
import { examineEngine } from "../doctor/engine.js";
import { examineFormats } from "../doctor/formats.js";
import { examineLibtorch } from "../doctor/libtorch.js";
import { examineMachine } from "../doctor/machine.js";
import { type Finding, renderFindings } from "../doctor/report.js";
import { defineCommand } from "./command.js";

/** `cytonet doctor`: what this machine has and lacks; works before anything is built. */
export const doctor = defineCommand({
  name: "doctor",
  summary: "say what this machine has and lacks, each problem with its remedy",
  details: "Ends with exit code 5 when the engine cannot run. Nothing is installed or changed.",
  options: {},
  examples: ["cytonet doctor", "cytonet doctor --json > doctor.json"],
  async execute(): Promise<{ exitCode: ExitCode; engineRuns: boolean; findings: readonly Finding[] }> {
    const libtorch = examineLibtorch();
    const findings = [
      examineMachine(),
      libtorch.finding,
      examineEngine(libtorch.used),
      await examineFormats(),
      await examineDisk(),
    ];
    const engineRuns = !findings.some(({ problems }) => problems.some(({ blocking }) => blocking));
    return { exitCode: engineRuns ? ExitCode.Done : ExitCode.Environment, engineRuns, findings };
  },
  print: ({ findings }) => renderFindings(findings),
});
