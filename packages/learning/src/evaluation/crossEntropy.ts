import { scope, type Tensor, tensor } from "@cytonet/torch";
import type { Objective } from "./lbfgs.js";

/** What a multinomial logistic regression is fitted to. */
export interface CrossEntropyProblem {
  /** n × d, float32 or float64: the precision of the matrix products. */
  readonly x: Tensor;
  /** n × 1 int64: each sample's class. */
  readonly target: Tensor;
  /** n × 1 float64: each sample's share of the mean; they sum to 1. */
  readonly share: Tensor;
  readonly classes: number;
  readonly bias: boolean;
}

/**
 * Mean weighted cross-entropy + λ/2·‖W‖² and its gradient, at a point of weights (classes × d) and then biases.
 * Losses are summed in float64 whatever the products are made in: a line search sees differences far below the
 * rounding of a single one.
 */
export function crossEntropy(problem: CrossEntropyProblem, l2: number): Objective {
  const { x, target, classes, bias } = problem;
  const { device, dtype } = x;
  const columns = x.shape[1]!;
  const size = classes * columns;
  return (point) =>
    scope(() => {
      const share = problem.share.to({ dtype });
      const matrix = tensor(point.subarray(0, size), { shape: [classes, columns], device }).to({ dtype });
      const linear = x.matmul(matrix.t());
      const logits = bias ? linear.add_(tensor(point.subarray(size), { device }).to({ dtype })) : linear;
      const logProbability = logits.logSoftmax(1);
      const loss = logProbability.gather(1, target).to({ dtype: "float64" }).mul(problem.share).sum().item();
      const residual = logProbability.exp_().mul_(share).scatterAdd_(1, target, share.neg());
      const gradient = new Float64Array(point.length);
      gradient.set(residual.t().matmul(x).toTypedArray() as Float32Array | Float64Array);
      if (bias) gradient.set(residual.sumDim([0]).toTypedArray() as Float32Array | Float64Array, size);
      let squares = 0;
      for (let i = 0; i < size; i++) {
        squares += point[i]! ** 2;
        gradient[i]! += l2 * point[i]!;
      }
      return { value: (l2 / 2) * squares - loss, gradient };
    });
}
