import { readFileSync, writeFileSync } from "node:fs";
import { ops, scope } from "@cytonet/torch";
import { expect, it } from "vitest";
import { spatialNCE } from "../src/objectives/spatialNCE.js";

const SAMPLES = Number(process.env.SAMPLES ?? 65_536);
const WIDTH = 256;

/** Resident memory's high-water mark since `forget`, bytes. */
const peak = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))![1]) * 1024;
const forget = () => writeFileSync("/proc/self/clear_refs", "5");

it(`takes SpatialNCE's value and gradient of ${SAMPLES} samples in less than 1 GB beyond the features`, () => {
  scope(() => {
    const features = ops.randn([SAMPLES, WIDTH]).requiresGrad_();
    // Two hemispheres' worth of millimetres.
    const points = ops.rand([SAMPLES, 3], { dtype: "float64" }).mulScalar(150);
    forget();
    const before = peak();
    const began = performance.now();
    const { loss } = spatialNCE(features, points, { sigmaMm: 10 });
    loss.backward();
    const seconds = (performance.now() - began) / 1000;
    const grown = (peak() - before) / 1e9;
    console.log(
      `B = ${SAMPLES}, d = ${WIDTH}: ${seconds.toFixed(0)} s, ${grown.toFixed(2)} GB beyond the features ` +
        `(one matrix of pairs would be ${((SAMPLES ** 2 * 4) / 1e9).toFixed(0)} GB)`,
    );
    expect(loss.item()).toBeGreaterThan(0);
    expect(features.grad!.isfinite().all().item()).toBe(1);
    expect(grown).toBeLessThan(1);
  });
});
