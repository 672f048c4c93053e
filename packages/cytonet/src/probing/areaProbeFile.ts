import { readFile } from "node:fs/promises";
import { DataError, writeJsonAtomic } from "@cytonet/cohort";
import type { LinearModel } from "@cytonet/learning";

/** A linear classifier of areas as `cytonet probe` leaves it. */
export interface AreaProbe {
  readonly classes: readonly string[];
  /** Scores of the classes are W·x + b on features as they come. */
  readonly model: LinearModel;
}

const schema = "cytonet.areaProbe/1";

/** Writes a probe as JSON: numbers keep all their digits. */
export async function writeAreaProbe(path: string, { classes, model }: AreaProbe): Promise<void> {
  const { columns, weights, intercept } = model;
  await writeJsonAtomic(path, {
    schema,
    classes,
    columns,
    weights: Array.from(weights),
    intercept: Array.from(intercept),
  });
}

/** Reads a probe. @throws DataError for a file that is none */
export async function readAreaProbe(path: string): Promise<AreaProbe> {
  const content = JSON.parse(await readFile(path, "utf8")) as Record<string, unknown>;
  if (content.schema !== schema) {
    throw new DataError({
      file: path,
      field: "schema",
      message: `is ${JSON.stringify(content.schema)}, not ${schema}`,
      remedy: "Run cytonet probe again.",
    });
  }
  const classes = content.classes as string[];
  return {
    classes,
    model: {
      columns: content.columns as number,
      outputs: classes.length,
      weights: Float64Array.from(content.weights as number[]),
      intercept: Float64Array.from(content.intercept as number[]),
    },
  };
}
