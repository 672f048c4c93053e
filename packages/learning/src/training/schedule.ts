import { TrainingError } from "./errors.js";

/** How the learning rate changes over a run. */
export interface Schedule {
  /** The rate after warm-up. */
  readonly learningRate: number;
  /** Steps over which it rises linearly from 0. */
  readonly warmupSteps: number;
  /** What follows: the same rate (the paper's), or half a cosine down to 0 at the last step. */
  readonly shape: "constant" | "cosine";
  /** Steps of the whole run. */
  readonly steps: number;
}

/** The paper's rule (§3.4): 0.01 for every 256 samples of a batch. */
export function scaledLearningRate(batchSize: number): number {
  return (0.01 * batchSize) / 256;
}

/**
 * The learning rate of step `step`, counted from 0: a function of the step alone.
 * @throws TrainingError for a warm-up that is longer than the run
 */
export function learningRateAt(step: number, { learningRate, warmupSteps, shape, steps }: Schedule): number {
  if (warmupSteps > steps)
    throw new TrainingError("warmupSteps", `is ${warmupSteps}, longer than the run's ${steps} steps`);
  if (step < warmupSteps) return (learningRate * (step + 1)) / warmupSteps;
  if (shape === "constant") return learningRate;
  const share = (step - warmupSteps) / Math.max(1, steps - warmupSteps);
  return learningRate * 0.5 * (1 + Math.cos(Math.PI * share));
}
