// Paired timing: two programs take turns, so that a machine whose speed drifts slows both alike.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, release, totalmem } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const ROOT = join(import.meta.dirname, "../..");

/** @param {readonly number[]} values @returns {number} */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** A program that answers each line of JSON on stdin with one on stdout. */
export class Partner {
  #child;
  #lines;

  /** @param {string} command @param {readonly string[]} args @param {Record<string, string>} [env] */
  constructor(command, args, env = {}) {
    this.#child = spawn(command, args, {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, ...env },
    });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** @param {unknown} request @returns {Promise<any>} */
  async ask(request) {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("the partner program ended");
    return JSON.parse(value);
  }

  close() {
    this.#child.stdin.end();
  }

  /** Ends it at once, whatever it does. */
  kill() {
    this.#child.kill("SIGKILL");
  }
}

/**
 * Lets both sides take turns and returns their times and ratios, pair by pair.
 *
 * @param {() => number | Promise<number>} ours seconds of one turn
 * @param {() => number | Promise<number>} theirs
 * @param {number} pairs
 */
export async function paired(ours, theirs, pairs) {
  const turns = [];
  for (let pair = 0; pair < pairs; pair++) {
    // Who goes first alternates too.
    const first = pair % 2 === 0;
    const a = first ? await ours() : undefined;
    const b = await theirs();
    turns.push([a ?? (await ours()), b]);
  }
  const [own, other] = [turns.map(([a]) => a), turns.map(([, b]) => b)];
  const ratios = turns.map(([a, b]) => a / b);
  return { ours: median(own), theirs: median(other), ratio: median(ratios), ratios };
}

/** What the figures were measured on. */
export function machine() {
  const model = cpus()[0]?.model ?? "unknown";
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: model.trim(),
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
    commit: execFileSync("git", ["-C", ROOT, "describe", "--always", "--dirty", "--exclude=*"], {
      encoding: "utf8",
    }).trim(),
  };
}

/** Writes `bench/results/NAME-DATE.json`. @param {string} name @param {object} result */
export function keepResult(name, result) {
  const folder = join(ROOT, "bench/results");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}-${machine().date}.json`);
  writeFileSync(`${path}.tmp`, `${JSON.stringify({ machine: machine(), ...result }, null, 2)}\n`);
  renameSync(`${path}.tmp`, path);
  return path;
}
