import { ConfigError, type NewCohort } from "@cytonet/cohort";
import type { SectionRow } from "./sectionRows.js";

/** What a new cohort says of all its brains; undefined where the command line does not say it. */
export interface NewBrains {
  readonly name?: string | undefined;
  readonly species?: string | undefined;
  readonly sharing: "open" | "restricted";
  readonly sectionOrder?: string | undefined;
  readonly imageLeftIs?: "left" | "right" | undefined;
  readonly stainPolarity: "dark" | "light";
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
  const { species, sectionOrder, imageLeftIs, referenceSpace, sharing, stainPolarity } = given;
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
  const ids = [...new Set(rows.map(({ cells }) => cells.brain))].filter((id) =>
    /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(id),
  );
  const brain = {
    species: species!,
    sharing,
    sectionOrder: sectionOrder as NewCohort["cohort"]["brains"][number]["sectionOrder"],
    ...(imageLeftIs === undefined ? {} : { imageLeftIs }),
    stainPolarity,
  };
  return {
    name: given.name ?? "sections",
    roots: { scans: scansRoot },
    referenceSpace: referenceSpace!,
    spaces: [{ id: referenceSpace! }],
    brains: ids.map((id) => ({ id, ...brain })),
  };
}
