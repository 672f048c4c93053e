import type { CacheOptions } from "../patches/cache/patchCache.js";
import type { BatchPlan } from "../patches/pipeline/batch.js";
import type { Decoder } from "../patches/pipeline/decoder.js";
import { PatchPipeline } from "../patches/pipeline/patchPipeline.js";
import type { PatchFailure } from "../patches/pipeline/unreadable.js";
import type { PatchSites } from "../patches/sites.js";
import type { WaitMeter } from "../pretraining/waitMeter.js";
import { breathe } from "../workContext.js";
import type { Descriptor } from "./descriptor.js";

/** How patches reach a descriptor. */
export interface DescribeOptions {
  readonly decoder: Decoder;
  readonly batchSize: number;
  readonly openScans?: number;
  readonly cache?: CacheOptions | undefined;
  readonly signal: AbortSignal;
}

/** Features of the points whose patch could be read, in the order of the sites. */
export interface DescribedPoints {
  readonly pointId: readonly string[];
  /** One row per point. */
  readonly values: Float32Array;
  readonly failures: readonly PatchFailure[];
}

/** Batches that are read ahead of the one being described. */
const PREFETCH = 2;
const OPEN_SCANS = 32;

/** Begins to read the patches of a descriptor's points. */
export function readAhead(
  sites: PatchSites,
  { patchPx, pixelSizeUm, tone }: Pick<Descriptor, "patchPx" | "pixelSizeUm" | "tone">,
  { decoder, batchSize, openScans = OPEN_SCANS, cache, signal }: DescribeOptions,
): PatchPipeline {
  const count = sites.image.length;
  const plan: BatchPlan = {
    first: 0,
    end: Math.ceil(count / batchSize),
    batchSize: Math.min(batchSize, count),
    at: (step) => {
      const start = step * batchSize;
      const length = Math.min(batchSize, count - start);
      return { epoch: 0, indices: Uint32Array.from({ length }, (_, k) => start + k) };
    },
  };
  return new PatchPipeline(sites, plan, {
    decoder,
    reader: { sidePx: patchPx, pixelSizeUm, tone, openScans, ...(cache && { cache }) },
    prefetch: PREFETCH,
    unreadable: { kind: "omit" },
    signal,
  });
}

/**
 * Describes the points of a pipeline from `readAhead`, and closes it. Points whose patch cannot be read are left out
 * and told.
 *
 * @param onBatch told how many points of the pipeline are done
 * @throws DecoderError, or the signal's reason
 */
export async function describePoints(
  descriptor: Descriptor,
  pipeline: PatchPipeline,
  wait: WaitMeter,
  onBatch: (done: number) => void = () => {},
): Promise<DescribedPoints> {
  const { sites, plan } = pipeline;
  const { length } = descriptor;
  const rows: Float32Array[] = [];
  const pointId: string[] = [];
  const failures: PatchFailure[] = [];
  let done = 0;
  try {
    for (let step = plan.first; step < plan.end; step++) {
      const batch = await wait.during(() => pipeline.next());
      const missing = new Set(batch.missing);
      failures.push(...batch.failures);
      const values = descriptor.describe(batch.bytes);
      for (const [place, index] of batch.indices.entries()) {
        if (missing.has(place)) continue;
        pointId.push(sites.pointId[index]!);
        rows.push(values.subarray(place * length, (place + 1) * length));
      }
      done += batch.indices.length;
      batch.release();
      onBatch(done);
      await breathe(pipeline.options.signal);
    }
  } finally {
    await pipeline.close();
  }
  const values = new Float32Array(rows.length * length);
  for (const [row, value] of rows.entries()) values.set(value, row * length);
  return { pointId, values, failures };
}
