import { join } from "node:path";
import {
  type FeatureOutput,
  isUsable,
  loadCohort,
  loadSections,
  type PointColumns,
  readPoints,
  runStage,
  type StageItem,
  writeFeatures,
} from "@cytonet/cohort";
import { setNumThreads, torchVersion } from "@cytonet/torch";
import { loadModelFolder } from "../models/modelFolder.js";
import { openPatches } from "../patches/patchSource.js";
import { pointFiles } from "../patches/pointFiles.js";
import { sectionImages, sitesOf } from "../patches/sites.js";
import type { WorkContext } from "../workContext.js";
import { type Descriptor, histogramDescriptor, modelDescriptor, type Views } from "./descriptor.js";

/** What computes the features: a model folder, or the grey-value histogram of patches of a size. */
export type FeatureSource =
  | { readonly model: string; readonly output: "backbone" | "projection"; readonly views: Views }
  | {
      readonly histogram: { readonly patchPx: number; readonly pixelSizeUm: number; readonly bins?: number };
    };

export interface EmbeddingOptions {
  readonly cohortDir: string;
  readonly source: FeatureSource;
  readonly sampler?: string | undefined;
  readonly batchSize?: number | undefined;
  readonly device?: string | undefined;
  readonly threads?: number | undefined;
  readonly force?: boolean | undefined;
}

export interface EmbeddingResult {
  readonly modelId: string;
  readonly output: FeatureOutput;
  /** Name under `derived/`, for `cytonet probe --features`. */
  readonly features: string;
  readonly length: number;
  readonly points: number;
  readonly sections: { readonly done: number; readonly skipped: number };
  readonly failures: number;
  readonly seconds: number;
}

/** Raised when the same model and point would give another feature. */
const STAGE_VERSION = 1;
const DEFAULT_BATCH = 256;

/** The folder under `derived/` that holds a descriptor's features. */
export function featureStageName({ id, output }: Pick<Descriptor, "id" | "output">): string {
  return `features-${id.replace(/^([0-9a-f]{12})[0-9a-f]*/, "$1")}-${output}`;
}

async function openDescriptor(
  source: FeatureSource,
  device: string,
): Promise<Descriptor & { dispose(): void }> {
  if ("histogram" in source) {
    const { patchPx, pixelSizeUm, bins } = source.histogram;
    return { ...histogramDescriptor(patchPx, pixelSizeUm, bins), dispose: () => {} };
  }
  const loaded = await loadModelFolder(source.model, device);
  return { ...modelDescriptor(loaded, { ...source, device }), dispose: () => loaded.model.dispose() };
}

/**
 * Computes the feature of every point of a cohort, section by section: finished sections are skipped, a
 * section that cannot be read is listed and the rest goes on.
 *
 * @throws DataError for a damaged model folder; StageError, LockedError as `runStage`; InterruptedError on a signal
 */
export async function runEmbedding(
  options: EmbeddingOptions,
  context: WorkContext,
): Promise<EmbeddingResult> {
  const began = Date.now();
  const device = options.device ?? "cpu";
  if (options.threads !== undefined) setNumThreads(options.threads);
  const cohort = await loadCohort(options.cohortDir);
  const sections = await loadSections(cohort);
  const files = await pointFiles(cohort.dir);
  const points = await readPoints(files);
  const bySection = rowsBySection(points.columns, options.sampler);
  const images = sectionImages(cohort, sections);
  const descriptor = await openDescriptor(options.source, device);
  try {
    const items: StageItem[] = sections
      .filter(isUsable)
      .filter(({ brain, section }) => bySection.has(`${brain}/${section}`))
      .map(({ brain, section }) => {
        const tables = Object.fromEntries(
          files.filter((file) => belongsTo(file, brain, section)).map((file, i) => [`points${i}`, file]),
        );
        return { brain, section, inputs: { scan: images.get(`${brain}/${section}`)!.path, ...tables } };
      });
    const name = featureStageName(descriptor);
    let embedded = 0;
    const result = await runStage({
      cohortDir: cohort.dir,
      stage: {
        name,
        version: STAGE_VERSION,
        settings: { modelId: descriptor.id, output: descriptor.output, sampler: options.sampler ?? null },
      },
      items,
      libtorch: torchVersion(),
      device,
      signal: context.signal,
      ...(options.force === undefined ? {} : { force: options.force }),
      onEvent: (event) => {
        if (event.kind === "notice") context.log(event.message);
        else {
          if (event.failure)
            context.log(`${event.item.brain}/${event.item.section} failed: ${event.failure.error.message}`);
          context.progress({
            stage: "embed",
            done: event.settled,
            total: event.total,
            note: `${embedded} points`,
          });
        }
      },
      work: async (item, { outDir, provenanceKey, signal }) => {
        const rows = bySection.get(`${item.brain}/${item.section}`)!;
        const values = await describeRows(descriptor, points.columns, rows, images, {
          batchSize: options.batchSize ?? DEFAULT_BATCH,
          signal,
        });
        await writeFeatures(join(outDir, "features.parquet"), {
          modelId: descriptor.id,
          output: descriptor.output,
          length: descriptor.length,
          referenceSpace: points.metadata.referenceSpace,
          provenance: provenanceKey,
          pointId: rows.map((row) => points.columns.pointId[row]!),
          values,
        });
        embedded += rows.length;
      },
    });
    if (result.interrupted) throw context.signal.reason;
    return {
      modelId: descriptor.id,
      output: descriptor.output,
      features: name,
      length: descriptor.length,
      points: [...bySection.values()].reduce((sum, rows) => sum + rows.length, 0),
      sections: { done: result.done, skipped: result.skipped },
      failures: result.failures.length,
      seconds: (Date.now() - began) / 1000,
    };
  } finally {
    descriptor.dispose();
  }
}

function rowsBySection(points: PointColumns, sampler: string | undefined): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  for (let row = 0; row < points.pointId.length; row++) {
    if (sampler !== undefined && points.sampler[row] !== sampler) continue;
    const key = `${points.brain[row]}/${points.section[row]}`;
    const list = rows.get(key);
    if (list === undefined) rows.set(key, [row]);
    else list.push(row);
  }
  return rows;
}

/** Tables of other brains and sections are not this item's inputs. */
function belongsTo(file: string, brain: string, section: string): boolean {
  const folders = file.split("/").slice(-3, -1);
  return folders.at(-1) === brain || (folders[0] === brain && folders[1] === section);
}

async function describeRows(
  descriptor: Descriptor,
  points: PointColumns,
  rows: readonly number[],
  images: ReturnType<typeof sectionImages>,
  { batchSize, signal }: { readonly batchSize: number; readonly signal: AbortSignal },
): Promise<Float32Array> {
  const source = await openPatches(sitesOf(points, rows, images), {
    sidePx: descriptor.patchPx,
    pixelSizeUm: descriptor.pixelSizeUm,
    tone: descriptor.tone,
    // Each patch is needed once: keeping them would only take memory.
    memoryBytes: 0,
  });
  try {
    const values = new Float32Array(rows.length * descriptor.length);
    for (let start = 0; start < rows.length; start += batchSize) {
      signal.throwIfAborted();
      const count = Math.min(batchSize, rows.length - start);
      const bytes = await source.read(Array.from({ length: count }, (_, i) => start + i));
      values.set(descriptor.describe(bytes), start * descriptor.length);
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    return values;
  } finally {
    await source.close();
  }
}
