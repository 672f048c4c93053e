/** What one does with the running statistics of all batch normalisations of a network at once. */
import { noGrad } from "../autograd.js";
import type { ProcessGroup } from "../distributed/group.js";
import { scope } from "../scope.js";
import { BatchNorm } from "./batch-norm.js";
import type { Module } from "./module.js";

/** The batch normalisations at and below a module. */
export function batchNorms(module: Module): BatchNorm[] {
  return [...module.modules()].filter((part) => part instanceof BatchNorm);
}

/**
 * Normalises the batches of all ranks of a group together in training, in every batch normalisation at and below a
 * module; `null` ends it. Every rank must then run the same layers in the same order.
 */
export function syncBatchNorms(module: Module, group: ProcessGroup | null): void {
  for (const norm of batchNorms(module)) norm.group = group;
}

/**
 * Runs `body` while no batch enters the running statistics; the normalised values are those of
 * training all the same. Recomputing activations needs it.
 */
export function withoutStatisticsUpdates<T>(module: Module, body: () => T): T {
  const norms = batchNorms(module);
  const before = norms.map((norm) => norm.updatesStatistics);
  for (const norm of norms) norm.updatesStatistics = false;
  try {
    return body();
  } finally {
    for (const [index, norm] of norms.entries()) norm.updatesStatistics = before[index] ?? true;
  }
}

/**
 * Replaces the running statistics by the plain average over the batches that `forward` is given, as
 * an untrained encoder needs before it can serve as a baseline. Only the batch normalisations
 * train meanwhile; modes and momenta are restored afterwards.
 *
 * @returns how many batches were averaged.
 */
export function recalibrateStatistics<Batch>(
  module: Module,
  batches: Iterable<Batch>,
  forward: (batch: Batch) => unknown,
): number {
  const restore = beginAveraging(module);
  let count = 0;
  try {
    for (const batch of batches) {
      noGrad(() => scope(() => void forward(batch)));
      count += 1;
    }
  } finally {
    restore();
  }
  return count;
}

/** The same over batches that arrive one by one, so that they need not be in memory together. */
export async function recalibrateStatisticsAsync<Batch>(
  module: Module,
  batches: AsyncIterable<Batch>,
  forward: (batch: Batch) => unknown,
): Promise<number> {
  const restore = beginAveraging(module);
  let count = 0;
  try {
    for await (const batch of batches) {
      noGrad(() => scope(() => void forward(batch)));
      count += 1;
    }
  } finally {
    restore();
  }
  return count;
}

/** Lets the batch normalisations average from nothing. @returns what brings modes and momenta back */
function beginAveraging(module: Module): () => void {
  const norms = batchNorms(module);
  const modes = [...module.modules()].map((part) => [part, part.training] as const);
  const momenta = norms.map((norm) => norm.momentum);
  module.eval();
  for (const norm of norms) {
    norm.resetStatistics();
    norm.momentum = null;
    norm.training = true;
  }
  return () => {
    for (const [part, mode] of modes) part.training = mode;
    for (const [index, norm] of norms.entries()) norm.momentum = momenta[index] ?? null;
  };
}
