// Runs the malformed calls in child processes: a call that takes its process
// down, or never comes back, is named and the rest goes on without it.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const CHILD = join(import.meta.dirname, "child.mjs");
const HANG_MS = 60_000;
// Without a limit, a size of 2^31 is not refused but filled: four gigabytes of floats, or half of it.
const MEMORY_KB = 5_000_000;

/** @typedef {{ total: number, run: number, kinds: Record<string, number>, outcomes: Record<string, number>, wrong: string[], drift: number }} Report */

/** @param {string} folder @param {number} from @param {number} stride */
function runChild(folder, from, stride) {
  const progressFile = join(folder, "progress");
  const reportFile = join(folder, "report.json");
  const child = spawn(
    "bash",
    [
      "-c",
      `ulimit -v ${MEMORY_KB}; ulimit -c 0; exec "$0" "$@"`,
      process.execPath,
      CHILD,
      progressFile,
      reportFile,
      String(from),
      String(stride),
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    errors = (errors + text).slice(-2000);
  });
  return new Promise((resolve, reject) => {
    let last = "";
    let since = Date.now();
    let hung = false;
    const watch = setInterval(() => {
      const now = read(progressFile);
      if (now !== last) {
        last = now;
        since = Date.now();
      } else if (Date.now() - since > HANG_MS) {
        hung = true;
        child.kill("SIGKILL");
      }
    }, 500);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearInterval(watch);
      if (code === 0) {
        resolve({ report: JSON.parse(readFileSync(reportFile, "utf8")) });
        return;
      }
      const at = read(progressFile).trim();
      if (at === "") reject(new Error(`the child did not start (${code ?? signal}): ${errors}`));
      else
        resolve({
          at,
          how: hung ? "hung" : `ended with ${signal ?? code}: ${errors.trim().split("\n").at(-1)}`,
        });
    });
  });
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/**
 * Every `stride`-th malformed call.
 *
 * @param {number} stride
 * @param {(line: string) => void} [say] is told of each crash
 * @returns {Promise<Report & { crashes: string[] }>}
 */
export async function drive(stride = 1, say = () => {}) {
  const folder = mkdtempSync(join(tmpdir(), "malformed-"));
  const crashes = [];
  try {
    for (let from = 0; ; ) {
      const { report, at, how } = await runChild(folder, from, stride);
      if (report !== undefined) return { ...report, crashes };
      crashes.push(`${at}: ${how}`);
      say(crashes.at(-1));
      from = Number(at.split(" ")[0]) + stride;
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
