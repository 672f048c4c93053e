import { batchNorms, type Module, type ProcessGroup } from "@cytonet/torch";

/**
 * Where every rank normalises its own batches, each has running statistics of its own. All take the first one's, which a
 * checkpoint holds (PyTorch's `broadcast_buffers`), so that what is evaluated is the model that is saved. To be called
 * by all ranks; nothing is exchanged where batches are normalised together.
 */
export function shareStatistics(model: Module, group: Pick<ProcessGroup, "broadcast"> | null): void {
  if (group === null) return;
  for (const norm of batchNorms(model)) {
    if (norm.group !== null) continue;
    group.broadcast(norm.runningMean);
    group.broadcast(norm.runningVar);
  }
}
