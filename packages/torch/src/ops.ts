export * from "./ops.generated.js";

import { contiguous, to } from "./ops.generated.js";
import { setConversion } from "./tensor.js";

setConversion({
  toCpuFloat: (tensor) => to(tensor, { device: "cpu", dtype: "float32" }),
  toCpu: (tensor) => to(tensor, { device: "cpu" }),
  contiguous: (tensor) => contiguous(tensor),
});
