import { type NcclState, ncclState } from "../distributed/nccl.js";
import { GraphError } from "./graph.js";

/** What recording takes of a device; `native/cuda/graph.cc` documents each. Not public. */
export interface GraphDriver {
  /** @param device a GPU's index; −1 is the current one */
  createGraph(device: number): object;
  /** Warm-up and recording happen between these two, on a stream of their own. */
  enterGraph(graph: object): void;
  leaveGraph(graph: object): void;
  beginCapture(graph: object): void;
  endCapture(graph: object): void;
  replayGraph(graph: object): void;
  releaseGraph(graph: object): void;
}

/**
 * Whether graphs can be recorded here, and what helps where they cannot. They lie in one library with NCCL, which is
 * built with the same headers.
 */
export function cudaGraphState(): NcclState {
  return ncclState();
}

let loaded: GraphDriver | undefined;

/** The GPUs' own. @throws GraphError that says what is missing and what to do */
export function cudaGraphDriver(): GraphDriver {
  if (loaded !== undefined) return loaded;
  const state = cudaGraphState();
  if (!state.available) throw new GraphError(`CUDA graphs: ${state.problem}. ${state.remedy}`);
  loaded = openDriver(state.library);
  return loaded;
}

/** The driver that a library offers. @throws GraphError where it offers none */
export function openDriver(library: string): GraphDriver {
  const module: { exports: Partial<GraphDriver> } = { exports: {} };
  try {
    process.dlopen(module, library);
  } catch (cause) {
    const problem = (cause as Error).message.split("\n")[0];
    throw new GraphError(`${library} cannot be loaded (${problem}): run \`make setup\``, { cause });
  }
  if (module.exports.beginCapture === undefined)
    throw new GraphError(`${library} was built before it had CUDA graphs: run \`make setup\``);
  return module.exports as GraphDriver;
}
