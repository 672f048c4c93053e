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

/** Ranks cannot have the device that was asked for: there is none, or they would share it. */
export class DeviceError extends TorchError {
  override name = "DeviceError";
  constructor(
    readonly device: string,
    readonly problem: string,
    readonly remedy: string,
  ) {
    super(`device ${device}: ${problem}. ${remedy}`);
  }
}
