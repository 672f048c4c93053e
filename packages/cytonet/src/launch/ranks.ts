import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { ExitCode, MachineError } from "@cytonet/cohort/errors";

/** One process of several that work as one. */
export interface RankEnding {
  readonly rank: number;
  readonly pid: number;
  /** Exit code, or null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RankOptions {
  /** Ranks to start here. */
  readonly count: number;
  /** Program and arguments of every rank. */
  readonly command: readonly [program: string, ...args: string[]];
  readonly masterAddress: string;
  readonly masterPort: number;
  /** What every rank gets beside RANK, WORLD_SIZE, LOCAL_RANK, LOCAL_WORLD_SIZE, MASTER_ADDR and MASTER_PORT. */
  readonly env: NodeJS.ProcessEnv;
  /** Asked to stop: every rank gets SIGTERM, and saves. */
  readonly signal: AbortSignal;
  /** Lines of the ranks' stderr, and of stdout that is not collected. */
  readonly onLine: (rank: number, line: string) => void;
  /** Whether the stdout of all ranks is a result, not of rank 0 alone. */
  readonly collectsAll?: boolean;
  /** How long ranks may take to end by themselves once one is lost. Default 10 s. */
  readonly graceMs?: number;
}

/** How ranks came to an end. */
export interface Launch {
  readonly endings: readonly RankEnding[];
  /** The rank whose end ended the others; undefined where all ended well or were asked to stop. */
  readonly lost: RankEnding | undefined;
  /** What ranks wrote to stdout, by rank: rank 0, and the others where all are collected. */
  readonly outputs: readonly string[];
}

const DEFAULT_GRACE_MS = 10_000;

/**
 * Runs a command once for each rank and waits for all. Where one is lost, the others, which may hang in a collective
 * that never completes, get SIGTERM and, after the grace, SIGKILL: none outlives the first by more than that. Where this
 * process exits before them, they are killed.
 *
 * @throws MachineError naming a rank that cannot be started, after the others were killed
 */
export async function runRanks(options: RankOptions): Promise<Launch> {
  const { count, signal, graceMs = DEFAULT_GRACE_MS } = options;
  const children: ChildProcess[] = [];
  try {
    for (let rank = 0; rank < count; rank++) children.push(start(rank, options));
  } catch (cause) {
    for (const child of children) child.kill("SIGKILL");
    throw notStarted(children.length, cause as Error);
  }
  let lost: RankEnding | undefined;
  let killing: NodeJS.Timeout | undefined;
  const outputs = children.map(() => "");
  for (const [rank, child] of children.entries()) {
    if (!isCollected(rank, options)) continue;
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      outputs[rank] += text;
    });
  }
  const living = new Set(children);
  const send = (name: NodeJS.Signals) => {
    for (const child of living) child.kill(name);
  };
  const stop = () => send("SIGTERM");
  for (const [rank, child] of children.entries()) {
    // Earlier than the end of its output, which comes when others may have ended for want of it.
    child.once("exit", (code, signal) => {
      const ending = { rank, pid: child.pid ?? -1, code, signal };
      if (!isLoss(ending) || lost !== undefined) return;
      lost = ending;
      stop();
      killing = setTimeout(() => send("SIGKILL"), graceMs);
    });
  }
  const kill = () => send("SIGKILL");
  process.once("exit", kill);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    const endings = await Promise.all(
      children.map(async (child, rank) => {
        const ending = await ended(child, rank);
        living.delete(child);
        return ending;
      }),
    );
    return { endings, lost, outputs };
  } catch (error) {
    kill();
    throw error;
  } finally {
    clearTimeout(killing);
    process.off("exit", kill);
    signal.removeEventListener("abort", stop);
  }
}

/** Interrupted ranks saved and can go on; every other end but a good one takes the group down. */
function isLoss({ code }: RankEnding): boolean {
  return code !== ExitCode.Done && code !== ExitCode.Failures && code !== ExitCode.Interrupted;
}

function start(rank: number, options: RankOptions): ChildProcess {
  const [program, ...args] = options.command;
  const child = spawn(program, args, {
    env: {
      ...options.env,
      RANK: String(rank),
      LOCAL_RANK: String(rank),
      LOCAL_WORLD_SIZE: String(options.count),
      WORLD_SIZE: String(options.count),
      MASTER_ADDR: options.masterAddress,
      MASTER_PORT: String(options.masterPort),
    },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: a terminal's Ctrl-C reaches the launcher alone, which passes it on once.
    detached: true,
  });
  // A process that could not be started may have no streams; its error comes as an event.
  if (child.stderr) lines(child.stderr, (line) => options.onLine(rank, line));
  if (child.stdout && !isCollected(rank, options)) lines(child.stdout, (line) => options.onLine(rank, line));
  return child;
}

function isCollected(rank: number, { collectsAll = false }: Pick<RankOptions, "collectsAll">): boolean {
  return rank === 0 || collectsAll;
}

function lines(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on("line", onLine);
}

function ended(child: ChildProcess, rank: number): Promise<RankEnding> {
  return new Promise((resolve, reject) => {
    child.on("error", (cause) => reject(notStarted(rank, cause)));
    child.on("close", (code, signal) => resolve({ rank, pid: child.pid ?? -1, code, signal }));
  });
}

function notStarted(rank: number, cause: Error): MachineError {
  const message = `rank ${rank} cannot be started (${cause.message})`;
  const remedy =
    "Start fewer ranks, or make room for processes, files and memory (`ulimit -u`, `ulimit -n`).";
  return new MachineError({ message, remedy }, { cause });
}

/** How a rank ended, in words. */
export function describeEnding({ rank, pid, code, signal }: RankEnding): string {
  const how = signal === null ? `ended with exit code ${code}` : `was killed by ${signal}`;
  return `rank ${rank} (process ${pid}) ${how}`;
}
