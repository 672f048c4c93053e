import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { CohortError } from "../src/index.js";

const workspace = join(import.meta.dirname, "..", "..", "..");

/** Makes folders that are removed after each test of the file that calls this. */
export function temporaryFolders(): () => Promise<string> {
  const made: string[] = [];
  afterEach(async () => {
    for (const dir of made.splice(0)) await rm(dir, { recursive: true, force: true });
  });
  return async () => {
    const dir = await mkdtemp(join(tmpdir(), "cohort-test-"));
    made.push(dir);
    return dir;
  };
}

/** Child processes run the built package; this brings it up to date. Returns the URL to import. */
export function builtPackage(): string {
  execFileSync(join(workspace, "node_modules/.bin/tsc"), ["-b", join(workspace, "packages/cohort")]);
  return new URL("../dist/index.js", import.meta.url).href;
}

/** The error that `work` throws. Fails when it throws none, or one that is not a CohortError. */
export async function errorOf(work: () => unknown): Promise<CohortError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof CohortError) return error;
    throw error;
  }
  throw new Error("Nothing was thrown.");
}
