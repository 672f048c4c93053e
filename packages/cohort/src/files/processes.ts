import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** Enough to tell a process from any other, on this host now or later. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** What the system says of when the process started; null where it does not say (only Linux does). */
  readonly started: string | null;
}

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, host: hostname(), started: startOf(process.pid) };
}

/**
 * Whether a process still runs. `unknown` for processes of other hosts.
 * A process that got the number of one that ended counts as another, where the system tells start times.
 */
export function isRunning(identity: ProcessIdentity): boolean | "unknown" {
  if (identity.host !== hostname()) return "unknown";
  if (!isAlive(identity.pid)) return false;
  const started = startOf(identity.pid);
  return identity.started === null || started === null || started === identity.started;
}

/** Whether this host has a process of that number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, but belongs to another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Boot id and clock ticks since boot: field 22 of /proc/PID/stat, counted behind the command's parenthesis. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // A zombie has ended; only its parent has not looked yet.
    if (fields[0] === "Z") return "ended";
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${fields[19]}`;
  } catch {
    return null;
  }
}
