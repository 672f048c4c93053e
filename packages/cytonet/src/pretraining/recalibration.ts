import { recalibrateStatisticsAsync, scope } from "@cytonet/torch";
import type { TrainedModel } from "../models/trainedModel.js";
import type { PatchBatch, PatchStream } from "../patches/pipeline/batch.js";
import { breathe, type WorkContext } from "../workContext.js";
import type { TrainingBatches } from "./batches.js";
import type { PretrainConfig } from "./config.js";
import { inPrecision } from "./inPrecision.js";
import type { TrainingPatches } from "./trainingPatches.js";

/** Batches over which the running statistics are averaged. */
const RECALIBRATION_BATCHES = 32;

/**
 * Averages running statistics over un-augmented patches as training sees them: in its precision, and part by part, of which
 * each counts as a batch.
 *
 * @throws the signal's reason where it was given
 */
export async function recalibrate(
  config: PretrainConfig,
  model: TrainedModel,
  batches: TrainingBatches,
  patches: TrainingPatches,
  { log, signal }: Pick<WorkContext, "log" | "signal">,
): Promise<void> {
  const count = Math.min(RECALIBRATION_BATCHES, batches.order.stepsPerEpoch);
  log(`Running statistics are averaged over ${count} batches of un-augmented patches.`);
  const stream = patches.stream(batches.plan(0, count));
  try {
    await recalibrateStatisticsAsync(model, batchesOf(stream, count, signal), (batch) => {
      for (const [first, end] of inParts(batch.indices.length, config.parts))
        scope(() => {
          const part = batches.plain(batch, first, end);
          inPrecision(config.precision, part.device, () => model.forward(part));
        });
    });
  } finally {
    await stream.close();
  }
}

/** Where parts of nearly one size begin and end. */
function inParts(count: number, parts: number): (readonly [number, number])[] {
  const start = (part: number) => Math.floor((count * part) / parts);
  const cuts = Array.from({ length: parts }, (_, part) => [start(part), start(part + 1)] as const);
  return cuts.filter(([first, end]) => end > first);
}

async function* batchesOf(
  stream: PatchStream,
  count: number,
  signal: AbortSignal,
): AsyncGenerator<PatchBatch> {
  for (let step = 0; step < count; step++) {
    await breathe(signal);
    const batch = await stream.next();
    yield batch;
    batch.release();
  }
}
