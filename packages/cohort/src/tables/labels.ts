import type { TableMetadata } from "./metadata.js";
import { readTable, type Table } from "./read.js";
import { type Columns, float32, type TableSpec, text } from "./spec.js";
import { writeTable } from "./write.js";

const columns = {
  pointId: text,
  /** The parcellation that `area` belongs to, such as `allen-ccfv3-2017`. */
  atlas: text,
  /** Name of the area; hemispheres are merged. */
  area: text,
  /** Probability of the area at the point, 0 to 1; NaN where the atlas gives none. */
  probability: float32,
  /** Where the label comes from: `registration`, `annotation`, … */
  source: text,
} as const;

export const labelsTable: TableSpec<typeof columns> = { schema: "cytonet.labels/1", columns };

/** Columns of `labels`; a point may have several rows, one an atlas and area. */
export type LabelColumns = Columns<typeof columns>;
export type Labels = Table<typeof columns>;

/** Writes a `labels` table, complete or not at all. @throws DataError naming file and column. */
export async function writeLabels(
  path: string,
  labels: LabelColumns,
  metadata: TableMetadata,
): Promise<void> {
  await writeTable(path, labelsTable, [labels], metadata);
}

/** Reads `labels` from one file or several. @throws DataError, SpaceMismatchError. */
export async function readLabels(paths: string | readonly string[]): Promise<Labels> {
  return readTable(paths, labelsTable);
}
