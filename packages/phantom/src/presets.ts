import type { GeometryPreset } from "./geometry/preset.js";

/** The areas of the `demo` preset. */
const DEMO_AREAS = [
  "hOc1",
  "hOc2",
  "hOc4d",
  "FG2",
  "7A",
  "PGp",
  "3b",
  "4a",
  "6d1",
  "44",
  "45",
  "Te 1.0",
  "Te 3",
  "Id1",
  "p24a",
  "Fo4",
] as const;

/** Geometry of the `demo` preset: a brain of macaque size, four of them in seconds. */
export const DEMO_GEOMETRY: GeometryPreset = {
  name: "demo",
  scale: 0.36,
  cortexThicknessMm: 2.4,
  foldSpacingMm: 8.5,
  sulcalDepthMm: 6,
  voxelMm: 0.5,
  sectionStepMm: 0.12,
  warpResidualMm: 4.4 * 0.36,
  sharedFolding: 0.6,
  areas: DEMO_AREAS,
  splitArea: "44",
  borderWidthMm: 0.6,
  registrationErrorMm: 0.5,
};
