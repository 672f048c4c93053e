import { join } from "node:path";
import { loadCohort, loadSections } from "../cohort.js";
import { isCohortError } from "../errors.js";
import { asideName } from "../files/aside.js";
import { filesBelow, listFolders } from "../files/folder.js";
import { canonicalJson, sha256 } from "../files/hash.js";
import { describeInput, isFact, type Provenance, readProvenance } from "../provenance.js";
import type { Section } from "../schemas/section.js";
import { type FailureRecord, readFailures } from "../stages/failures.js";
import { itemsWithResults, stageDir } from "../stages/item.js";
import { heldLocks } from "../stages/stageLock.js";
import { readStageRecord, type StageRecord } from "../stages/stageRecord.js";
import { withDuckDB } from "../tables/duckdb.js";
import { readHeader } from "../tables/metadata.js";

export interface BrainStatus {
  readonly brain: string;
  readonly species: string;
  readonly sections: Readonly<Record<Section["status"], number>>;
}

export interface StageStatus {
  readonly stage: string;
  readonly version: number | null;
  /** Results that are up to date. */
  readonly done: number;
  /** Results made from other inputs or settings, or by another version. */
  readonly stale: number;
  /** Results of which an input is not where it was, so that it cannot be compared. */
  readonly unchecked: number;
  readonly failed: number;
  /** Items asked for that have neither a result nor a failure. */
  readonly pending: number;
  /** Whether a process works on the stage, as far as this host can tell. */
  readonly running: boolean;
  /** Older results kept aside, by the time at which they were replaced. */
  readonly aside: readonly string[];
}

export interface TableStatus {
  /** Relative to the cohort folder. */
  readonly path: string;
  readonly schema: string;
  readonly rows: number;
  readonly referenceSpace: string;
}

/** What a cohort folder holds and how far its stages are. */
export interface CohortStatus {
  readonly name: string;
  readonly dir: string;
  readonly brains: readonly BrainStatus[];
  readonly stages: readonly StageStatus[];
  readonly tables: readonly TableStatus[];
  readonly failures: readonly (FailureRecord & { readonly stage: string })[];
  /** Results that cannot be read, each in one line. */
  readonly damaged: readonly string[];
}

/**
 * Looks through a cohort folder. Nothing is written; inputs are hashed only where size or time differ from
 * what a result's provenance says.
 *
 * @param stageVersions versions of the stages as installed, by name; results of others count as stale.
 * @throws ConfigError when the cohort's own files are wrong.
 */
export async function cohortStatus(
  dir: string,
  stageVersions: Readonly<Record<string, number>> = {},
): Promise<CohortStatus> {
  const cohort = await loadCohort(dir);
  const sections = await loadSections(cohort);
  const count = (brain: string, status: Section["status"]): number =>
    sections.filter((section) => section.brain === brain && section.status === status).length;
  const names = await listFolders(join(cohort.dir, "derived"));
  const damaged: string[] = [];
  const stages: StageStatus[] = [];
  const failures: (FailureRecord & { stage: string })[] = [];
  for (const stage of names) {
    const failed = await readFailures(cohort.dir, stage);
    failures.push(...failed.map((failure) => ({ ...failure, stage })));
    stages.push(await stageStatus(cohort.dir, stage, failed, stageVersions[stage], damaged));
  }
  return {
    name: cohort.name,
    dir: cohort.dir,
    brains: cohort.brains.map(({ id, species }) => ({
      brain: id,
      species,
      sections: { ok: count(id, "ok"), excluded: count(id, "excluded"), missing: count(id, "missing") },
    })),
    stages,
    tables: await tablesBelow(cohort.dir, damaged),
    failures,
    damaged,
  };
}

async function stageStatus(
  cohortDir: string,
  stage: string,
  failures: readonly FailureRecord[],
  installed: number | undefined,
  damaged: string[],
): Promise<StageStatus> {
  const dir = stageDir(cohortDir, stage);
  const record = await readStageRecord(cohortDir, stage);
  const failed = new Set(failures.map((failure) => failure.item));
  const finished = await itemsWithResults(cohortDir, stage);
  const counts = { done: 0, stale: 0, unchecked: 0 };
  for (const id of finished) {
    if (failed.has(id)) continue;
    try {
      const provenance = readProvenance(join(dir, id));
      if (provenance !== undefined) counts[await freshness(provenance, record, installed)] += 1;
    } catch (error) {
      if (!isCohortError(error)) throw error;
      damaged.push(error.message);
    }
  }
  const settled = new Set([...finished, ...failed]);
  return {
    stage,
    version: installed ?? record?.stageVersion ?? null,
    ...counts,
    failed: failed.size,
    pending: (record?.items ?? []).filter((id) => !settled.has(id)).length,
    running: (await heldLocks(dir)).length > 0,
    aside: await listFolders(join(dir, asideName)),
  };
}

async function freshness(
  provenance: Provenance,
  record: StageRecord | undefined,
  installed: number | undefined,
): Promise<"done" | "stale" | "unchecked"> {
  const version = installed ?? record?.stageVersion;
  if (version !== undefined && provenance.stageVersion !== version) return "stale";
  if (record !== undefined && provenance.configSha256 !== sha256(canonicalJson(record.config)))
    return "stale";
  for (const input of provenance.inputs) {
    // What stood in no file of its own is compared when the stage runs.
    if (isFact(input)) continue;
    try {
      if ((await describeInput(input.name, input.path, provenance)).sha256 !== input.sha256) return "stale";
    } catch (error) {
      if (!isCohortError(error)) throw error;
      return "unchecked";
    }
  }
  return "done";
}

async function tablesBelow(cohortDir: string, damaged: string[]): Promise<TableStatus[]> {
  const files = (await filesBelow(cohortDir, "derived")).filter(
    (file) => file.endsWith(".parquet") && !file.split("/").includes(asideName),
  );
  return withDuckDB(async (connection) => {
    const tables: TableStatus[] = [];
    for (const path of files) {
      try {
        const { schema, rows, metadata } = await readHeader(connection, join(cohortDir, path));
        tables.push({ path, schema, rows, referenceSpace: metadata.referenceSpace });
      } catch (error) {
        if (!isCohortError(error)) throw error;
        damaged.push(error.message);
      }
    }
    return tables;
  });
}
