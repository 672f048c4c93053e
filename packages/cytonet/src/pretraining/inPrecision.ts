import type { Precision } from "@cytonet/learning";
import { autocast } from "@cytonet/torch";

/** Runs `body` in the precision of a run, on a device such as `cuda:1`. */
export function inPrecision<T>(precision: Precision, device: string, body: () => T): T {
  const kind = device.startsWith("cuda") ? "cuda" : "cpu";
  const dtype = precision === "float16" ? "float16" : "bfloat16";
  return autocast({ device: kind, dtype, enabled: precision !== "float32" }, body);
}
