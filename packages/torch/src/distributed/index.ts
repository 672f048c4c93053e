/**
 * Several processes as one: collectives over c10d, gradients summed while backward runs, and batch
 * statistics over all ranks. Knows nothing of models.
 *
 * ```ts
 * import { initProcessGroup, ops } from "@cytonet/torch";
 *
 * using group = initProcessGroup(); // RANK, WORLD_SIZE, MASTER_ADDR, MASTER_PORT
 * const mean = group.allReduce(ops.full([1], group.rank), "mean");
 * ```
 */
export { isLaunched, type Rendezvous, rendezvousFromEnvironment } from "./environment.js";
export { DeviceError, DistributedError } from "./errors.js";
export { GradientBuckets, type GradientBucketsOptions } from "./gradientBuckets.js";
export { initProcessGroup, ProcessGroup, type ProcessGroupOptions, type Reduction } from "./group.js";
export { type NcclState, ncclState } from "./nccl.js";
export { rankDevice } from "./rankDevice.js";
export { firstHost, withSlurmRanks } from "./slurm.js";
export { type SyncedBatch, syncBatchNorm } from "./syncBatchNorm.js";
export { Work } from "./work.js";
