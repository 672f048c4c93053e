import { createServer } from "node:net";
import { availableParallelism } from "node:os";
import { ExitCode, MachineError } from "@cytonet/cohort/errors";
import type { WorkContext } from "../workContext.js";
import { describeEnding, type RankEnding, runRanks } from "./ranks.js";

export interface LaunchOptions {
  /** Ranks on this machine. */
  readonly count: number;
  /** The command line that every rank runs: node and the program. */
  readonly program: readonly [string, ...string[]];
  /** The command and its options, as after `cytonet`. */
  readonly words: readonly string[];
  /** Where ranks meet; a free port of this machine where it is left out. */
  readonly masterPort?: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly graceMs?: number;
  /** Whether the stdout of all ranks is a result, not of rank 0 alone. */
  readonly collectsAll?: boolean;
}

export interface LaunchResult {
  readonly ranks: number;
  readonly exitCode: ExitCode;
  /** What rank 0 printed. */
  readonly output: string;
  /** What ranks printed, by rank, where all are collected; of the others nothing where they are not. */
  readonly outputs: readonly string[];
}

/** A rank ended for good while others worked with it; all were stopped, and what they had saved stays. */
export class RankLostError extends MachineError {
  override readonly exitCode: ExitCode;

  /** @param output what that rank had printed, where it is collected */
  constructor(
    ending: RankEnding,
    ranks: number,
    readonly output = "",
  ) {
    const known = Object.values(ExitCode).find((code) => code === ending.code);
    super({
      message: `${describeEnding(ending)}, and all ${ranks} ranks were stopped`,
      remedy:
        ending.signal === "SIGKILL"
          ? "Memory often ran out then: see the kernel's log. The same command resumes."
          : known === ExitCode.Usage || known === ExitCode.Data
            ? "Its last lines say what to mend before the same command is given again."
            : "Its last lines say why; the same command resumes.",
    });
    this.exitCode = known ?? ExitCode.Environment;
  }
}

/**
 * Runs a command in several processes that work as one (see `initProcessGroup`), on this machine. Processor threads
 * are shared out among them unless CYTONET_THREADS says otherwise.
 *
 * @throws RankLostError naming the rank that was lost, after all have ended; the signal's reason when asked to stop
 */
export async function launch(options: LaunchOptions, context: WorkContext): Promise<LaunchResult> {
  const { count, env = process.env } = options;
  const threads = Math.max(1, Math.floor(availableParallelism() / count));
  const { endings, lost, outputs } = await runRanks({
    count,
    command: [options.program[0], ...options.program.slice(1), ...options.words],
    masterAddress: "127.0.0.1",
    masterPort: options.masterPort ?? (await freePort()),
    env: { CYTONET_THREADS: String(threads), ...env },
    signal: context.signal,
    onLine: (rank, line) => {
      if (line.trim() !== "") context.log(count === 1 ? line : `[rank ${rank}] ${line}`);
    },
    ...(options.graceMs !== undefined && { graceMs: options.graceMs }),
    ...(options.collectsAll && { collectsAll: true }),
  });
  const output = outputs[0] ?? "";
  if (lost !== undefined) throw new RankLostError(lost, count, outputs[lost.rank]);
  if (endings.some(({ code }) => code === ExitCode.Interrupted)) {
    context.signal.throwIfAborted();
    return { ranks: count, exitCode: ExitCode.Interrupted, output, outputs };
  }
  // Ranks that share out a stage's items have failures of their own.
  const failed = endings.some(({ code }) => code === ExitCode.Failures);
  return { ranks: count, exitCode: failed ? ExitCode.Failures : ExitCode.Done, output, outputs };
}

/** A port of this machine that nothing listens on. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
