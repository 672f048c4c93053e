import { DataError } from "../errors.js";
import { placeOf } from "../files/placeOf.js";
import { sameSpace } from "../spaces/space.js";
import { type FeatureInfo, readFeatureBatches, readFeatureIds, readFeatureInfo } from "./features.js";
import { type LabelColumns, readLabels } from "./labels.js";
import { type PointColumns, readPoints } from "./points.js";

export interface JoinOptions {
  /** Files of the `points` table; their order is the order of the result. */
  readonly points: string | readonly string[];
  /** Files of `labels`; points without a label of this atlas are left out and counted. */
  readonly labels?: { readonly files: string | readonly string[]; readonly atlas: string };
  /** Files of `features`, of one model and output; points without features are left out and counted. */
  readonly features?: string | readonly string[];
  /** Ids of points to leave out, such as those that a person excluded; counted too. */
  readonly without?: ReadonlySet<string>;
}

/** Points with what belongs to them: row i of every column, label and feature is the same point. */
export interface JoinedTable {
  readonly rows: number;
  readonly referenceSpace: string;
  readonly points: PointColumns;
  readonly labels?: LabelColumns;
  readonly features?: FeatureInfo & { readonly values: Float32Array };
  /** How many points were left out, and how many rows of labels and features belong to no point. */
  readonly leftOut: {
    /** Named by `without`; not counted elsewhere. */
    readonly excluded: number;
    readonly withoutLabel: number;
    readonly withoutFeature: number;
    readonly strayLabels: number;
    readonly strayFeatures: number;
  };
}

/**
 * Joins points with their labels and features by `pointId`. Features are read in batches straight into
 * their rows, so they are in memory once.
 *
 * @throws SpaceMismatchError when tables are of different reference spaces; DataError when a point has two
 * labels of the atlas, or two features.
 */
export async function joinByPoint(options: JoinOptions): Promise<JoinedTable> {
  const points = await readPoints(options.points);
  const { referenceSpace } = points.metadata;
  const labels = options.labels === undefined ? undefined : await labelRows(options.labels, referenceSpace);
  const featureFiles = options.features === undefined ? undefined : listOf(options.features);
  const featured = featureFiles === undefined ? undefined : await featureIds(featureFiles, referenceSpace);

  const ids = points.columns.pointId;
  const known = new Set(ids);
  const kept: number[] = [];
  let excluded = 0;
  let withoutLabel = 0;
  let withoutFeature = 0;
  for (const [row, id] of ids.entries()) {
    if (options.without?.has(id)) {
      excluded += 1;
      continue;
    }
    const hasLabel = labels === undefined || labels.rowOf.has(id);
    const hasFeature = featured === undefined || featured.has(id);
    if (!hasLabel) withoutLabel += 1;
    if (!hasFeature) withoutFeature += 1;
    if (hasLabel && hasFeature) kept.push(row);
  }
  const countStrays = (keys: Iterable<string>): number => [...keys].filter((id) => !known.has(id)).length;
  const joined: JoinedTable = {
    rows: kept.length,
    referenceSpace,
    points: pickColumns(points.columns, kept),
    leftOut: {
      excluded,
      withoutLabel,
      withoutFeature,
      strayLabels: labels === undefined ? 0 : countStrays(labels.rowOf.keys()),
      strayFeatures: featured === undefined ? 0 : countStrays(featured),
    },
  };
  const keptIds = joined.points.pointId;
  return {
    ...joined,
    ...(labels === undefined
      ? {}
      : {
          labels: pickColumns(
            labels.columns,
            keptIds.map((id) => labels.rowOf.get(id)!),
          ),
        }),
    ...(featureFiles === undefined ? {} : { features: await featureRows(featureFiles, keptIds) }),
  };
}

async function labelRows(
  { files, atlas }: NonNullable<JoinOptions["labels"]>,
  referenceSpace: string,
): Promise<{ readonly columns: LabelColumns; readonly rowOf: Map<string, number> }> {
  const { columns, metadata } = await readLabels(files);
  const file = placeOf(files);
  sameSpace({ what: "points", space: referenceSpace }, { what: file, space: metadata.referenceSpace });
  const rowOf = new Map<string, number>();
  for (const [row, id] of columns.pointId.entries()) {
    if (columns.atlas[row] !== atlas) continue;
    if (rowOf.has(id)) {
      const message = `point ${id} has two labels of atlas ${atlas}`;
      throw new DataError({ file, field: "pointId", message, remedy: "Keep the most probable one." });
    }
    rowOf.set(id, row);
  }
  if (rowOf.size === 0) {
    const remedy = `Name one of its atlases: ${[...new Set(columns.atlas)].join(", ") || "none"}.`;
    throw new DataError({ file, field: "atlas", message: `holds no labels of atlas ${atlas}`, remedy });
  }
  return { columns, rowOf };
}

async function featureIds(files: readonly string[], referenceSpace: string): Promise<Set<string>> {
  const ids = new Set<string>();
  let first: FeatureInfo | undefined;
  for (const file of files) {
    const info = await readFeatureInfo(file);
    first ??= info;
    sameSpace({ what: "points", space: referenceSpace }, { what: file, space: info.referenceSpace });
    for (const field of ["modelId", "output", "length"] as const) {
      if (info[field] !== first[field]) {
        const message = `is ${info[field]}, but ${files[0]} has ${first[field]}`;
        throw new DataError({ file, field, message, remedy: "Join features of one model and output." });
      }
    }
    for (const id of await readFeatureIds(file)) {
      if (ids.has(id)) {
        const message = `point ${id} has two features`;
        throw new DataError({ file, field: "pointId", message, remedy: "Embed every point once." });
      }
      ids.add(id);
    }
  }
  return ids;
}

async function featureRows(
  files: readonly string[],
  ids: readonly string[],
): Promise<FeatureInfo & { readonly values: Float32Array }> {
  const { rows: _, ...info } = await readFeatureInfo(files[0]!);
  const { length } = info;
  const values = new Float32Array(ids.length * length);
  const rowOf = new Map(ids.map((id, row) => [id, row]));
  for (const file of files) {
    for await (const batch of readFeatureBatches(file)) {
      for (const [from, id] of batch.pointId.entries()) {
        const row = rowOf.get(id);
        if (row === undefined) continue;
        values.set(batch.values.subarray(from * length, (from + 1) * length), row * length);
      }
    }
  }
  return { ...info, values };
}

/** The named rows of every column, in this order. */
export function pickColumns<C extends object>(columns: C, rows: readonly number[]): C {
  return Object.fromEntries(
    Object.entries(columns).map(
      ([name, column]: [string, readonly string[] | Float32Array | Float64Array]) => [
        name,
        column instanceof Float32Array
          ? Float32Array.from(rows, (row) => column[row]!)
          : column instanceof Float64Array
            ? Float64Array.from(rows, (row) => column[row]!)
            : rows.map((row) => column[row]!),
      ],
    ),
  ) as C;
}

function listOf(paths: string | readonly string[]): readonly string[] {
  return typeof paths === "string" ? [paths] : paths;
}
