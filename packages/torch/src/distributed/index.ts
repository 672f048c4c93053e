/**
 * Several processes as one: collectives over c10d. Knows nothing of models or
 * gradients.
 *
 * ```ts
 * import { initProcessGroup, ops } from "@cytonet/torch";
 *
 * using group = initProcessGroup(); // RANK, WORLD_SIZE, MASTER_ADDR, MASTER_PORT
 * const mean = group.allReduce(ops.full([1], group.rank), "mean");
 * ```
 */
export { type Rendezvous, rendezvousFromEnvironment } from "./environment.js";
export { DistributedError } from "./errors.js";
export { initProcessGroup, ProcessGroup, type ProcessGroupOptions, type Reduction } from "./group.js";
export { Work } from "./work.js";
