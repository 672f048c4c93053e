import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { StageError } from "../errors.js";
import { isPartialName } from "../files/atomic.js";
import { listFolder, listFolders } from "../files/folder.js";
import { realPlace } from "../files/output.js";
import { writingFailure } from "../files/writing.js";

/** What makes a folder a run folder: the configuration of its run. */
export const CONFIG_FILE = "config.resolved.yaml";

const ANOTHER = "Name another folder with --out, one that does not exist or a run's own.";

/**
 * Refuses a folder that cannot become a run folder. Writes nothing, so that the folder stays as it was.
 *
 * @param reads what the run reads, such as its cohort: a run kept aside would take it along
 * @throws StageError for a cohort, a folder that holds what the run reads, or one with files that are of no run
 */
export async function refuseForeignFolder(dir: string, reads: readonly string[]): Promise<void> {
  if (existsSync(join(dir, "cohort.yaml")))
    throw new StageError({ file: dir, message: "is a cohort, no place for a run", remedy: ANOTHER });
  const place = await realPlace(dir);
  for (const path of reads) {
    const below = relative(place, await realPlace(path));
    if (below === ".." || below.startsWith(`..${sep}`)) continue;
    throw new StageError({ file: dir, message: `holds ${path}, which the run reads`, remedy: ANOTHER });
  }
  if (existsSync(join(dir, CONFIG_FILE))) return;
  const names = await listFolder(dir).catch((error: unknown) => {
    throw writingFailure(dir, error);
  });
  const empty = new Set<string>();
  for (const name of await listFolders(dir))
    if ((await listFolder(join(dir, name))).length === 0) empty.add(name);
  const foreign = names.filter(
    (name) => !isPartialName(name) && !/^lock(\.takeover)?$/.test(name) && !empty.has(name),
  );
  if (foreign.length === 0) return;
  throw new StageError({
    file: dir,
    message: `holds ${foreign.slice(0, 3).join(", ")}${foreign.length > 3 ? ", …" : ""} and is no run's folder`,
    remedy: ANOTHER,
  });
}

/** Whether a run has left anything that took work: a checkpoint, a line of its log, a model. */
export async function hasResults(dir: string): Promise<boolean> {
  if (existsSync(join(dir, "model"))) return true;
  if ((await listFolder(join(dir, "checkpoints"))).some((name) => !isPartialName(name))) return true;
  const log = join(dir, "log.jsonl");
  return existsSync(log) && (await readFile(log, "utf8")).trim() !== "";
}

/**
 * Removes what a run that came to nothing has left: status, provenance, empty logs, and files that `owns`. Its
 * configuration stays, so that the folder remains a run's until another one is written over it.
 *
 * @param owns says by its name what else such a run writes before there is any result
 */
export async function clearAttempt(dir: string, owns: (name: string) => boolean): Promise<void> {
  const common = new Set(["provenance.json", "status.json", "log.jsonl", "tensorboard"]);
  for (const name of await listFolder(dir))
    if (common.has(name) || owns(name)) await rm(join(dir, name), { recursive: true, force: true });
}
