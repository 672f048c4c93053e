import { basename, extname, join } from "node:path";
import { type Cohort, ConfigError, type Section } from "@cytonet/cohort";

/** A value that a cohort has otherwise than an import would write it. */
export interface Difference {
  readonly field: string;
  readonly was: string;
  readonly now: string;
  /** Where it stands in `cohort.yaml`; absent for what stands elsewhere. */
  readonly path?: readonly (string | number)[];
  /** What to write there, where `now` is for people only. */
  readonly value?: string;
}

/**
 * Refuses a folder that holds something else than an earlier import of the same brain: another id, another reference
 * space, or no section of the same number and image name.
 *
 * @throws ConfigError
 */
export function refuseAnotherBrain(
  cohort: Cohort,
  before: readonly Section[],
  fresh: {
    readonly brain: string;
    readonly referenceSpace: string;
    /** Images of the series, by section. */
    readonly filenames: ReadonlyMap<string, string>;
  },
): void {
  const file = join(cohort.dir, "cohort.yaml");
  const { brain, filenames } = fresh;
  const remedy = "Choose another folder with --out; --force does not replace it.";
  const ids = cohort.brains.map(({ id }) => id);
  if (!ids.includes(brain)) {
    const message = `is a cohort of ${ids.join(", ")}, not of ${brain}`;
    throw new ConfigError({ file, field: "brains", message, remedy });
  }
  if (cohort.referenceSpace !== fresh.referenceSpace) {
    const message = `is ${cohort.referenceSpace}, not ${fresh.referenceSpace}`;
    throw new ConfigError({ file, field: "referenceSpace", message, remedy });
  }
  // An image may have been converted: its name counts, not its format.
  const stem = (path: string): string => basename(path, extname(path));
  const seen = before.filter((section) => section.brain === brain && section.path !== null);
  const same = seen.some(({ section, path }) => {
    const named = filenames.get(section);
    return named !== undefined && stem(named) === stem(path!);
  });
  if (same || seen.length === 0) return;
  const message = `${brain} has none of the series' sections: it is another brain of the same name`;
  throw new ConfigError({ file: join(cohort.dir, "sections.csv"), message, remedy });
}

/**
 * The rows of a brain beside those of a series.
 *
 * @returns what differs; the rows that take the place of old ones, by section; and the rows that are new
 */
export function sectionDifferences(
  before: readonly Section[],
  fresh: readonly Section[],
): {
  readonly differences: readonly Difference[];
  readonly sections: ReadonlyMap<string, Section>;
  readonly added: readonly Section[];
} {
  const old = new Map(before.map((row) => [row.section, row]));
  const differences: Difference[] = [];
  const sections = new Map<string, Section>();
  const added: Section[] = [];
  for (const row of fresh) {
    const had = old.get(row.section);
    if (had === undefined) {
      added.push(row);
      differences.push({ field: row.section, was: "not in sections.csv", now: "in the series" });
    } else if (had.status === "missing") {
      if (row.status !== "missing") sections.set(row.section, { ...row, thicknessUm: had.thicknessUm });
    } else if (row.status !== "missing") {
      for (const field of ["path", "pixelSizeXUm", "pixelSizeYUm", "positionMm"] as const) {
        if (had[field] === row[field]) continue;
        const name = `${row.section} ${field}`;
        differences.push({ field: name, was: String(had[field]), now: String(row[field]) });
      }
      const { thicknessUm, status, note } = had;
      sections.set(row.section, { ...row, thicknessUm, status, note });
    }
    // A good row stays where the image has gone since.
  }
  return { differences, sections, added };
}
