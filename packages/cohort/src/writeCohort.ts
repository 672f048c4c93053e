import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { stringify } from "yaml";
import type { z } from "zod";
import { ConfigError } from "./errors.js";
import { copyAside } from "./files/aside.js";
import { writeFileAtomic } from "./files/atomic.js";
import { CohortSchema } from "./schemas/cohort.js";
import type { Section } from "./schemas/section.js";
import { formatSections, parseSections } from "./schemas/sectionsCsv.js";
import { SplitSchema } from "./schemas/split.js";
import { parseYaml } from "./schemas/yamlDocument.js";

/** What an importer writes; the schema lines are filled in. */
export interface NewCohort {
  readonly cohort: Omit<z.input<typeof CohortSchema>, "schema">;
  /** Rows in the order of the sections. */
  readonly sections: readonly Section[];
  readonly splits?: readonly Omit<z.input<typeof SplitSchema>, "schema">[];
}

/**
 * Writes `cohort.yaml`, `sections.csv` and `splits/*.yaml` of a new cohort. Everything is checked before
 * the first file is written, and `cohort.yaml` comes last. Files that say the same already are left alone.
 *
 * @param options.force replaces files that say something else, and keeps them aside in `_aside/TIME`; without it they
 * are left and an error is thrown.
 * @returns the folder of what was kept aside; undefined where nothing was replaced
 * @throws ConfigError when something is not valid or a file exists already with other content.
 */
export async function writeCohort(
  dir: string,
  { cohort, sections, splits = [] }: NewCohort,
  options: { readonly force?: boolean } = {},
): Promise<string | undefined> {
  const sectionsPath = join(dir, "sections.csv");
  const csv = formatSections(sections);
  parseSections(csv, sectionsPath);
  const files = [{ path: sectionsPath, text: csv }];
  for (const split of splits) {
    const path = join(dir, "splits", `${split.name}.yaml`);
    const text = stringify({ schema: "cytonet.split/1", ...split });
    parseYaml(text, SplitSchema, path);
    files.push({ path, text });
  }
  const cohortPath = join(dir, "cohort.yaml");
  const text = stringify({ schema: "cytonet.cohort/1", ...cohort });
  const { brains } = parseYaml(text, CohortSchema, cohortPath);
  const stranger = sections.find((section) => !brains.some((brain) => brain.id === section.brain));
  if (stranger !== undefined) {
    const message = `brain ${stranger.brain} is not among the cohort's brains`;
    throw new ConfigError({
      file: sectionsPath,
      field: "brain",
      message,
      remedy: "Add the brain to `brains`.",
    });
  }
  files.push({ path: cohortPath, text });
  const changed: string[] = [];
  for (const { path, text } of files) {
    const before = await textOf(path);
    if (before !== undefined && before !== text) changed.push(path);
  }
  if (changed.length > 0 && options.force !== true) {
    throw new ConfigError({
      file: changed[0]!,
      message: "exists already, with other content",
      remedy: "Choose another folder, or give --force.",
    });
  }
  const replaced = changed.map((path) => relative(dir, path));
  const aside = replaced.length === 0 ? undefined : await copyAside(dir, replaced);
  for (const file of files) await writeFileAtomic(file.path, file.text);
  return aside;
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
