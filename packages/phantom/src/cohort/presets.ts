import type { GeometryPreset } from "../geometry/preset.js";
import { DEMO_GEOMETRY, PAPER_GEOMETRY, STUDY_GEOMETRY } from "../presets.js";

/** What a brain is used for: see `splits/NAME.yaml`. */
export type Role = "seen" | "transfer" | "unseen";

/** A cohort of phantoms: which brains, cut how, scanned how finely. */
export interface PhantomPreset {
  readonly name: PresetName;
  readonly geometry: GeometryPreset;
  readonly brains: readonly { readonly id: string; readonly role: Role }[];
  /** Distance between sections that are stained and scanned, and the thickness of each. */
  readonly sectionSpacingMm: number;
  readonly sectionThicknessUm: number;
  /** Level-0 pixel of the scans. */
  readonly pixelUm: number;
  /** Distance between neighbouring points along the cortical midline. */
  readonly pointSpacingMm: number;
  /** Side of the patch in which a point's share of tissue is measured. */
  readonly fieldOfViewMm: number;
}

export const presetNames = ["demo", "study", "paper"] as const;
export type PresetName = (typeof presetNames)[number];

/** Brains of the paper's Table 1. */
const paperBrains = [
  ...["B11", "B33", "B44", "B55", "B66", "B1010", "B1212", "B2020"].map((id) => ({
    id,
    role: "seen" as const,
  })),
  { id: "B77", role: "transfer" as const },
  { id: "B99", role: "unseen" as const },
];

const sectionThicknessUm = 20;
const fieldOfViewMm = 4;

/** The presets by name. */
export const phantomPresets: Readonly<Record<PresetName, PhantomPreset>> = {
  demo: {
    name: "demo",
    geometry: DEMO_GEOMETRY,
    brains: [
      { id: "B01", role: "seen" },
      { id: "B02", role: "seen" },
      { id: "B03", role: "transfer" },
      { id: "B04", role: "unseen" },
    ],
    sectionSpacingMm: 3,
    sectionThicknessUm,
    pixelUm: 16,
    pointSpacingMm: 0.6,
    fieldOfViewMm,
  },
  study: {
    name: "study",
    geometry: STUDY_GEOMETRY,
    brains: paperBrains,
    sectionSpacingMm: 1.3,
    sectionThicknessUm,
    pixelUm: 16,
    pointSpacingMm: 1,
    fieldOfViewMm,
  },
  paper: {
    name: "paper",
    geometry: PAPER_GEOMETRY,
    brains: paperBrains,
    // Every fifteenth section of 20 µm.
    sectionSpacingMm: 0.3,
    sectionThicknessUm,
    pixelUm: 1,
    pointSpacingMm: 1,
    fieldOfViewMm,
  },
};
