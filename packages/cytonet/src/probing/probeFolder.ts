import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import {
  acquireLock,
  type Cohort,
  describeFact,
  describeInput,
  type InputRecord,
  makeProvenance,
  moveAside,
  type ProvenanceFacts,
  provenanceKey,
  publishFolder,
  readProvenance,
  removePartials,
  StageError,
  writeProvenance,
} from "@cytonet/cohort";
import type { SectionAssignment } from "@cytonet/learning";
import { pointFiles, tableFiles } from "../patches/pointFiles.js";
import { excludedPoints } from "../preparation/qualityJournal.js";
import type { ProbeConfig } from "./config.js";
import { featureFiles } from "./featureRows.js";

/** Everything beside the settings that decides about scores: tables, roles of sections, points left out by hand. */
export async function probeInputs(
  cohort: Cohort,
  config: ProbeConfig,
  assignments: ReadonlyMap<string, SectionAssignment>,
  out: string,
): Promise<InputRecord[]> {
  const before = readProvenance(out);
  const files = new Map<string, string>();
  const add = (kind: string, paths: readonly string[]): void => {
    // Names do not depend on where the cohort lies.
    for (const path of paths) files.set(`${kind} ${path.slice(cohort.dir.length + 1)}`, path);
  };
  add("points", await pointFiles(cohort.dir));
  if (config.areas !== undefined) add("labels", await tableFiles(cohort.dir, "labels"));
  for (const stage of new Set(Object.values(config.features))) {
    add("features", await featureFiles(cohort.dir, stage));
  }
  const inputs: InputRecord[] = [];
  for (const [name, path] of files) inputs.push(await describeInput(name, path, before));
  const roles = [...assignments].map(([section, { role }]) => [section, role]).sort();
  const excluded = [...(await excludedPoints(cohort.dir))].sort();
  return [
    ...inputs,
    describeFact("roles of sections", "split", roles),
    describeFact("excluded points", "journal", excluded),
  ];
}

/**
 * Gives the result that a folder holds where it is of the same settings and inputs; else lets `work` fill the folder,
 * which is complete afterwards or as it was.
 *
 * @param facts the number of threads is no setting: it does not decide the result
 * @param force keep a folder of other settings or inputs aside and begin anew
 * @param work fills the folder that it is given
 * @returns what `work` gave, or undefined where the result was there already
 * @throws StageError where the folder holds something else and `force` is not given; LockedError while another process
 * probes into it
 */
export async function fillProbeFolder<T>(
  out: string,
  facts: ProvenanceFacts,
  force: boolean,
  work: (dir: string) => Promise<T>,
): Promise<{ readonly filled: T | undefined; readonly keptAside: string | undefined }> {
  const dir = resolve(out);
  const lock = await acquireLock(join(dirname(dir), `.${basename(dir)}.probing.lock`), facts.stage);
  try {
    await removePartials(dirname(dir), (name) => name === basename(dir));
    if (isFilled(dir)) {
      if (isOf(dir, facts)) return { filled: undefined, keptAside: undefined };
      refuseFolder(dir, force);
    }
    let keptAside: string | undefined;
    const filled = await publishFolder(
      dir,
      async (partial) => {
        const result = await work(partial);
        await writeProvenance(partial, makeProvenance(facts));
        return result;
      },
      async () => {
        if (isFilled(dir)) keptAside = await moveAside(dir, force);
      },
    );
    return { filled, keptAside };
  } finally {
    await lock.release();
  }
}

/** The numbers that a finished folder holds. */
export function readMetrics<T>(out: string): T {
  return JSON.parse(readFileSync(join(out, "metrics.json"), "utf8")) as T;
}

/** What probes of all versions leave in a folder. */
const ours = ["areaProbes", "metrics.json", "predictions", "provenance.json"];

/** A cohort, or whatever else is no probe's, is not even kept aside. */
function refuseFolder(dir: string, force: boolean): void {
  const isProbe = readProvenance(dir)?.stage === "probe";
  if (!isProbe && !readdirSync(dir).every((name) => ours.includes(name))) {
    throw new StageError({
      file: dir,
      message: "holds something else than a probe's results",
      remedy: "Name a folder of its own with --out.",
    });
  }
  if (force) return;
  throw new StageError({
    file: dir,
    message: "holds results of other settings or inputs",
    remedy: "Name another folder with --out, or give --force to keep that one aside and begin anew.",
  });
}

function isFilled(dir: string): boolean {
  return existsSync(dir) && readdirSync(dir).length > 0;
}

function isOf(dir: string, facts: ProvenanceFacts): boolean {
  return existsSync(join(dir, "metrics.json")) && readProvenance(dir)?.key === provenanceKey(facts);
}
