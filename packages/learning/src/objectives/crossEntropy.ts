import { noGrad, ops, type Tensor } from "@cytonet/torch";
import { ObjectiveError } from "./errors.js";
import { checkFeatures, inFullPrecision } from "./units.js";

/** Sums over the samples of a batch, or of this rank's part of it. */
export interface SummedCrossEntropy {
  /** Σ_i −log softmax(z_i)[y_i]; differentiable with respect to the logits. */
  readonly summedLoss: Tensor;
  /** Float64, without gradient: read them with `classificationStatistics`. */
  readonly statistics: Tensor;
}

/** How a classifier did on a batch. */
export interface ClassificationStatistics {
  readonly samples: number;
  /** Share of the samples whose largest logit is their class's. */
  readonly accuracy: number;
}

/**
 * Categorical cross-entropy, what the classifiers of §3.5 are trained with:
 * L = 1/B Σ_i (log Σ_c exp z_ic − z_iy(i)), over all classes with equal weights. In float32 or wider, also under
 * autocast. Checked against PyTorch's `cross_entropy`.
 *
 * @param logits B × classes of any float type
 * @param classes B int64, each from 0 to classes − 1
 * @throws ObjectiveError for shapes that do not fit, or (on CPU) a class out of range
 *
 * @example
 * const { loss } = crossEntropy(classifier.forward(encoder.forward(patches)), areas);
 */
export function crossEntropy(logits: Tensor, classes: Tensor): { loss: Tensor; statistics: Tensor } {
  checkClasses(logits, classes);
  return inFullPrecision(logits.device, () => {
    const { summedLoss, statistics } = summedCrossEntropy(wideLogits(logits), classes);
    return { loss: summedLoss.divScalar(logits.shape[0]!), statistics };
  });
}

/** Logits in float32, or float64 where they are. */
export function wideLogits(logits: Tensor): Tensor {
  return logits.dtype === "float64" ? logits : logits.to({ dtype: "float32" });
}

/** The loss before it is averaged. @param logits B × classes in float32 or float64 */
export function summedCrossEntropy(logits: Tensor, classes: Tensor): SummedCrossEntropy {
  const column = classes.unsqueeze(1);
  const summedLoss = logits.logsumexp([1]).sub(logits.gather(1, column).squeezeDim(1)).sum();
  const statistics = noGrad(() => {
    const hits = logits.detach().argmax({ dim: 1 }).eq(classes).to({ dtype: "float64" });
    return ops.stack([ops.onesLike(hits).sum(), hits.sum()]);
  });
  return { summedLoss, statistics };
}

/** Reads the statistics of a step, or of several whose tensors were added; waits for the device. */
export function classificationStatistics(statistics: Tensor): ClassificationStatistics {
  const [samples = 0, hits = 0] = Array.from(statistics.toTypedArray(), Number);
  return { samples, accuracy: samples === 0 ? 0 : hits / samples };
}

/** @throws ObjectiveError unless the classes are B int64 that the logits have columns for */
export function checkClasses(logits: Tensor, classes: Tensor): void {
  checkFeatures(logits, "logits", 1);
  const [samples = 0, columns = 0] = logits.shape;
  if (classes.dim !== 1 || classes.shape[0] !== samples || classes.dtype !== "int64")
    throw new ObjectiveError(
      "classes",
      `must be ${samples} int64 numbers, got ${classes.shape.join(" × ")} ${classes.dtype}`,
    );
  // Reading back from a GPU would wait for it; there libtorch's own check stops the program.
  if (classes.device !== "cpu") return;
  const wrong = Array.from(classes.toTypedArray(), Number).find((one) => one < 0 || one >= columns);
  if (wrong !== undefined)
    throw new ObjectiveError("classes", `has ${wrong}; the logits are of classes 0 to ${columns - 1}`);
}
