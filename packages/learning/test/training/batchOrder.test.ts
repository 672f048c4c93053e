import { describe, expect, it } from "vitest";
import { BatchOrder } from "../../src/training/batchOrder.js";

describe("BatchOrder", () => {
  it("is a function of the step: a late start sees what an unbroken run sees", () => {
    const whole = new BatchOrder(103, 10, 7);
    const batches = Array.from({ length: 35 }, (_, step) => whole.at(step));
    const late = new BatchOrder(103, 10, 7);
    expect(late.at(27)).toEqual(batches[27]);
    expect(late.at(3)).toEqual(batches[3]);
  });

  it("visits every sample at most once an epoch, and each epoch in another order", () => {
    const order = new BatchOrder(103, 10, 7);
    expect(order.stepsPerEpoch).toBe(10);
    const epoch = (number: number) =>
      Array.from({ length: 10 }, (_, step) => [...order.at(number * 10 + step).indices]).flat();
    expect(new Set(epoch(0)).size).toBe(100);
    expect(epoch(0)).not.toEqual(epoch(1));
    expect(order.at(10).epoch).toBe(1);
  });

  it("differs between seeds", () => {
    expect(new BatchOrder(100, 50, 1).at(0)).not.toEqual(new BatchOrder(100, 50, 2).at(0));
  });

  it("refuses a batch that there are no samples for", () => {
    expect(() => new BatchOrder(8, 16, 0)).toThrow(/batchSize is 16, but there are only 8/);
    expect(() => new BatchOrder(8, 1, 0)).toThrow(/at least 2/);
  });
});
