import { cudaSynchronize, noGrad, ops, scope } from "@cytonet/torch";
import type { Precision } from "./forwardPass.js";

/** Other threads of the process may be busy for a while: the best of a few products in a row says little. */
const MEASURED_MS = 100;
const LEAST_REPEATS = 3;

/**
 * Floating-point operations a second of a large square matrix product on a device: what training's are compared with
 * where nobody states a peak. The best within a tenth of a second, at least of three, after one that does not count.
 */
export function matmulPeak(device: string, precision: Precision): number {
  const onGpu = device.startsWith("cuda");
  const finish = () => {
    if (onGpu) cudaSynchronize(Number(device.split(":")[1] ?? 0));
  };
  const side = onGpu ? 8192 : 512;
  return scope(() =>
    noGrad(() => {
      const dtype = precision;
      const [a, b] = [ops.ones([side, side], { dtype, device }), ops.ones([side, side], { dtype, device })];
      let best = Number.POSITIVE_INFINITY;
      const begun = performance.now();
      for (let repeat = 0; repeat <= LEAST_REPEATS || performance.now() - begun < MEASURED_MS; repeat++) {
        finish();
        const from = performance.now();
        a.matmul(b).dispose();
        finish();
        if (repeat > 0) best = Math.min(best, performance.now() - from);
      }
      return (2 * side ** 3) / (best / 1000);
    }),
  );
}
