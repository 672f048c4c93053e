import type { TableMetadata } from "./metadata.js";
import { readTable, type Table } from "./read.js";
import { type Columns, float32, type TableSpec, text, texts } from "./spec.js";
import { writeTable } from "./write.js";

const columns = {
  pointId: text,
  /** The most probable area. */
  area: text,
  /** The most probable areas, the first of them first. */
  topK: texts,
  /** Probability of `area`, 0 to 1. */
  probability: float32,
  /** Probability of the first area less that of the second. */
  margin: float32,
} as const;

export const predictionsTable: TableSpec<typeof columns> = { schema: "cytonet.predictions/1", columns };

export type PredictionColumns = Columns<typeof columns>;
export type Predictions = Table<typeof columns>;

/** Writes a `predictions` table, complete or not at all. @throws DataError naming file and column. */
export async function writePredictions(
  path: string,
  predictions: PredictionColumns,
  metadata: TableMetadata,
): Promise<void> {
  await writeTable(path, predictionsTable, [predictions], metadata);
}

/** Reads `predictions` from one file or several. @throws DataError, SpaceMismatchError. */
export async function readPredictions(paths: string | readonly string[]): Promise<Predictions> {
  return readTable(paths, predictionsTable);
}
