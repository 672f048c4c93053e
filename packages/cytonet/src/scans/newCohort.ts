import { join } from "node:path";
import { type Cohort, ConfigError, type NewCohort, type Problem } from "@cytonet/cohort";
import type { SectionRow } from "./sectionRows.js";

/** What a new cohort says of all its brains; undefined where the command line does not say it. */
export interface NewBrains {
  readonly name?: string | undefined;
  readonly species?: string | undefined;
  /** Default: restricted. */
  readonly sharing?: "open" | "restricted" | undefined;
  readonly sectionOrder?: string | undefined;
  readonly imageLeftIs?: "left" | "right" | undefined;
  /** Default: dark. */
  readonly stainPolarity?: "dark" | "light" | undefined;
  readonly referenceSpace?: string | undefined;
}

/**
 * The configuration of a cohort made for the brains of some rows.
 *
 * @throws ConfigError naming the options that a new cohort needs and that are missing
 */
export function newCohort(
  { brains: given, out }: { readonly brains: NewBrains; readonly out: string },
  rows: readonly SectionRow[],
  scansRoot: string,
): NewCohort["cohort"] {
  const { species, sectionOrder, imageLeftIs, referenceSpace } = given;
  const sagittal = sectionOrder?.includes("left") ?? false;
  const needed = {
    species,
    "section-order": sectionOrder,
    "reference-space": referenceSpace,
    ...(sagittal ? {} : { "image-left-is": imageLeftIs }),
  };
  const missing = Object.entries(needed)
    .filter(([, value]) => value === undefined)
    .map(([option]) => `--${option}`);
  if (missing.length > 0) {
    throw new ConfigError({
      field: missing[0]!,
      message: `${out} is no cohort yet, and making one needs ${missing.join(", ")}`,
      remedy: "Give them, or name an existing cohort with --out.",
    });
  }
  const ids = [...new Set(rows.map(({ cells }) => cells.brain))];
  const brain = {
    species: species!,
    sharing: given.sharing ?? "restricted",
    sectionOrder: sectionOrder as NewCohort["cohort"]["brains"][number]["sectionOrder"],
    ...(imageLeftIs === undefined ? {} : { imageLeftIs }),
    stainPolarity: given.stainPolarity ?? "dark",
  };
  return {
    name: given.name ?? "sections",
    roots: { scans: scansRoot },
    referenceSpace: referenceSpace!,
    spaces: [{ id: referenceSpace! }],
    brains: ids.map((id) => ({ id, ...brain })),
  };
}

/**
 * Refuse options that contradict a cohort that exists: its own `cohort.yaml` holds, and a difference would go unnoticed.
 *
 * @param brains ids of the brains that sections are added to
 * @throws ConfigError naming each option, both values and the remedy
 */
export function refuseContradictions(cohort: Cohort, given: NewBrains, brains: ReadonlySet<string>): void {
  const { name, referenceSpace, ...ofBrains } = given;
  const problems: Problem[] = [];
  const compare = (option: string, field: string, has: string | undefined, wanted: string | undefined) => {
    if (wanted === undefined || wanted === has) return;
    const flag = `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    problems.push({
      file: join(cohort.dir, "cohort.yaml"),
      field,
      message: `is ${has ?? "not given"}, but ${flag} says ${wanted}`,
      remedy: `Edit cohort.yaml, or leave ${flag} out.`,
    });
  };
  compare("name", "name", cohort.name, name);
  compare("referenceSpace", "referenceSpace", cohort.referenceSpace, referenceSpace);
  for (const [index, brain] of cohort.brains.entries()) {
    if (!brains.has(brain.id)) continue;
    for (const option of ["sharing", "species", "sectionOrder", "imageLeftIs", "stainPolarity"] as const) {
      compare(option, `brains[${index}].${option}`, brain[option], ofBrains[option]);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
}
