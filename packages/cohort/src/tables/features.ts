import { DataError } from "../errors.js";
import { withDuckDB } from "./duckdb.js";
import { checkSchema, readHeader, type TableMetadata } from "./metadata.js";
import { readColumns, readTable, readTableBatches } from "./read.js";
import { type Columns, type TableSpec, text } from "./spec.js";
import { TableWriter, writeTable } from "./write.js";

/** Which output of a model a feature is. */
export type FeatureOutput = "backbone" | "projection" | "tokens";

/** The columns of `features/MODELID` for features of `length` numbers. */
type FeatureColumnSpecs = {
  readonly pointId: typeof text;
  readonly output: { readonly kind: "text"; readonly oneOf: readonly FeatureOutput[] };
  readonly feature: { readonly kind: "vector"; readonly length: number };
};

/** The `features` table for features of this length; one file holds one output of one model. */
export function featuresTable(length: number): TableSpec<FeatureColumnSpecs> {
  const output = { kind: "text", oneOf: ["backbone", "projection", "tokens"] } as const;
  return {
    schema: "cytonet.features/1",
    columns: { pointId: text, output, feature: { kind: "vector", length } },
  };
}

/** What a features file says of itself. */
export interface FeatureInfo {
  readonly modelId: string;
  readonly output: FeatureOutput;
  /** Numbers in a feature. */
  readonly length: number;
  readonly referenceSpace: string;
  /** SHA-256 of the provenance record. */
  readonly provenance?: string;
}

/** Features in memory: row i of the n × `length` array belongs to `pointId[i]`. */
export interface Features extends FeatureInfo {
  readonly pointId: readonly string[];
  readonly values: Float32Array;
}

/**
 * Writes features in one go, complete or not at all.
 *
 * @throws DataError naming file and column, also for NaN and infinite features.
 */
export async function writeFeatures(path: string, features: Features): Promise<void> {
  const { pointId, values, ...info } = features;
  await writeTable(path, featuresTable(info.length), [batchOf(info, pointId, values)], metadataOf(info));
}

/** Writes features that come in batches over a long time; a part of them is held at any time. */
export class FeatureWriter {
  readonly #info: FeatureInfo;
  readonly #writer: TableWriter<FeatureColumnSpecs>;

  /** @param partBytes how much is held before it goes to a part file; 64 MiB when left out. */
  constructor(path: string, info: FeatureInfo, partBytes?: number) {
    this.#info = info;
    this.#writer = new TableWriter(path, featuresTable(info.length), metadataOf(info), partBytes);
  }

  /**
   * Appends features.
   *
   * @param values pointId.length × length numbers, row by row; not copied, so not to be changed until `close`.
   */
  async append(pointId: readonly string[], values: Float32Array): Promise<void> {
    await this.#writer.append(batchOf(this.#info, pointId, values));
  }

  /** Completes the file under its name and returns its number of rows. */
  close(): Promise<number> {
    return this.#writer.close();
  }

  /** Drops everything; does nothing after `close`. */
  abort(): Promise<void> {
    return this.#writer.abort();
  }
}

/** Reads what features files say of themselves. @throws DataError when they are not features or not alike. */
export async function readFeatureInfo(path: string): Promise<FeatureInfo & { readonly rows: number }> {
  const header = await withDuckDB((connection) => readHeader(connection, path));
  checkSchema(header, { schema: "cytonet.features/1" });
  const { modelId, output, featureLength, referenceSpace, provenance } = header.metadata;
  const length = Number(featureLength);
  for (const [field, valid] of Object.entries({
    modelId: modelId !== undefined,
    output: output === "backbone" || output === "projection" || output === "tokens",
    featureLength: Number.isInteger(length) && length > 0,
  })) {
    if (!valid) {
      const message = "is missing or wrong in the file's metadata";
      throw new DataError({
        file: path,
        field: `cytonet.${field}`,
        message,
        remedy: "Embed the points again.",
      });
    }
  }
  return {
    modelId: modelId!,
    output: output as FeatureOutput,
    length,
    referenceSpace,
    rows: header.rows,
    ...(provenance === undefined ? {} : { provenance }),
  };
}

/** Reads features from one file or several of the same model and output. @throws DataError, SpaceMismatchError. */
export async function readFeatures(paths: string | readonly string[]): Promise<Features> {
  const list = typeof paths === "string" ? [paths] : paths;
  const { rows: _, ...info } = await readFeatureInfo(list[0]!);
  const { columns } = await readTable(list, featuresTable(info.length));
  return { ...info, pointId: columns.pointId, values: columns.feature };
}

/** Reads which points features files are of, without the features. @throws as {@link readFeatures}. */
export async function readFeatureIds(path: string): Promise<readonly string[]> {
  const whole = featuresTable((await readFeatureInfo(path)).length);
  const { columns } = await readColumns(path, whole, { schema: whole.schema, columns: { pointId: text } });
  return columns.pointId;
}

/** Reads features in batches, for more of them than memory holds. @throws as {@link readFeatures}. */
export async function* readFeatureBatches(
  path: string,
  batchRows?: number,
): AsyncGenerator<Features, void, undefined> {
  const { rows: _, ...info } = await readFeatureInfo(path);
  for await (const { columns } of readTableBatches(path, featuresTable(info.length), batchRows)) {
    yield { ...info, pointId: columns.pointId, values: columns.feature };
  }
}

function batchOf(
  info: FeatureInfo,
  pointId: readonly string[],
  feature: Float32Array,
): Columns<FeatureColumnSpecs> {
  return { pointId, output: new Array<FeatureOutput>(pointId.length).fill(info.output), feature };
}

function metadataOf({ modelId, output, length, referenceSpace, provenance }: FeatureInfo): TableMetadata {
  const facts = { referenceSpace, modelId, output, featureLength: String(length) };
  return provenance === undefined ? facts : { ...facts, provenance };
}
