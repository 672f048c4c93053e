import { fileURLToPath } from "node:url";
import { defineCommand } from "./command.js";
import { integer, required } from "./options.js";

/** `cytonet launch`: torchrun for one machine. */
export const launch = defineCommand({
  name: "launch",
  summary: "run a command in several processes that work as one, on this machine",
  details:
    "Every rank gets RANK, WORLD_SIZE, LOCAL_RANK, MASTER_ADDR and MASTER_PORT; torchrun and srun can start the same " +
    "command instead. Where a rank is lost, all end within half a minute, the message names it, and the same call " +
    "resumes. Where ranks share sections or brains out, the result is that of all of them. Signals are handed on: all ranks save, then exit with 75.",
  positionals: [{ name: "COMMAND", description: "the command and its options, after --", rest: true }],
  options: {
    nproc: required(integer("N", "ranks to start", 1)),
    masterPort: integer("PORT", "where ranks meet; a free port where it is left out", 1),
  },
  examples: ["cytonet launch --nproc 4 -- pretrain --cohort mice --config pretrain.yaml --out runs/mice-1"],
  async execute({ options, positionals, ...context }) {
    const [{ launchCommand }, { commands }] = await Promise.all([
      import("../launch/sharedResult.js"),
      import("./registry.js"),
    ]);
    const cli = fileURLToPath(new URL("../../bin/cytonet.js", import.meta.url));
    const { nproc: count, masterPort } = options;
    const program = [process.execPath, cli] as const;
    const { outputs, ...result } = await launchCommand(
      commands,
      { count, program, words: positionals, ...(masterPort !== undefined && { masterPort }) },
      context,
    );
    return result;
  },
  print: ({ output }) => output,
});
