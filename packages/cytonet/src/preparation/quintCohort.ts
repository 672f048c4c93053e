import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import {
  brainOf,
  type Cohort,
  CohortSchema,
  ConfigError,
  canonicalJson,
  copyAside,
  formatSections,
  loadCohort,
  loadSections,
  type NewCohort,
  type PointTransform,
  parseYaml,
  readPointTransform,
  type Section,
  writeCohort,
  writeFileAtomic,
  writePointTransform,
} from "@cytonet/cohort";
import { parseDocument } from "yaml";
import { mergeSections } from "../scans/mergeSections.js";
import { type Difference, refuseAnotherBrain, sectionDifferences } from "./quintDifferences.js";
import { sectionTransformPath } from "./sectionTransforms.js";

/** What an import makes of a series of one brain, before it meets what its folder holds. */
export interface QuintCohort {
  readonly cohort: NewCohort["cohort"];
  readonly sections: readonly Section[];
  /** By section. */
  readonly transforms: ReadonlyMap<string, PointTransform>;
  /** Images that the series names, by section, whether they are there or not. */
  readonly filenames: ReadonlyMap<string, string>;
}

/** Fields that the caller named; where the cohort says otherwise of the rest, the cohort holds. */
export type StatedField = "name" | "sharing" | "stainPolarity";

/**
 * Writes the cohort of a series, or goes on with the one that the folder holds.
 *
 * What users own stays: status, note and thickness of sections, rows that the series lacks, and whatever else stands in
 * `cohort.yaml`. A section that is `missing` takes its place when its image has come.
 *
 * @param options.force takes the series' values where the cohort has others, and keeps what is replaced in `_aside/TIME`
 * @returns the folder of what was kept aside; undefined where nothing was replaced
 * @throws ConfigError where the cohort is of another brain, also with `force`, and without it where values differ
 */
export async function settleQuintCohort(
  dir: string,
  fresh: QuintCohort,
  { force, stated }: { readonly force: boolean; readonly stated: ReadonlySet<StatedField> },
): Promise<string | undefined> {
  const brain = fresh.cohort.brains[0]!;
  const transforms = await compareTransforms(dir, brain.id, fresh.transforms);
  const cohortPath = join(dir, "cohort.yaml");
  if (!existsSync(cohortPath)) {
    if (!force) refuse(transforms.differences, cohortPath);
    const aside = transforms.replaced.length > 0 ? await copyAside(dir, transforms.replaced) : undefined;
    await writeTransforms(dir, brain.id, transforms.toWrite);
    return (await writeCohort(dir, fresh, { force })) ?? aside;
  }
  const cohort = await loadCohort(dir);
  const before = await loadSections(cohort);
  const { referenceSpace } = fresh.cohort;
  refuseAnotherBrain(cohort, before, { brain: brain.id, referenceSpace, filenames: fresh.filenames });

  const own = before.filter((section) => section.brain === brain.id);
  const { differences, sections, added } = sectionDifferences(own, fresh.sections);
  const cohortText = await readFile(cohortPath, "utf8");
  refuseOtherLocalRoot(cohort, cohortText, resolve(dir, fresh.cohort.roots.scans));
  const fields = cohortDifferences(cohort, fresh, stated);
  if (!force) refuse([...fields, ...differences, ...transforms.differences], cohortPath);

  const sectionsPath = join(dir, "sections.csv");
  const order = fresh.sections.map(({ section }) => `${brain.id}/${section}`);
  const replaced = before.map((old) => (old.brain === brain.id ? (sections.get(old.section) ?? old) : old));
  const merged =
    added.length === 0
      ? replaced
      : mergeSections(replaced, added, { file: sectionsPath, force: false, order });
  const texts = {
    "sections.csv": { was: await readFile(sectionsPath, "utf8"), now: formatSections(merged) },
    "cohort.yaml": { was: cohortText, now: editedCohort(cohortText, cohortPath, fields) },
  };
  // Rows are compared and not their text, which a user may have written in another style.
  const changed = {
    "sections.csv": canonicalJson(before) !== canonicalJson(merged),
    "cohort.yaml": fields.length > 0,
  };
  const names = (["sections.csv", "cohort.yaml"] as const).filter((name) => changed[name]);
  const lost = force ? [...transforms.replaced, ...names] : [];
  const aside = lost.length === 0 ? undefined : await copyAside(dir, lost);
  await writeTransforms(dir, brain.id, transforms.toWrite);
  for (const name of names) await writeFileAtomic(join(dir, name), texts[name].now);
  return aside;
}

/** What `cohort.yaml` says otherwise than the import. */
function cohortDifferences(
  cohort: Cohort,
  fresh: QuintCohort,
  stated: ReadonlySet<StatedField>,
): Difference[] {
  const { cohort: file } = fresh;
  const brain = file.brains[0]!;
  const index = cohort.brains.findIndex(({ id }) => id === brain.id);
  const old = brainOf(cohort, brain.id);
  const images = resolve(cohort.dir, file.roots.scans);
  const compare = (path: readonly (string | number)[], was: unknown, now: unknown): Difference[] =>
    was === now ? [] : [{ field: path.join("."), was: String(was), now: String(now), path }];
  return [
    ...(stated.has("name") ? compare(["name"], cohort.name, file.name) : []),
    ...(images === cohort.roots.scans
      ? []
      : [{ ...compare(["roots", "scans"], cohort.roots.scans, images)[0]!, value: file.roots.scans }]),
    ...(["sharing", "stainPolarity"] as const).flatMap((field) =>
      stated.has(field) ? compare(["brains", index, field], old[field], brain[field]) : [],
    ),
    ...(["sectionOrder", "imageLeftIs"] as const).flatMap((field) =>
      compare(["brains", index, field], old[field], brain[field]),
    ),
  ];
}

/** A root of this machine's own comes before that of `cohort.yaml`: writing the latter would change nothing. */
function refuseOtherLocalRoot(cohort: Cohort, text: string, images: string): void {
  const { scans } = cohort.roots;
  const written = parseDocument(text).getIn(["roots", "scans"]);
  if (images === scans || resolve(cohort.dir, String(written)) === scans) return;
  throw new ConfigError({
    file: join(cohort.dir, "cohort.local.yaml"),
    field: "roots.scans",
    message: `is ${scans}, not ${images}`,
    remedy: "Change it there, or name that folder with --images.",
  });
}

/** The text of `cohort.yaml` with the new values; comments and everything else stay. */
function editedCohort(text: string, file: string, differences: readonly Difference[]): string {
  if (differences.length === 0) return text;
  const document = parseDocument(text);
  for (const { path, now, value = now } of differences) if (path !== undefined) document.setIn(path, value);
  const edited = document.toString();
  parseYaml(edited, CohortSchema, file);
  return edited;
}

interface TransformComparison {
  readonly toWrite: ReadonlyMap<string, PointTransform>;
  /** Files with another content, relative to the cohort. */
  readonly replaced: readonly string[];
  readonly differences: readonly Difference[];
}

async function compareTransforms(
  dir: string,
  brain: string,
  transforms: ReadonlyMap<string, PointTransform>,
): Promise<TransformComparison> {
  const toWrite = new Map<string, PointTransform>();
  const replaced: string[] = [];
  for (const [section, transform] of transforms) {
    const path = sectionTransformPath(dir, brain, section);
    const old = existsSync(path) ? await readPointTransform(path).catch(() => "unreadable") : undefined;
    if (old !== undefined && canonicalJson(old) === canonicalJson(transform)) continue;
    toWrite.set(section, transform);
    if (old !== undefined) replaced.push(relative(dir, path));
  }
  const differences = replaced.map((field) => ({
    field,
    was: "another map",
    now: "the series' anchoring",
  }));
  return { toWrite, replaced, differences };
}

async function writeTransforms(
  dir: string,
  brain: string,
  transforms: ReadonlyMap<string, PointTransform>,
): Promise<void> {
  for (const [section, transform] of transforms) {
    await writePointTransform(sectionTransformPath(dir, brain, section), transform);
  }
}

function refuse(differences: readonly Difference[], file: string): void {
  if (differences.length === 0) return;
  const shown = differences.slice(0, 4).map(({ field, was, now }) => `${field}: ${was} → ${now}`);
  const more = differences.length > 4 ? `, and ${differences.length - 4} more` : "";
  throw new ConfigError({
    file,
    field: differences[0]!.field,
    message: `this cohort differs from the import (${shown.join(", ")}${more})`,
    remedy:
      "Choose another folder with --out, or give --force to take the new values: what is replaced goes to _aside, " +
      "and status and notes of sections stay.",
  });
}
