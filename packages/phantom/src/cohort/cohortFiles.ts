import type { NewCohort, Section } from "@cytonet/cohort";
import { writeCohort } from "@cytonet/cohort";
import type { PhantomPreset, Role } from "./presets.js";
import type { PlannedSection } from "./sectionPlan.js";

/** Space of the phantoms' common coordinates. */
export const phantomSpace = "phantom-template";

/**
 * Writes `cohort.yaml`, `sections.csv` and `splits/NAME.yaml` of what is made so far. The split is the paper's: every
 * fifth section of seen brains is a test section.
 */
export async function writeCohortFiles(
  cohortDir: string,
  preset: PhantomPreset,
  seed: number,
  sections: readonly PlannedSection[],
): Promise<void> {
  const present = new Set(sections.map(({ brain }) => brain));
  const brains = preset.brains.filter(({ id }) => present.has(id));
  const ids = (role: Role): string[] => brains.filter((brain) => brain.role === role).map(({ id }) => id);
  const cohort: NewCohort["cohort"] = {
    name: `phantom-${preset.name}`,
    roots: { scans: "scans" },
    referenceSpace: phantomSpace,
    spaces: [{ id: phantomSpace }],
    brains: brains.map(({ id }) => ({
      id,
      species: "phantom",
      sharing: "open",
      sectionOrder: "posterior-to-anterior",
      imageLeftIs: "left",
      stainPolarity: "dark",
    })),
  };
  await writeCohort(
    cohortDir,
    {
      cohort,
      sections: sections.map((section) => rowOf(preset, section)),
      splits: [
        {
          name: preset.name,
          seed,
          brains: { seen: ids("seen"), transfer: ids("transfer"), unseen: ids("unseen") },
          test: { every: 5, start: 3 },
          validation: { every: 5, start: 2 },
        },
      ],
    },
    { force: true },
  );
}

function rowOf(
  preset: PhantomPreset,
  { brain, section, yMm, missing, path, placement }: PlannedSection,
): Section {
  const common = { brain, section, thicknessUm: preset.sectionThicknessUm, positionMm: yMm };
  const { pixelUm } = placement;
  if (missing) {
    return { ...common, path: null, pixelSizeXUm: null, pixelSizeYUm: null, status: "missing", note: "lost" };
  }
  return { ...common, path, pixelSizeXUm: pixelUm, pixelSizeYUm: pixelUm, status: "ok", note: "" };
}
