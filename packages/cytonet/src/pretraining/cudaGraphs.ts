import { ConfigError, MachineError } from "@cytonet/cohort";
import { StepGraph } from "@cytonet/learning";
import { cudaGraphRecorder, cudaGraphState } from "@cytonet/torch";
import type { PretrainConfig } from "./config.js";
import type { Ranks } from "./ranks.js";

/**
 * Refuses CUDA graphs where a configuration contradicts itself.
 *
 * @throws ConfigError on a CPU, or in float16, whose scale the host changes from step to step
 */
export function checkCudaGraphs({ cudaGraphs, device, precision }: PretrainConfig): void {
  if (cudaGraphs !== true) return;
  if (!device.startsWith("cuda"))
    throw new ConfigError({
      field: "cudaGraphs",
      message: `is true, and device is ${device}`,
      remedy: "Graphs are recorded on a GPU: set device: cuda, or leave cudaGraphs out.",
    });
  if (precision === "float16")
    throw new ConfigError({
      field: "cudaGraphs",
      message: "is true, and precision float16 scales the loss by a number that changes from step to step",
      remedy: "Set precision: bfloat16 or float32, or leave cudaGraphs out.",
    });
}

/**
 * The graph that a run's steps are recorded in; undefined where none is asked for. It holds nothing before
 * the first step.
 *
 * @throws ConfigError as `checkCudaGraphs`, and for processes that were launched to train together; MachineError where
 * there are no CUDA graphs
 */
export function stepGraphOf(
  config: PretrainConfig,
  { group, device }: Pick<Ranks, "group" | "device">,
): StepGraph | undefined {
  if (config.cudaGraphs !== true) return undefined;
  checkCudaGraphs(config);
  if (group !== null)
    throw new ConfigError({
      field: "cudaGraphs",
      message: "is true, and ranks exchange features and gradients in the middle of what would be recorded",
      remedy: "Train in one process, on one GPU, or leave cudaGraphs out.",
    });
  const state = cudaGraphState();
  if (!state.available)
    throw new MachineError({
      field: "cudaGraphs",
      message: `is true, and ${state.problem}`,
      remedy: state.remedy,
    });
  return new StepGraph(cudaGraphRecorder(device));
}
