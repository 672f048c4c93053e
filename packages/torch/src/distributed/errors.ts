import { TorchError } from "../errors.js";

/**
 * Processes could not meet, or a collective failed: a peer was lost, or did not
 * come within the time allowed. The group cannot be used any more.
 */
export class DistributedError extends TorchError {
  override name = "DistributedError";
  constructor(
    /** What was going on, such as `allReduce`. */
    readonly operation: string,
    /** This process among the group's. */
    readonly rank: number,
    readonly problem: string,
  ) {
    super(`${operation} on rank ${rank}: ${problem}`);
  }
}
