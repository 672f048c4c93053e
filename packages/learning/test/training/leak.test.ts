import { liveTensors } from "@cytonet/torch";
import { expect, it } from "vitest";
import { trainAndWatch } from "./leak.js";

it("300 steps of training leave the number of live tensors as it was", () => {
  const before = liveTensors();
  const { tensors } = trainAndWatch(300, 10, 64);
  expect(tensors).toHaveLength(1);
  expect(liveTensors()).toBe(before);
});
