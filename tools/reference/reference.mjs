// The Python reference environment, as tests and benchmarks see it. `make reference` makes it.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** Pinned requirements of the environment. */
export const REQUIREMENTS = join(import.meta.dirname, "requirements.txt");

/** File that says where the current environment is. */
export const POINTER = join(ROOT, "build/reference.json");

/** @returns {string} identifies the content of the requirements file */
export function requirementsHash() {
  return createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex").slice(0, 16);
}

/**
 * Path of the environment's python3, or undefined where there is none, so that a test can say
 * `describe.skipIf(!referencePython())`.
 *
 * @returns {string | undefined}
 * @throws {Error} in CI (`CI` is set), where a skipped comparison would go unnoticed
 */
export function referencePython() {
  const pointer = existsSync(POINTER) ? JSON.parse(readFileSync(POINTER, "utf8")) : undefined;
  const isCurrent = pointer?.requirements === requirementsHash() && existsSync(pointer.python);
  if (isCurrent) return pointer.python;
  if (process.env.CI)
    throw new Error("The Python reference environment is absent or stale: run make reference.");
  return undefined;
}

/**
 * Version of the torch that the environment imports, such as "2.13.0+cu130". What two versions compute differs in the
 * last bits: a test of exact equality asks for the same version on both sides.
 *
 * @returns {string | undefined} undefined where there is no environment
 */
export function referenceTorchVersion() {
  return referencePython() === undefined ? undefined : JSON.parse(readFileSync(POINTER, "utf8")).torch;
}

/**
 * Runs a Python program in the reference environment. It reads one JSON document from stdin and prints its answer as
 * JSON on the last line of stdout; arrays too large for JSON travel in files named in the input.
 *
 * @param {string} script Python source, or the path of a `.py` file
 * @param {unknown} [input] given to the program as JSON on stdin
 * @param {{ args?: readonly string[], env?: Record<string, string>, timeoutMs?: number, cwd?: string }} [options]
 * @returns {any} what the program printed
 * @throws {Error} when there is no environment, or the program fails; the message ends with its stderr
 */
export function runReference(script, input = null, options = {}) {
  const { args = [], env = {}, timeoutMs = 120_000, cwd = ROOT } = options;
  const python = referencePython();
  if (python === undefined) throw new Error("There is no Python reference environment: run make reference.");
  const program = script.endsWith(".py") ? [script] : ["-c", script];
  const { status, stdout, stderr, error } = spawnSync(python, [...program, ...args], {
    encoding: "utf8",
    input: JSON.stringify(input),
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", ...env },
    timeout: timeoutMs,
    maxBuffer: 512 << 20,
    cwd,
  });
  if (status !== 0) {
    throw new Error(`The Python reference failed (${error?.message ?? `status ${status}`}):\n${stderr}`);
  }
  const answer = stdout.trimEnd().split("\n").at(-1) ?? "";
  try {
    return JSON.parse(answer);
  } catch (cause) {
    throw new Error(`The Python reference printed no JSON on its last line: ${answer.slice(0, 200)}`, {
      cause,
    });
  }
}
