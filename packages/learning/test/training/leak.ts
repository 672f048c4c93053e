import { liveTensors, ops, SGD, scope } from "@cytonet/torch";
import { createPretrainingModel, encoderPreset } from "../../src/encoders/index.js";
import { spatialObjective } from "../../src/objectives/objective.js";
import { contrastiveStep } from "../../src/training/index.js";

/** What a long run held, from the end of warm-up to the end. */
export interface Held {
  /** Live tensors after each step past warm-up: all different values. */
  readonly tensors: readonly number[];
  /** Growth of resident memory past warm-up, as a share. */
  readonly growth: number;
  /** Resident memory after every 250th step, MB. */
  readonly residentMb: readonly number[];
}

/** Trains `tiny` with SpatialNCE on noise and watches what stays. */
export function trainAndWatch(steps: number, warmup: number, patchPx: number): Held {
  const model = createPretrainingModel(encoderPreset("R50", "tiny", { patchPx }), { seed: 0 }).train();
  const optimizer = new SGD(model.namedParameters(), { learningRate: 0.01, momentum: 0.9, nesterov: true });
  const tensors = new Set<number>();
  let resident = 0;
  const residentMb: number[] = [];
  try {
    for (let step = 0; step < steps; step++) {
      scope(() => {
        const patches = ops.rand([8, 1, patchPx, patchPx]);
        const beside = ops.rand([8, 3], { dtype: "float64" }).mulScalar(10);
        contrastiveStep(
          model,
          optimizer,
          { patches, beside },
          { objective: spatialObjective(), precision: "float32" },
        );
      });
      if ((step + 1) % 250 === 0) residentMb.push(Math.round(process.memoryUsage.rss() / 1e6));
      if (step + 1 === warmup) resident = process.memoryUsage.rss();
      if (step >= warmup) tensors.add(liveTensors());
    }
    return { tensors: [...tensors], growth: process.memoryUsage.rss() / resident - 1, residentMb };
  } finally {
    optimizer.dispose();
    model.dispose();
  }
}
