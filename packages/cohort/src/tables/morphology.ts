import type { TableMetadata } from "./metadata.js";
import { readTable, type Table } from "./read.js";
import { type Columns, float64, type TableSpec, text } from "./spec.js";
import { writeTable } from "./write.js";

const columns = {
  pointId: text,
  thicknessMm: float64,
  /** Mean curvature of the sheet: positive in fundi, negative on crowns. */
  curvaturePerMm: float64,
  /** asin |n · anterior|: 0 where the cut is perpendicular to the sheet. */
  cuttingAngleDeg: float64,
  /** Thickness of the layers along the streamline; 0 where a layer is missing. */
  layer1ThicknessMm: float64,
  layer2ThicknessMm: float64,
  layer3ThicknessMm: float64,
  layer4ThicknessMm: float64,
  layer5ThicknessMm: float64,
  layer6ThicknessMm: float64,
  /** Ends of the streamline through the point, RAS millimetres in the brain's own space. */
  xPialMm: float64,
  yPialMm: float64,
  zPialMm: float64,
  xWhiteMm: float64,
  yWhiteMm: float64,
  zWhiteMm: float64,
} as const;

export const morphologyTable: TableSpec<typeof columns> = { schema: "cytonet.morphology/1", columns };

/** Columns of `morphology`; NaN where a measure is not known. */
export type MorphologyColumns = Columns<typeof columns>;
export type Morphology = Table<typeof columns>;

/** Writes a `morphology` table, complete or not at all. @throws DataError naming file and column. */
export async function writeMorphology(
  path: string,
  morphology: MorphologyColumns,
  metadata: TableMetadata,
): Promise<void> {
  await writeTable(path, morphologyTable, [morphology], metadata);
}

/** Reads `morphology` from one file or several. @throws DataError, SpaceMismatchError. */
export async function readMorphology(paths: string | readonly string[]): Promise<Morphology> {
  return readTable(paths, morphologyTable);
}
