import { DataError } from "../errors.js";
import { placeOf } from "../files/placeOf.js";
import type { TableMetadata } from "./metadata.js";
import { readTable, type Table } from "./read.js";
import { type Columns, float32, float64, type TableSpec, text } from "./spec.js";
import { writeTable } from "./write.js";

const columns = {
  /** Stable over runs; unique in a cohort. */
  pointId: text,
  brain: text,
  section: text,
  /** From 3D coordinates, never from pixels. */
  hemisphere: { kind: "text", oneOf: ["left", "right", "unknown"] },
  /** Level-0 pixels, origin at the image's top-left corner, pixel centres at +0.5. */
  xPx: float64,
  yPx: float64,
  /** RAS millimetres in the brain's own space. */
  xBrainMm: float64,
  yBrainMm: float64,
  zBrainMm: float64,
  /** RAS millimetres in `referenceSpace`. */
  xRefMm: float64,
  yRefMm: float64,
  zRefMm: float64,
  referenceSpace: text,
  /** What chose the point, such as `grid`. */
  sampler: text,
  /** Share of tissue in the patch around the point, 0 to 1. */
  tissueShare: float32,
} as const;

export const pointsTable: TableSpec<typeof columns> = { schema: "cytonet.points/1", columns };

/**
 * Columns of `points`. Unknown coordinates are NaN in memory and NULL in the file. `referenceSpace` is one
 * for the whole table and stands in its metadata.
 */
export type PointColumns = Omit<Columns<typeof columns>, "referenceSpace">;

/** A `points` table in memory. */
export type Points = Omit<Table<typeof columns>, "columns"> & { readonly columns: PointColumns };

/**
 * Writes a `points` table, complete or not at all.
 *
 * @throws DataError naming file and column; also when a `pointId` occurs twice.
 */
export async function writePoints(
  path: string,
  points: PointColumns,
  metadata: TableMetadata,
): Promise<void> {
  refuseRepeated(path, points.pointId);
  const referenceSpace = new Array<string>(points.pointId.length).fill(metadata.referenceSpace);
  await writeTable(path, pointsTable, [{ ...points, referenceSpace }], metadata);
}

/**
 * Reads `points` from one file or several.
 *
 * @throws DataError naming file and column, also when a `pointId` occurs twice;
 * SpaceMismatchError when files are of different reference spaces.
 */
export async function readPoints(paths: string | readonly string[]): Promise<Points> {
  const { rows, metadata, columns: all } = await readTable(paths, pointsTable);
  const { referenceSpace, ...columns } = all;
  const name = placeOf(paths);
  const stray = referenceSpace.findIndex((space) => space !== metadata.referenceSpace);
  if (stray >= 0) {
    const message = `row ${stray} says ${referenceSpace[stray]}, the file's metadata ${metadata.referenceSpace}`;
    throw new DataError({ file: name, field: "referenceSpace", message, remedy: "Write the table anew." });
  }
  refuseRepeated(name, columns.pointId);
  return { rows, columns, metadata };
}

function refuseRepeated(file: string, ids: readonly string[]): void {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) {
      const remedy = "Give every point an id of its own, for instance brain, section and grid position.";
      throw new DataError({ file, field: "pointId", message: `${id} occurs twice`, remedy });
    }
    seen.add(id);
  }
}
