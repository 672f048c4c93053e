import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type FeatureOutput,
  isUsable,
  itemDir,
  loadCohort,
  loadSections,
  type PointColumns,
  runStage,
  type StageItem,
  writeFeatures,
  writeFileAtomic,
} from "@cytonet/cohort";
import { rankDevice, setNumThreads, torchVersion } from "@cytonet/torch";
import { checkDevice } from "../device.js";
import { loadModelFolder } from "../models/modelFolder.js";
import { openCache } from "../patches/cache/openCache.js";
import { readCohortPoints } from "../patches/cohortPoints.js";
import { defaultWorkers, openDecoder } from "../patches/pipeline/openDecoder.js";
import type { PatchPipeline } from "../patches/pipeline/patchPipeline.js";
import type { PatchFailure } from "../patches/pipeline/unreadable.js";
import { sectionImages, sitesOf } from "../patches/sites.js";
import { WaitMeter } from "../pretraining/waitMeter.js";
import type { WorkContext } from "../workContext.js";
import { refuseFinerThanAll, refuseUnknownSampler } from "./checkEmbedding.js";
import { type DescribeOptions, describePoints, readAhead } from "./describePoints.js";
import { type Descriptor, histogramDescriptor, modelDescriptor, type Views } from "./descriptor.js";
import { nothingReadable } from "./embedImage.js";

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
  /** Only these, as `brain/section`; default all. Features of others stay as they are. */
  readonly sections?: ReadonlySet<string> | undefined;
  readonly batchSize?: number | undefined;
  readonly device?: string | undefined;
  readonly threads?: number | undefined;
  /** Threads that read patches; 0 reads in this one. Default by cores and device. */
  readonly workers?: number | undefined;
  /** A folder of a local disk that keeps patches for the next model, up to `cacheMiB` (default 51200). */
  readonly cacheDir?: string | undefined;
  readonly cacheMiB?: number | undefined;
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
  /** Sections that failed, and points of the other sections whose patch cannot be read. */
  readonly failures: number;
  readonly failedSections: number;
  readonly failedPoints: number;
  /** Share of the time spent waiting for patches; null where nothing was embedded. */
  readonly dataWait: number | null;
  readonly seconds: number;
}

/** Raised when the same model and point would give another feature. */
const STAGE_VERSION = 2;
const DEFAULT_BATCH = 256;
const DEFAULT_CACHE_MIB = 50 * 1024;

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
 * section that cannot be read is listed and the rest goes on. Single points whose patch cannot be read are left
 * out of their section's table and stand in `failures.jsonl` beside it; points that a person has excluded get none.
 *
 * @throws ConfigError for another device than cpu, cuda or cuda:N, a sampler that no point is of, and patches finer than
 * every scan; DataError for a damaged model folder; StageError, LockedError as `runStage`; InterruptedError on a signal
 */
export async function runEmbedding(
  options: EmbeddingOptions,
  context: WorkContext,
): Promise<EmbeddingResult> {
  const began = Date.now();
  const { device: asked = "cpu" } = options;
  checkDevice(asked);
  const device = rankDevice(asked);
  if (options.threads !== undefined) setNumThreads(options.threads);
  const cohort = await loadCohort(options.cohortDir);
  const sections = await loadSections(cohort);
  const { files, excluded, ...points } = await readCohortPoints(cohort.dir);
  if (options.sampler !== undefined)
    refuseUnknownSampler(points.columns.sampler, options.sampler, cohort.dir);
  const bySection = rowsBySection(points.columns, options.sampler, options.sections);
  const images = sectionImages(cohort, sections);
  const descriptor = await openDescriptor(options.source, device);
  const decoder = openDecoder(options.workers ?? defaultWorkers(device));
  try {
    const { cacheDir, cacheMiB = DEFAULT_CACHE_MIB } = options;
    const form = { sidePx: descriptor.patchPx, pixelSizeUm: descriptor.pixelSizeUm, tone: descriptor.tone };
    const describing: DescribeOptions = {
      decoder,
      batchSize: options.batchSize ?? DEFAULT_BATCH,
      cache: cacheDir === undefined ? undefined : await openCache(cacheDir, cacheMiB * 2 ** 20, form),
      signal: context.signal,
    };
    const wait = new WaitMeter();
    const items: StageItem[] = sections
      .filter(isUsable)
      .filter(({ brain, section }) => bySection.has(`${brain}/${section}`))
      .map(({ brain, section }) => {
        const tables = Object.fromEntries(
          files.filter((file) => belongsTo(file, brain, section)).map((file, i) => [`points${i}`, file]),
        );
        const inputs = { scan: images.get(`${brain}/${section}`)!.path, ...tables };
        const left = excluded.get(`${brain}/${section}`);
        return { brain, section, inputs, ...(left && { facts: { excludedPoints: [...left].sort() } }) };
      });
    refuseFinerThanAll(
      descriptor.pixelSizeUm,
      items.map(({ brain, section }) => images.get(`${brain}/${section}`)!),
      cohort.dir,
    );
    const name = featureStageName(descriptor);
    const order = items.map(({ brain, section }) => `${brain}/${section}`);
    const open = (key: string): PatchPipeline =>
      readAhead(sitesOf(points.columns, bySection.get(key)!, images), descriptor, describing);
    const ahead = new Map<string, PatchPipeline>();
    let embedded = 0;
    let settled = 0;
    const tell = (ofSection: number): void => {
      const note = `${embedded + ofSection} points`;
      context.progress({ stage: "embed", done: settled, total: items.length, note });
    };
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
          settled = event.settled;
          tell(0);
        }
      },
      work: async (item, { outDir, provenanceKey }) => {
        const key = `${item.brain}/${item.section}`;
        const pipeline = ahead.get(key) ?? open(key);
        ahead.delete(key);
        // The next section's first batches are read while this one's are described.
        for (const other of ahead.values()) await other.close();
        ahead.clear();
        const following = order[order.indexOf(key) + 1];
        if (following !== undefined) ahead.set(following, open(following));
        const { pointId, values, failures } = await describePoints(descriptor, pipeline, wait, tell);
        if (pointId.length === 0 && failures[0] !== undefined) throw nothingReadable(failures[0]);
        await writeFeatures(join(outDir, "features.parquet"), {
          modelId: descriptor.id,
          output: descriptor.output,
          length: descriptor.length,
          referenceSpace: points.metadata.referenceSpace,
          provenance: provenanceKey,
          pointId: [...pointId],
          values,
        });
        if (failures.length > 0) await listFailures(outDir, failures);
        embedded += pointId.length;
      },
    });
    if (result.interrupted) throw context.signal.reason;
    const failedPoints = items.reduce((sum, item) => sum + listed(itemDir(cohort.dir, name, item)), 0);
    return {
      modelId: descriptor.id,
      output: descriptor.output,
      features: name,
      length: descriptor.length,
      points: items.reduce(
        (sum, { brain, section }) => sum + (bySection.get(`${brain}/${section}`)?.length ?? 0),
        0,
      ),
      sections: { done: result.done, skipped: result.skipped },
      failures: result.failures.length + failedPoints,
      failedSections: result.failures.length,
      failedPoints,
      dataWait: wait.total(),
      seconds: (Date.now() - began) / 1000,
    };
  } finally {
    await decoder.close();
    descriptor.dispose();
  }
}

/** Writes the points of a section that have no feature beside its table. */
async function listFailures(outDir: string, failures: readonly PatchFailure[]): Promise<void> {
  const lines = failures.map(({ index, ...failure }) => `${JSON.stringify(failure)}\n`);
  await writeFileAtomic(join(outDir, "failures.jsonl"), lines.join(""));
}

/** Points that a finished section lists as failed. */
function listed(dir: string): number {
  const path = join(dir, "failures.jsonl");
  return existsSync(path) ? readFileSync(path, "utf8").split("\n").length - 1 : 0;
}

function rowsBySection(
  points: PointColumns,
  sampler: string | undefined,
  sections: ReadonlySet<string> | undefined,
): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  for (let row = 0; row < points.pointId.length; row++) {
    if (sampler !== undefined && points.sampler[row] !== sampler) continue;
    const key = `${points.brain[row]}/${points.section[row]}`;
    if (sections?.has(key) === false) continue;
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
