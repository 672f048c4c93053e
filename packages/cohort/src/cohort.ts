import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { ConfigError } from "./errors.js";
import { listFolder } from "./files/folder.js";
import { type Brain, type CohortFile, CohortSchema, LocalCohortSchema } from "./schemas/cohort.js";
import type { ScannedSection, Section } from "./schemas/section.js";
import { parseSections } from "./schemas/sectionsCsv.js";
import { type Split, SplitSchema } from "./schemas/split.js";
import { readUserFile, readYaml } from "./schemas/yamlDocument.js";

/** A cohort folder's configuration with this machine's paths resolved. */
export interface Cohort extends Omit<CohortFile, "schema" | "roots"> {
  /** Absolute path of the cohort folder. */
  readonly dir: string;
  /** Absolute paths by name; `scans` is always there. Nothing is ever written below them. */
  readonly roots: Readonly<Record<string, string>> & { readonly scans: string };
}

/**
 * Reads `cohort.yaml` and, where it exists, `cohort.local.yaml`, whose roots come before.
 *
 * @param dir the cohort folder.
 * @throws ConfigError with file, line, field and remedy of every fault.
 */
export async function loadCohort(dir: string): Promise<Cohort> {
  const base = resolve(dir);
  const remedy = "Name the cohort folder with --cohort; `cytonet import` makes one.";
  const { schema: _, ...file } = await readYaml(join(base, "cohort.yaml"), CohortSchema, remedy);
  const roots: Record<string, string> = { ...file.roots };
  const localPath = join(base, "cohort.local.yaml");
  if (existsSync(localPath)) {
    const local = await readYaml(localPath, LocalCohortSchema, "Make it readable.");
    for (const [name, path] of Object.entries(local.roots)) {
      if (!Object.hasOwn(roots, name)) {
        throw new ConfigError({
          file: localPath,
          field: `roots.${name}`,
          message: "names a root that cohort.yaml does not have",
          remedy: `Use one of ${Object.keys(roots).join(", ")}, or add it to cohort.yaml.`,
        });
      }
      roots[name] = path;
    }
  }
  const absolute = Object.fromEntries(
    Object.entries(roots).map(([name, path]) => [name, resolve(base, path)]),
  );
  return { ...file, dir: base, roots: { ...absolute, scans: resolve(base, roots.scans!) } };
}

/**
 * Reads `sections.csv`; rows keep their order.
 *
 * @throws ConfigError with file, line and column of every fault, also for brains that `cohort.yaml` lacks.
 */
export async function loadSections(cohort: Pick<Cohort, "dir" | "brains">): Promise<Section[]> {
  const path = join(cohort.dir, "sections.csv");
  const sections = parseSections(await readUserFile(path, "List the sections in it, one a row."), path);
  const known = new Set(cohort.brains.map((brain) => brain.id));
  const strangers = [
    ...new Set(sections.map((section) => section.brain).filter((brain) => !known.has(brain))),
  ];
  if (strangers.length > 0) {
    throw new ConfigError(
      strangers.map((brain) => ({
        file: path,
        field: "brain",
        message: `brain ${brain} is not in cohort.yaml`,
        remedy: `Add it there or correct the name; known brains: ${[...known].join(", ")}.`,
      })),
    );
  }
  return sections;
}

/**
 * Reads `splits/NAME.yaml` and checks that its brains are the cohort's.
 *
 * @throws ConfigError naming file and field, also when the file's `name` is not NAME.
 */
export async function loadSplit(cohort: Pick<Cohort, "dir" | "brains">, name: string): Promise<Split> {
  const path = join(cohort.dir, "splits", `${name}.yaml`);
  const split = await readYaml(
    path,
    SplitSchema,
    `Splits of this cohort: ${(await splitNames(cohort.dir)).join(", ") || "none"}.`,
  );
  if (split.name !== name) {
    const message = `says ${split.name} in the file of ${name}`;
    throw new ConfigError({ file: path, field: "name", message, remedy: "Make name and file name agree." });
  }
  const listed = [...split.brains.seen, ...split.brains.transfer, ...split.brains.unseen];
  const known = new Set(cohort.brains.map((brain) => brain.id));
  const strangers = listed.filter((brain) => !known.has(brain));
  const forgotten = [...known].filter((brain) => !listed.includes(brain));
  if (strangers.length + forgotten.length > 0) {
    throw new ConfigError([
      ...strangers.map((brain) => ({
        file: path,
        field: "brains",
        message: `brain ${brain} is not in cohort.yaml`,
        remedy: `Remove it; known brains: ${[...known].join(", ")}.`,
      })),
      ...forgotten.map((brain) => ({
        file: path,
        field: "brains",
        message: `brain ${brain} has no role`,
        remedy: "List it as seen, transfer or unseen.",
      })),
    ]);
  }
  return split;
}

/** Names of the cohort's splits, sorted. */
export async function splitNames(dir: string): Promise<string[]> {
  const names = await listFolder(join(dir, "splits"));
  return names.filter((name) => name.endsWith(".yaml")).map((name) => name.slice(0, -".yaml".length));
}

/** The brain with this id. @throws ConfigError when the cohort has none. */
export function brainOf(cohort: Pick<Cohort, "dir" | "brains">, id: string): Brain {
  const brain = cohort.brains.find((candidate) => candidate.id === id);
  if (brain !== undefined) return brain;
  throw new ConfigError({
    file: join(cohort.dir, "cohort.yaml"),
    field: "brains",
    message: `has no brain ${id}`,
    remedy: `Known brains: ${cohort.brains.map((known) => known.id).join(", ")}.`,
  });
}

/** Absolute path of a section's image on this machine. */
export function scanPath(cohort: Pick<Cohort, "roots">, section: Pick<ScannedSection, "path">): string {
  return join(cohort.roots.scans, section.path);
}
