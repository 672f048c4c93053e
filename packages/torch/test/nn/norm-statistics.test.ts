import {
  ArgumentError,
  BatchNorm1d,
  Linear,
  liveTensors,
  ops,
  recalibrateStatistics,
  Sequential,
  scope,
  tensor,
  withoutStatisticsUpdates,
} from "@cytonet/torch";
import { describe, expect, test } from "vitest";
import { numbers } from "../compare.js";

const batch = (values: number[]) => tensor(values, { shape: [values.length, 1] });

describe("running statistics", () => {
  test("recalibration averages over the batches and restores modes and momenta", () => {
    scope(() => {
      using norm = new BatchNorm1d(1);
      using network = new Sequential(norm);
      norm.runningMean.fillScalar_(99);
      network.eval();
      const before = liveTensors();
      const batches = [batch([0, 2]), batch([4, 8])];
      expect(recalibrateStatistics(network, batches, (x) => network.forward(x))).toBe(2);
      expect(liveTensors()).toBe(before + 2);
      // Means 1 and 6; unbiased variances 2 and 8.
      expect(numbers(norm.runningMean)).toEqual([3.5]);
      expect(numbers(norm.runningVar)).toEqual([5]);
      expect(norm.numBatchesTracked.item()).toBe(2);
      expect(norm.momentum).toBe(0.1);
      expect([...network.modules()].some((part) => part.training)).toBe(false);
    });
  });

  test("modes are restored when a batch fails", () => {
    using norm = new BatchNorm1d(1);
    expect(() =>
      recalibrateStatistics(norm, [1], () => {
        throw new Error("no such batch");
      }),
    ).toThrow("no such batch");
    expect(norm.training).toBe(true);
    expect(norm.momentum).toBe(0.1);
  });

  test("a second pass over a batch need not count, and has the same output", () => {
    scope(() => {
      using network = new Sequential(new Linear(1, 3), new BatchNorm1d(3));
      const norm = network.layers[1];
      const x = batch([1, 2, 5]);
      const first = numbers(network.forward(x));
      const mean = numbers(norm.runningMean);
      const second = withoutStatisticsUpdates(network, () => numbers(network.forward(x)));
      expect(second).toEqual(first);
      expect(numbers(norm.runningMean)).toEqual(mean);
      expect(norm.numBatchesTracked.item()).toBe(1);
      expect(norm.updatesStatistics).toBe(true);
    });
  });

  test("one value per channel has no variance to train with", () => {
    scope(() => {
      using norm = new BatchNorm1d(3);
      expect(() => norm.forward(ops.ones([1, 3]))).toThrow(ArgumentError);
      expect(norm.eval().forward(ops.ones([1, 3])).shape).toEqual([1, 3]);
    });
  });
});
