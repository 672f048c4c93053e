import { cudaSynchronize, noGrad, ops, scope } from "@cytonet/torch";
import type { Precision } from "./forwardPass.js";

const REPEATS = 3;

/**
 * Floating-point operations a second of a large square matrix product on a device: what training's are compared with
 * where nobody states a peak. The best of three, after one that does not count; some ten milliseconds.
 */
export function matmulPeak(device: string, precision: Precision): number {
  const onGpu = device.startsWith("cuda");
  const side = onGpu ? 8192 : 512;
  return scope(() =>
    noGrad(() => {
      const dtype = precision;
      const [a, b] = [ops.ones([side, side], { dtype, device }), ops.ones([side, side], { dtype, device })];
      let best = Number.POSITIVE_INFINITY;
      for (let repeat = 0; repeat <= REPEATS; repeat++) {
        if (onGpu) cudaSynchronize();
        const from = performance.now();
        a.matmul(b).dispose();
        if (onGpu) cudaSynchronize();
        if (repeat > 0) best = Math.min(best, performance.now() - from);
      }
      return (2 * side ** 3) / (best / 1000);
    }),
  );
}
