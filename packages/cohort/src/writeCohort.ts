import { access } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import type { z } from "zod";
import { ConfigError } from "./errors.js";
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
 * the first file is written, and `cohort.yaml` comes last.
 *
 * @param options.force replaces files that exist; without it they are left and an error is thrown.
 * @throws ConfigError when something is not valid or a file exists already.
 */
export async function writeCohort(
  dir: string,
  { cohort, sections, splits = [] }: NewCohort,
  options: { readonly force?: boolean } = {},
): Promise<void> {
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
  if (options.force !== true) for (const { path } of files) await refuseExisting(path);
  for (const file of files) await writeFileAtomic(file.path, file.text);
}

async function refuseExisting(path: string): Promise<void> {
  try {
    await access(path);
  } catch {
    return;
  }
  throw new ConfigError({
    file: path,
    message: "exists already",
    remedy: "Choose another folder, or give --force.",
  });
}
