import type { PatchFailure } from "./unreadable.js";

/** The samples of a step, before anything is read. */
export interface DrawnBatch {
  readonly epoch: number;
  readonly indices: Uint32Array;
}

/** Patches of a step as bytes, cells dark on light. */
export interface PatchBatch {
  readonly step: number;
  readonly epoch: number;
  /** The samples that were drawn for the places: what is random about a place follows from these. */
  readonly drawn: Uint32Array;
  /** The samples whose pixels stand there: others where a drawn one cannot be read. */
  readonly indices: Uint32Array;
  /** n × side × side, valid until `release`. */
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  /** Places whose patch cannot be read and was not replaced; their bytes are 0. */
  readonly missing: readonly number[];
  /** Patches that were met for the first time and cannot be read, in the order of the places. */
  readonly failures: readonly PatchFailure[];
  /** Gives the memory back, for a later batch. */
  release(): void;
}

/** Batches one after the other. */
export interface PatchStream {
  /**
   * The next step's batch.
   *
   * @throws UnreadablePatchesError where too many patches cannot be read, DecoderError where reading itself
   * fails, the signal's reason on abort
   */
  next(): Promise<PatchBatch>;
  close(): Promise<void>;
}

/** The steps of a stream: which samples each sees. */
export interface BatchPlan {
  readonly first: number;
  /** Behind the last. */
  readonly end: number;
  /** Places of a batch at most. */
  readonly batchSize: number;
  at(step: number): DrawnBatch;
}
