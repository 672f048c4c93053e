import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import {
  brainOf,
  ConfigError,
  formatCsv,
  formatSections,
  isUsable,
  loadCohort,
  loadSections,
  parseCsv,
  publishFile,
  readPoints,
  writeFileAtomic,
} from "@cytonet/cohort";
import { readNifti } from "@cytonet/scans";
import { pointFiles } from "../patches/pointFiles.js";

/** What a decision is about. */
export type QualityKind = "section" | "region" | "point";

/** A decision of a person about what is used; a row of `annotations/quality.csv`. */
export interface QualityDecision {
  readonly date: string;
  readonly author: string;
  readonly action: "exclude" | "restore";
  readonly kind: QualityKind;
  readonly brain: string;
  /** Section, name of a region's mask, or id of a point. */
  readonly target: string;
  readonly reason: string;
}

const columns = ["date", "author", "action", "kind", "brain", "target", "reason"] as const;

/** The journal: decisions are added, never changed. */
export function journalPath(cohortDir: string): string {
  return join(cohortDir, "annotations", "quality.csv");
}

/** All decisions, oldest first. @throws ConfigError for a row that is none. */
export async function readJournal(cohortDir: string): Promise<QualityDecision[]> {
  const file = journalPath(cohortDir);
  if (!existsSync(file)) return [];
  const [header, ...rows] = parseCsv(await readFile(file, "utf8"), file);
  if (header?.cells.join() !== columns.join()) {
    const remedy = `Its first line must be ${columns.join(",")}.`;
    throw new ConfigError({ file, line: 1, message: "has other columns", remedy });
  }
  return rows.map(({ cells, line }) => {
    const row = Object.fromEntries(
      columns.map((name, i) => [name, cells[i] ?? ""]),
    ) as unknown as QualityDecision;
    if (["exclude", "restore"].includes(row.action) && ["section", "region", "point"].includes(row.kind))
      return row;
    const remedy = "Restore the row, or remove it.";
    throw new ConfigError({ file, line, message: "is no decision", remedy });
  });
}

/** The decisions that stand: the last one about each thing, where it excludes. */
export function standing(journal: readonly QualityDecision[]): QualityDecision[] {
  const last = new Map(journal.map((one) => [`${one.kind} ${one.brain} ${one.target}`, one]));
  return [...last.values()].filter(({ action }) => action === "exclude");
}

/** Ids of points that are excluded. */
export async function excludedPoints(cohortDir: string): Promise<ReadonlySet<string>> {
  const journal = standing(await readJournal(cohortDir));
  return new Set(journal.filter(({ kind }) => kind === "point").map(({ target }) => target));
}

export interface DecisionRequest extends Omit<QualityDecision, "date" | "target"> {
  readonly cohortDir: string;
  /** Sections, points, or for a region its mask: a NIfTI file to exclude, its name to restore. */
  readonly targets: readonly string[];
}

/**
 * Carries a decision out and writes it into the journal.
 *
 * A section's status changes in sections.csv, its reason becomes its note. A region's mask is copied into
 * `overrides/exclude/BRAIN`, or taken away from there. Points stand in the journal alone; pretraining, embedding,
 * probes and studies leave excluded ones out. Stages see what they are made from, so that only those of the brain are
 * repeated that depend on it.
 *
 * @throws ConfigError where a target does not exist or is so already
 */
export async function decide(
  request: DecisionRequest,
  now = new Date(),
): Promise<readonly QualityDecision[]> {
  const { cohortDir, targets, ...decision } = request;
  const cohort = await loadCohort(cohortDir);
  brainOf(cohort, decision.brain);
  if (decision.author.trim() === "" || decision.reason.trim() === "") {
    throw new ConfigError({ field: "--reason", message: "is empty", remedy: "Give a reason and an author." });
  }
  const carried: string[] = [];
  if (decision.kind === "section") await decideSections(cohort, decision, targets);
  if (decision.kind === "point") await checkPoints(cohort.dir, decision, targets);
  if (decision.kind === "region") await checkRegions(cohort.dir, decision, targets);
  for (const target of targets) {
    carried.push(decision.kind === "region" ? await decideRegion(cohort.dir, decision, target) : target);
  }
  const added = carried.map((target) => ({ ...decision, target, date: now.toISOString() }));
  const journal = [...(await readJournal(cohort.dir)), ...added];
  const rows = journal.map((row) => columns.map((name) => row[name]));
  await writeFileAtomic(journalPath(cohort.dir), formatCsv([[...columns], ...rows]));
  return added;
}

type Decision = Omit<DecisionRequest, "cohortDir" | "targets">;

async function decideSections(
  cohort: Awaited<ReturnType<typeof loadCohort>>,
  { action, brain, reason }: Decision,
  targets: readonly string[],
): Promise<void> {
  const file = join(cohort.dir, "sections.csv");
  const sections = await loadSections(cohort);
  const wanted = new Set(targets);
  const changed = sections.map((section) => {
    if (section.brain !== brain || !wanted.delete(section.section)) return section;
    if (section.status === "missing" || isUsable(section) === (action === "restore")) {
      const message = `section ${section.section} of ${brain} is ${section.status} already`;
      throw new ConfigError({ file, message, remedy: "Leave it out." });
    }
    return action === "exclude"
      ? { ...section, status: "excluded" as const, note: reason }
      : { ...section, status: "ok" as const, note: "" };
  });
  const [unknown] = wanted;
  if (unknown !== undefined) {
    throw new ConfigError({
      file,
      message: `${brain} has no section ${unknown}`,
      remedy: "Name it as sections.csv.",
    });
  }
  await writeFileAtomic(file, formatSections(changed));
}

/** Points stand in the journal alone: what is not there, or is so already, would go unnoticed. */
async function checkPoints(
  cohortDir: string,
  { action, brain }: Decision,
  targets: readonly string[],
): Promise<void> {
  const excluded = await excludedPoints(cohortDir);
  const { columns } = await readPoints(await pointFiles(cohortDir));
  const known = new Set(columns.pointId.filter((_, row) => columns.brain[row] === brain));
  for (const target of targets) {
    if (!known.has(target)) {
      const remedy = "Name points by their pointId, as in points.parquet.";
      throw new ConfigError({ field: target, message: `is no point of ${brain}`, remedy });
    }
    if (excluded.has(target) === (action === "exclude")) {
      const message = `is ${action === "exclude" ? "excluded" : "in use"} already`;
      throw new ConfigError({ field: target, message, remedy: "Leave it out." });
    }
  }
}

/** Where a region's mask stands while it excludes. */
function regionPath(cohortDir: string, brain: string, target: string): string {
  return join(cohortDir, "overrides", "exclude", brain, basename(target));
}

/** Masks that cannot be taken over or taken away, before any is. */
async function checkRegions(
  cohortDir: string,
  { action, brain }: Decision,
  targets: readonly string[],
): Promise<void> {
  for (const target of targets) {
    const path = regionPath(cohortDir, brain, target);
    const name = basename(path);
    if (action === "restore") {
      if (existsSync(path)) continue;
      const remedy = "Name a mask that is there.";
      throw new ConfigError({ file: dirname(path), message: `holds no ${name}`, remedy });
    }
    if (!/\.nii(\.gz)?$/.test(name)) {
      const remedy = "Save the mask as .nii.gz.";
      throw new ConfigError({ field: target, message: "is no NIfTI file", remedy });
    }
    if (existsSync(path)) {
      const remedy = "Restore that one first, or give the new one another name.";
      throw new ConfigError({ file: dirname(path), message: `holds a ${name} already`, remedy });
    }
    await readNifti(target);
  }
}

/** @returns the mask's name. */
async function decideRegion(cohortDir: string, { action, brain }: Decision, target: string): Promise<string> {
  const path = regionPath(cohortDir, brain, target);
  const name = basename(path);
  if (action === "restore") {
    const kept = join(cohortDir, "overrides", "restored", brain);
    await mkdir(kept, { recursive: true });
    await rename(path, join(kept, name));
    return name;
  }
  await mkdir(dirname(path), { recursive: true });
  await publishFile(path, (partial) => copyFile(target, partial));
  return name;
}
