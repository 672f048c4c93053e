import { type EncoderConfig, type HeadConfig, matmulPeak, trainingFlops } from "@cytonet/learning";
import { cpuMemory, cudaMemory } from "@cytonet/torch";
import type { PretrainConfig } from "./config.js";
import { viewsOf } from "./objective.js";
import type { Ranks } from "./ranks.js";

const MIB = 2 ** 20;

/** How fast a run goes, beside what its machine could do. */
export interface Throughput {
  /** Operations a second that one process's device is measured against, and where that number is from. */
  readonly peakFlopsPerSecond: number;
  readonly peakIs: "stated" | "measured";
  /** @param samples of all ranks together, in so many seconds */
  numbers(samples: number, seconds: number): Readonly<Record<string, number>>;
}

/**
 * Counts a run's arithmetic. FLOP/s are those of the model's own forward and backward pass, of all ranks; what
 * activation checkpointing or parts compute again, augmentation and the objective do not count. Utilisation is their
 * share of `peakTeraflopsPerSecond`, or of a matrix product in the run's precision, times the ranks.
 */
export function throughputOf(
  config: PretrainConfig,
  encoder: EncoderConfig,
  head: HeadConfig,
  { device, worldSize }: Pick<Ranks, "device" | "worldSize">,
): Throughput {
  const stated = config.peakTeraflopsPerSecond;
  const peakFlopsPerSecond = stated === undefined ? matmulPeak(device, config.precision) : stated * 1e12;
  const perSample = trainingFlops(encoder, head) * viewsOf(config);
  return {
    peakFlopsPerSecond,
    peakIs: stated === undefined ? "measured" : "stated",
    numbers(samples, seconds) {
      const patchesPerSecond = samples / seconds;
      const flopsPerSecond = patchesPerSecond * perSample;
      const utilisation = flopsPerSecond / (peakFlopsPerSecond * worldSize);
      return { patchesPerSecond, flopsPerSecond, utilisation, ...memory(device) };
    },
  };
}

/**
 * Of this process: what it has of the machine's memory, the most that its large CPU tensors ever had at once, and on a
 * GPU the most that tensors had and that was taken from the device.
 */
function memory(device: string): Readonly<Record<string, number>> {
  const gpu = device.startsWith("cuda") ? cudaMemory(Number(device.split(":")[1] ?? 0)) : undefined;
  return {
    residentMiB: process.memoryUsage.rss() / MIB,
    tensorPeakMiB: cpuMemory().peakBytes / MIB,
    ...(gpu && {
      gpuTensorPeakMiB: gpu.tensorPeakBytes / MIB,
      gpuReservedPeakMiB: gpu.reservedPeakBytes / MIB,
    }),
  };
}
