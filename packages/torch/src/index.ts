/**
 * Tensors, autograd, neural-network modules and optimisers on libtorch. Knows
 * nothing of images, files of the cohort or brains.
 *
 * ```ts
 * import { ops, scope, tensor } from "@cytonet/torch";
 *
 * const slope = scope(() => {
 *   const x = tensor([1, 2, 3]).requiresGrad_();
 *   x.square().sum().backward();
 *   return x.grad!.tolist(); // [2, 4, 6]
 * });
 * ```
 */
export * from "./autograd.js";
export * from "./context.js";
export * from "./create.js";
export * from "./distributed/index.js";
export {
  type Device,
  DTYPES,
  type DType,
  elementBytes,
  FloatScalar,
  float,
  type MemoryFormat,
  type Scalar,
} from "./dtype.js";
export type { ElementArray } from "./elementArray.js";
export * from "./errors.js";
export { createGenerator, defaultGenerator, Generator, manualSeed } from "./generator.js";
export * from "./graphs/index.js";
export * from "./nn/index.js";
export { callByName, describeOperator, has, operatorNames, type Value } from "./operator.js";
export * as ops from "./ops.js";
export * from "./optim/index.js";
export {
  counterInteger,
  counterNormal,
  counterPermutation,
  counterUniform,
  deriveSeed,
} from "./random/counter.js";
export { philox, philox4x32, type Seed } from "./random/philox.js";
export {
  readSafetensors,
  type SafetensorsContent,
  SafetensorsError,
  writeSafetensors,
} from "./safetensors.js";
export { keep, openScope, Scope, scope } from "./scope.js";
export { liveTensors, type NestedNumbers, Tensor } from "./tensor.js";
