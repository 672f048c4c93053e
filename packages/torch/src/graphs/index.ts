/** Work on a GPU that is recorded once and launched again as a whole. */
export { CudaGraph, type CudaGraphOptions, cudaGraphRecorder } from "./cudaGraph.js";
export { cudaGraphState } from "./driver.js";
export { type Graph, GraphError, type GraphRecorder } from "./graph.js";
