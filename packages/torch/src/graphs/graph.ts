import { TorchError } from "../errors.js";

/** A graph cannot be recorded, or not be replayed any more. */
export class GraphError extends TorchError {
  override readonly name = "GraphError";
}

/** Work on tensors that was recorded once and is done again on the same memory. */
export interface Graph<T> extends Disposable {
  /**
   * What the recorded body returned: the same tensors for good, with new values after every replay. The graph owns
   * them, and `dispose` releases them; copy what is to outlive the next replay.
   */
  readonly outputs: T;
  /** Does it again, with what now lies in the memory that the body read. @throws GraphError once disposed */
  replay(): void;
  /** Releases outputs and memory. Harmless when it already has. */
  dispose(): void;
}

/**
 * Records what `body` asks for. It may have run the body several times by then, and need not have run it once: what that
 * leaves behind in tensors made outside of it is undefined, and so are the outputs until the first replay.
 */
export type GraphRecorder = <T>(body: () => T) => Graph<T>;
