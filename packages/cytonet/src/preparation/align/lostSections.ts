import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DataError, itemDir, parseCsv } from "@cytonet/cohort";
import { alignStage } from "./alignFiles.js";
import { fixedTransformPath } from "./overrides.js";
import { withFeatures } from "./pairStep.js";
import type { Series } from "./series.js";

/** A section that a brain's last result placed and that now has no features. */
export interface LostSection {
  readonly section: string;
  readonly problem: string;
}

/**
 * Sections that the last alignment of a brain placed by their features and that have none now, though they still take
 * part: scans that cannot be read at the moment, for instance. Whoever wants to do without them excludes them.
 */
export async function lostSections(cohortDir: string, series: Series): Promise<LostSection[]> {
  const placed = await placedByFeatures(cohortDir, series.brain);
  if (placed.size === 0) return [];
  const { rows, without } = await withFeatures(cohortDir, series);
  const at = new Set(rows.map(({ section }) => section));
  return series.sections.flatMap(({ section }) => {
    const stated = fixedTransformPath(cohortDir, series.brain, section) !== undefined;
    if (!placed.has(section) || at.has(section) || stated) return [];
    return [{ section, problem: without.get(section) ?? "its features are missing" }];
  });
}

/**
 * Refuses to replace a brain's alignment by one without sections that it has.
 *
 * @throws DataError naming the sections and why they have no features
 */
export async function refuseLoss(cohortDir: string, series: Series): Promise<void> {
  const lost = await lostSections(cohortDir, series);
  if (lost.length === 0) return;
  const names = lost.slice(0, 12).map(({ section }) => section);
  const more = lost.length > names.length ? ` and ${lost.length - names.length} more` : "";
  throw new DataError({
    file: itemDir(cohortDir, alignStage.name, { brain: series.brain }),
    field: "transforms",
    message:
      `is kept as it is: ${lost.length} of its sections (${names.join(", ")}${more}) have no features now ` +
      `(${lost[0]!.section}: ${lost[0]!.problem})`,
    remedy:
      "Make their scans readable and run cytonet align again; to do without them, set their status in sections.csv " +
      "to excluded or exclude them in overrides/alignment.csv.",
  });
}

/** Sections that the last result placed by pairs, not by a transform of the user. */
async function placedByFeatures(cohortDir: string, brain: string): Promise<ReadonlySet<string>> {
  const path = join(itemDir(cohortDir, alignStage.name, { brain }), "sections.csv");
  if (!existsSync(path)) return new Set();
  const [header, ...rows] = parseCsv(await readFile(path, "utf8"), path);
  const [section, status] = ["section", "status"].map((name) => header?.cells.indexOf(name) ?? -1);
  const placed = rows.filter(({ cells }) => ["base", "aligned"].includes(cells[status!] ?? ""));
  return new Set(placed.map(({ cells }) => cells[section!]!));
}
