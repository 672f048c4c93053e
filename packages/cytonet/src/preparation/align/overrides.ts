import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError, parseCsv, type Section } from "@cytonet/cohort";

/** What a user says of a brain's alignment. */
export interface AlignOverrides {
  /** Left out as if missing. */
  readonly excluded: ReadonlySet<string>;
  /** Sections whose side is stated: true for those that lie face down. */
  readonly mirrored: ReadonlyMap<string, boolean>;
  /** Pairs that are not to be believed, as `SECTION SECTION`, the names in the order of the alphabet. */
  readonly rejected: ReadonlySet<string>;
}

const columns = ["brain", "section", "action", "other", "note"];
const actions = ["exclude", "mirrored", "not-mirrored", "reject-pair"] as const;

/** The user's file; `cytonet align` never writes it. */
export function overridesPath(cohortDir: string): string {
  return join(cohortDir, "overrides", "alignment.csv");
}

/** A user's own transform of a section: level-0 pixels to brain millimetres, as `cytonet align` writes them. */
export function fixedTransformPath(cohortDir: string, brain: string, section: string): string | undefined {
  const path = join(cohortDir, "overrides", "transforms", brain, `${section}.json`);
  return existsSync(path) ? path : undefined;
}

/** The name under which a pair is rejected. */
export function pairName(section: string, other: string): string {
  return [section, other].sort().join(" ");
}

/**
 * Reads `overrides/alignment.csv` (columns brain, section, action, other, note), by brain. Actions are `exclude`,
 * `mirrored`, `not-mirrored` and `reject-pair`, which names the other section too.
 *
 * @throws ConfigError with file, line and column of every fault
 */
export async function readAlignOverrides(
  cohortDir: string,
  sections: readonly Section[],
): Promise<(brain: string) => AlignOverrides> {
  const path = overridesPath(cohortDir);
  if (!existsSync(path)) return () => none;
  const [header, ...rows] = parseCsv(await readFile(path, "utf8"), path);
  const refuse = (line: number, field: string, message: string, remedy: string): never => {
    throw new ConfigError({ file: path, line, field, message, remedy });
  };
  if (header?.cells.join() !== columns.join()) {
    refuse(1, "header", `is not ${columns.join(",")}`, "Begin the file with that line.");
  }
  const known = new Set(sections.map(({ brain, section }) => `${brain}/${section}`));
  const byBrain = new Map<
    string,
    { excluded: Set<string>; mirrored: Map<string, boolean>; rejected: Set<string> }
  >();
  for (const { line, cells } of rows) {
    const [brain, section, action, other] = cells as [string, string, string, string];
    const named = action === "reject-pair" ? [section, other] : [section];
    for (const name of named) {
      if (!known.has(`${brain}/${name}`)) {
        refuse(line, "section", `${brain}/${name} is no section of the cohort`, "Correct the name.");
      }
    }
    const of = byBrain.get(brain) ?? { excluded: new Set(), mirrored: new Map(), rejected: new Set() };
    byBrain.set(brain, of);
    if (action === "exclude") of.excluded.add(section);
    else if (action === "mirrored" || action === "not-mirrored")
      of.mirrored.set(section, action === "mirrored");
    else if (action === "reject-pair") of.rejected.add(pairName(section, other));
    else refuse(line, "action", `is "${action}"`, `Give one of ${actions.join(", ")}.`);
  }
  return (brain) => byBrain.get(brain) ?? none;
}

const none: AlignOverrides = { excluded: new Set(), mirrored: new Map(), rejected: new Set() };
