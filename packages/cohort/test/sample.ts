import type { NewCohort, ScannedSection, Section } from "../src/index.js";

/** A section with all cells filled in. */
export function section(brain: string, name: string, rest: Partial<ScannedSection> = {}): ScannedSection {
  return {
    brain,
    section: name,
    path: `${brain}/${name}.tif`,
    pixelSizeXUm: 12.5,
    pixelSizeYUm: 14,
    thicknessUm: 20,
    positionMm: -1.5,
    status: "ok",
    note: "",
    ...rest,
  };
}

/** A cohort of two brains, three sections and one split. */
export function sampleCohort(): NewCohort {
  const missing: Section = {
    ...section("B02", "0002"),
    path: null,
    pixelSizeXUm: null,
    pixelSizeYUm: null,
    thicknessUm: null,
    positionMm: null,
    status: "missing",
    note: 'lost, "torn"',
  };
  const common = { species: "human", sharing: "open", stainPolarity: "dark" } as const;
  return {
    cohort: {
      name: "sample",
      roots: { scans: "../raw" },
      referenceSpace: "mni-colin27",
      spaces: [{ id: "mni-colin27" }],
      brains: [
        { id: "B01", ...common, sectionOrder: "posterior-to-anterior", imageLeftIs: "left" },
        { id: "B02", ...common, sectionOrder: "left-to-right", linearShrinkage: 0.8 },
      ],
    },
    sections: [section("B01", "0001"), section("B02", "0001", { status: "excluded" }), missing],
    splits: [
      {
        name: "fifths",
        seed: 1,
        brains: { seen: ["B01"], unseen: ["B02"] },
        test: { every: 5, start: 3 },
        validation: { every: 5 },
        holdOutFromPretraining: ["test"],
      },
    ],
  };
}
