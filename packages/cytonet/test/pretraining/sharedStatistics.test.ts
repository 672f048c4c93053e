import { BatchNorm1d, Linear, liveTensors, type ProcessGroup, Sequential, type Tensor } from "@cytonet/torch";
import { expect, it } from "vitest";
import { shareStatistics } from "../../src/pretraining/sharedStatistics.js";

it("every rank takes the first one's running statistics, but not those that ranks have in common", () => {
  const exchanged: Tensor[] = [];
  const group = {
    broadcast(tensor: Tensor): Tensor {
      exchanged.push(tensor);
      return tensor;
    },
  };
  using model = new Sequential(new BatchNorm1d(3), new Linear(3, 2), new BatchNorm1d(2));
  const [first, , last] = model.layers;
  const before = liveTensors();
  shareStatistics(model, null);
  expect(exchanged).toEqual([]);
  shareStatistics(model, group);
  expect(exchanged).toEqual([first.runningMean, first.runningVar, last.runningMean, last.runningVar]);
  exchanged.length = 0;
  last.group = group as unknown as ProcessGroup;
  shareStatistics(model, group);
  expect(exchanged).toEqual([first.runningMean, first.runningVar]);
  expect(liveTensors()).toBe(before);
});
