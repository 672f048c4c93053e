import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import {
  type Cohort,
  ConfigError,
  checkStacks,
  type FailureRecord,
  formatSections,
  loadCohort,
  loadSections,
  readFailures,
  type Section,
  writeCohort,
  writeFileAtomic,
} from "@cytonet/cohort";
import type { WorkContext } from "../workContext.js";
import { checkScan } from "./checkScan.js";
import { mergeSections } from "./mergeSections.js";
import { type NewBrains, newCohort, refuseContradictions } from "./newCohort.js";
import { type RowFault, readSectionRows, type SectionRow, sectionOf } from "./sectionRows.js";

export interface ImportSectionsRequest {
  /** CSV with the columns of `sections.csv`. */
  readonly csv: string;
  /** Cohort folder: made, or added to. */
  readonly out: string;
  /** Folder that the paths start from; in a cohort that exists its own `roots.scans`. Default: the CSV's folder. */
  readonly scans?: string | undefined;
  /** Of a cohort to be made; one that exists must not say otherwise. */
  readonly brains: NewBrains;
  /** Go by the rows where files state other pixel sizes. */
  readonly trustPixelSizes: boolean;
  /** Replace sections that the cohort has already. */
  readonly force: boolean;
  /** Check everything and write nothing. */
  readonly dryRun: boolean;
}

export interface ImportSectionsResult {
  readonly cohortDir: string;
  readonly brains: readonly string[];
  /** Rows taken over as they are, with a usable scan or marked as excluded or missing by the user. */
  readonly registered: number;
  readonly refused: readonly (RowFault & { readonly line: number; readonly section: string })[];
  readonly doubts: readonly { readonly section: string; readonly doubt: string }[];
  readonly failures: number;
  readonly dryRun: boolean;
}

const stageVersion = 1;
const stageName = "import-sections";

/**
 * Register scans in a cohort from a CSV: each is opened, and needs a pixel size (its own or the row's) and a plausible
 * extent. A scan that does not pass keeps its place in the order as `missing`, with the reason as its note and in
 * `derived/import-sections/failures.jsonl`; the rest goes on. Scans are read where they are, never copied.
 *
 * @throws ConfigError for the CSV's header, for a cohort that lacks a brain, for sections that are there already, and for
 * positions that contradict the order of the rows;
 * the signal's reason when it was stopped, before anything is written
 */
export async function importSections(
  request: ImportSectionsRequest,
  { signal, progress }: Pick<WorkContext, "signal" | "progress">,
): Promise<ImportSectionsResult> {
  const rows = readSectionRows(await readCsv(request.csv), request.csv);
  const cohortDir = resolve(request.out);
  const existing = existsSync(join(cohortDir, "cohort.yaml")) ? await loadCohort(cohortDir) : undefined;
  refuseUnnamed(rows, request.csv);
  const root = rootOf(request, existing);
  const fresh =
    existing === undefined ? newCohort(request, rows, relative(cohortDir, root) || ".") : undefined;
  const brains = existing?.brains ?? fresh!.brains;
  if (existing !== undefined) {
    refuseStrangers(rows, brains, request.csv);
    refuseContradictions(existing, request.brains, new Set(rows.map(({ cells }) => cells.brain)));
  }
  const before = existing === undefined ? [] : await loadSections(existing);
  const usable = new Set(before.filter(({ status }) => status !== "missing").map(idOf));

  const sections: Section[] = [];
  const refused: (RowFault & { line: number; section: string; record: FailureRecord })[] = [];
  const doubts: { section: string; doubt: string }[] = [];
  const seen = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    signal.throwIfAborted();
    const id = idOf(row.cells);
    const polarity = brains.find((brain) => brain.id === row.cells.brain)?.stainPolarity;
    const found = await placeRow(row, id, seen, { request, root, polarity });
    if ("problem" in found) {
      const { field, problem, remedy } = found;
      const record = failureOf(row, request.csv, found);
      refused.push({ line: row.line, section: id, field, problem, remedy, record });
      const kept = sectionOf({ ...row, cells: { ...row.cells, ...unusable(row, problem) } }, request.csv);
      const isNew = seen.get(id) === row.line && !usable.has(id);
      if (!("problem" in kept) && isNew) sections.push(kept);
    } else {
      doubts.push(...found.doubts.map((doubt) => ({ section: id, doubt })));
      sections.push(found.section);
    }
    progress({ stage: "check scans", done: index + 1, total: rows.length });
  }

  const merged = mergeSections(before, sections, {
    file: join(cohortDir, "sections.csv"),
    force: request.force,
    order: [...seen.keys()],
  });
  const named = new Set(rows.map(({ cells }) => cells.brain));
  checkStacks(
    { dir: cohortDir, brains },
    merged.filter(({ brain }) => named.has(brain)),
    request.csv,
  );
  if (!request.dryRun) {
    if (fresh === undefined) await writeFileAtomic(join(cohortDir, "sections.csv"), formatSections(merged));
    else await writeCohort(cohortDir, { cohort: fresh, sections: merged });
    const looked = new Set(rows.map(({ cells }) => idOf(cells)));
    await listFailures(
      cohortDir,
      looked,
      refused.map(({ record }) => record),
    );
  }
  return {
    cohortDir,
    brains: [...new Set(sections.map(({ brain }) => brain))],
    registered: rows.length - refused.length,
    refused: refused.map(({ record: _, ...rest }) => rest),
    doubts,
    failures: refused.length,
    dryRun: request.dryRun,
  };
}

/** List what failed now, and what failed earlier and was not looked at again. */
async function listFailures(
  cohortDir: string,
  looked: ReadonlySet<string>,
  failures: readonly FailureRecord[],
): Promise<void> {
  const earlier = (await readFailures(cohortDir, stageName)).filter(({ item }) => !looked.has(item));
  const path = join(cohortDir, "derived", stageName, "failures.jsonl");
  const lines = [...earlier, ...failures].map((failure) => `${JSON.stringify(failure)}\n`);
  if (lines.length > 0) await writeFileAtomic(path, lines.join(""));
  else await rm(path, { force: true });
}

function idOf({ brain, section }: { readonly brain: string; readonly section: string }): string {
  return `${brain}/${section}`;
}

type Placed = { readonly section: Section; readonly doubts: readonly string[] };

async function placeRow(
  row: SectionRow,
  id: string,
  seen: Map<string, number>,
  {
    request,
    root,
    polarity,
  }: {
    readonly request: ImportSectionsRequest;
    readonly root: string;
    readonly polarity: "dark" | "light" | undefined;
  },
): Promise<Placed | RowFault> {
  const earlier = seen.get(id);
  if (earlier !== undefined) {
    const problem = `${id} stands in line ${earlier} already`;
    return { field: "section", problem, remedy: "Give every section its own name" };
  }
  seen.set(id, row.line);
  const path = isAbsolute(row.cells.path) ? relative(root, row.cells.path) : row.cells.path;
  const cells = { ...row.cells, path };
  if (cells.status === "missing") {
    const section = sectionOf({ ...row, cells }, request.csv);
    return "problem" in section ? section : { section, doubts: [] };
  }
  // Everything but the pixel sizes, which the scan may state.
  const stated = { pixelSizeXUm: cells.pixelSizeXUm || "1", pixelSizeYUm: cells.pixelSizeYUm || "1" };
  const parsed = sectionOf({ ...row, cells: { ...cells, ...stated } }, request.csv);
  if ("problem" in parsed) return parsed;
  const given = {
    pixelSizeXUm: cells.pixelSizeXUm === "" ? null : parsed.pixelSizeXUm,
    pixelSizeYUm: cells.pixelSizeYUm === "" ? null : parsed.pixelSizeYUm,
  };
  const checked = await checkScan(join(root, path), given, polarity, request.trustPixelSizes);
  if ("problem" in checked) return checked;
  const { pixelSizeXUm, pixelSizeYUm, doubts } = checked;
  return { section: { ...parsed, pixelSizeXUm, pixelSizeYUm } as Section, doubts };
}

/** Cells of a row whose scan cannot be used: it keeps its place, and says why. */
function unusable({ cells }: SectionRow, problem: string) {
  const note = [cells.note, problem].filter((text) => text !== "").join("; ");
  return { status: "missing", pixelSizeXUm: "", pixelSizeYUm: "", note };
}

function failureOf(
  { cells, line }: SectionRow,
  file: string,
  { field, problem, remedy }: RowFault,
): FailureRecord {
  return {
    item: `${cells.brain}/${cells.section}`,
    brain: cells.brain,
    section: cells.section,
    stageVersion,
    error: { name: "ScanError", message: problem, file, line, field, remedy },
    failedAt: new Date().toISOString(),
  };
}

async function readCsv(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    const message = `cannot be read (${cause instanceof Error ? cause.message : cause})`;
    throw new ConfigError({ file, message, remedy: "Name the CSV that lists the sections." }, { cause });
  }
}

function rootOf({ csv, scans }: ImportSectionsRequest, existing: Cohort | undefined): string {
  if (existing === undefined) return resolve(scans ?? dirname(csv));
  if (scans === undefined || resolve(scans) === existing.roots.scans) return existing.roots.scans;
  throw new ConfigError({
    file: join(existing.dir, "cohort.yaml"),
    field: "roots.scans",
    message: `is ${existing.roots.scans}, not ${resolve(scans)}`,
    remedy: "Leave --scans out, or change the root in cohort.local.yaml.",
  });
}

/** Brains name folders: a name that cannot be used is told of before a cohort is made of it. */
function refuseUnnamed(rows: readonly SectionRow[], file: string): void {
  const unnamed = rows.find(({ cells }) => !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(cells.brain));
  if (unnamed === undefined) return;
  const { line, cells } = unnamed;
  throw new ConfigError({
    file,
    line,
    field: "brain",
    message: cells.brain === "" ? "is empty" : `"${cells.brain}" is not usable as a name`,
    remedy: "Use letters, digits, '.', '_' and '-', beginning with a letter or digit.",
  });
}

function refuseStrangers(
  rows: readonly SectionRow[],
  brains: readonly { readonly id: string }[],
  file: string,
): void {
  const stranger = rows.find(({ cells }) => !brains.some(({ id }) => id === cells.brain));
  if (stranger === undefined) return;
  throw new ConfigError({
    file,
    line: stranger.line,
    field: "brain",
    message: `"${stranger.cells.brain}" is no brain of the cohort`,
    remedy: "Add the brain to cohort.yaml, or correct its name in the CSV.",
  });
}
