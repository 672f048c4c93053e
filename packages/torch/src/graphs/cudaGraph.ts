import { DEVICE_TYPES, parseDevice } from "../dtype.js";
import { ArgumentError } from "../errors.js";
import { currentScope, eachOwned, keep, type Owned, requireSynchronous, scope } from "../scope.js";
import { attempt } from "../tensor.js";
import { cudaGraphDriver, type GraphDriver } from "./driver.js";
import { type Graph, GraphError, type GraphRecorder } from "./graph.js";

export interface CudaGraphOptions {
  /** `cuda` or `cuda:N`. */
  readonly device: string;
  /**
   * How often the body runs before it is recorded, so that libraries have set themselves up and chosen their algorithms.
   * Default 3, as torch.cuda.make_graphed_callables has it.
   */
  readonly warmups?: number;
}

/**
 * A CUDA graph: the kernels that a body launches, recorded once and launched again by one call, without anything of the
 * host between them. What PyTorch asks for holds here: the body reads inputs whose memory stays where it is (write new
 * values with `copy_`), has the same shapes and decisions every time, and reads nothing back (`item()`, `toTypedArray()`).
 * Memory of what it makes is of a pool that only this graph uses. Recording launches nothing: outputs have no values
 * before the first replay.
 *
 * @see https://docs.pytorch.org/docs/stable/notes/cuda.html#cuda-graphs
 *
 * @example
 * const x = keep(ops.zeros([8, 4], { device: "cuda" }));
 * using graph = CudaGraph.capture(() => layer.forward(x), { device: "cuda" });
 * x.copy_(batch);
 * graph.replay();
 * graph.outputs.toTypedArray();
 */
export class CudaGraph<T> implements Graph<T> {
  readonly #driver: GraphDriver;
  readonly #owned: readonly Owned[];
  #graph: object | null;

  private constructor(
    readonly outputs: T,
    driver: GraphDriver,
    graph: object,
    owned: readonly Owned[],
  ) {
    this.#driver = driver;
    this.#graph = graph;
    this.#owned = owned;
  }

  /**
   * Warms up and records. Tensors that the body makes and returns are the graph's; the others are released as in a scope.
   *
   * @throws GraphError where there are no CUDA graphs, or the body does what cannot be recorded; ArgumentError for a
   * device that is no GPU; LibtorchError where CUDA fails; what the body throws in warm-up
   */
  static capture<T>(body: () => T, options: CudaGraphOptions): CudaGraph<T> {
    indexOf(options.device);
    return CudaGraph.captureWith(cudaGraphDriver(), body, options);
  }

  /** @internal The same over any driver. */
  static captureWith<T>(
    driver: GraphDriver,
    body: () => T,
    { device, warmups = 3 }: CudaGraphOptions,
  ): CudaGraph<T> {
    if (!Number.isInteger(warmups) || warmups < 1)
      throw new ArgumentError("CudaGraph.capture", "warmups", `must be an integer from 1, not ${warmups}`);
    const graph = asked(() => driver.createGraph(indexOf(device)));
    try {
      return entered(driver, graph, () => {
        for (let run = 0; run < warmups; run++) scope(() => requireSynchronous("CudaGraph.capture", body()));
        const { outputs, owned } = recorded(driver, graph, body);
        return new CudaGraph(outputs, driver, graph, owned);
      });
    } catch (error) {
      driver.releaseGraph(graph);
      throw error;
    }
  }

  replay(): void {
    if (this.#graph === null) throw new GraphError("a disposed graph cannot be replayed");
    try {
      this.#driver.replayGraph(this.#graph);
    } catch (cause) {
      throw new GraphError(`the graph cannot be replayed: ${(cause as Error).message}`, { cause });
    }
  }

  dispose(): void {
    if (this.#graph === null) return;
    const graph = this.#graph;
    this.#graph = null;
    for (const one of this.#owned) one.dispose();
    this.#driver.releaseGraph(graph);
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

/** Records as CUDA graphs of a device. @throws as `CudaGraph.capture` */
export function cudaGraphRecorder(device: string): GraphRecorder {
  indexOf(device);
  return (body) => CudaGraph.capture(body, { device });
}

const asked = <T>(work: () => T): T => attempt("CudaGraph.capture", work);

/** Runs `body`, and then `end` whatever became of it. Where both fail, why the first did is what helps. */
function ending<T>(body: () => T, end: () => void): T {
  let outcome: { readonly found: T } | { readonly cause: unknown };
  try {
    outcome = { found: body() };
  } catch (cause) {
    outcome = { cause };
  }
  try {
    end();
  } catch (cause) {
    if ("found" in outcome) throw cause;
  }
  if ("found" in outcome) return outcome.found;
  throw outcome.cause;
}

/** Runs `body` on the graph's own stream. */
function entered<T>(driver: GraphDriver, graph: object, body: () => T): T {
  const enter = () => {
    asked(() => driver.enterGraph(graph));
    return body();
  };
  return ending(enter, () => asked(() => driver.leaveGraph(graph)));
}

/** Runs the body between the beginning and the end of a recording, and lifts what it made and returns out of scopes. */
function recorded<T>(driver: GraphDriver, graph: object, body: () => T): { outputs: T; owned: Owned[] } {
  const owned: Owned[] = [];
  const outputs = scope(() => {
    const made = currentScope();
    const found = betweenBeginAndEnd(driver, graph, body);
    eachOwned(found, (one) => {
      if (one.scope === made) owned.push(keep(one));
    });
    return found;
  });
  return { outputs, owned };
}

function betweenBeginAndEnd<T>(driver: GraphDriver, graph: object, body: () => T): T {
  asked(() => driver.beginCapture(graph));
  const run = () => {
    const found = body();
    requireSynchronous("CudaGraph.capture", found);
    return found;
  };
  try {
    return ending(run, () => driver.endCapture(graph));
  } catch (cause) {
    throw new GraphError(
      `cannot be recorded as a CUDA graph: ${cause instanceof Error ? cause.message : String(cause)}. ` +
        "What is recorded may read nothing back, and every shape and decision in it must be the same each time.",
      { cause },
    );
  }
}

/** A GPU's index; −1 where the name has none. */
function indexOf(device: string): number {
  const [type, index] = parseDevice(device) ?? [];
  if (type === undefined || index === undefined || DEVICE_TYPES[type] !== "cuda")
    throw new ArgumentError("CudaGraph.capture", "device", `must be cuda or cuda:N, not ${String(device)}`);
  return index;
}
