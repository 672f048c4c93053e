import { availableParallelism } from "node:os";
import { setNumThreads } from "@cytonet/torch";
import { expect, it } from "vitest";
import { trainAndWatch } from "../test/training/leak.js";

it("3,000 steps of tiny hold the same tensors and less than 2 % more memory", () => {
  // Proofs run one at a time: the machine is theirs.
  setNumThreads(availableParallelism());
  const { tensors, growth, residentMb } = trainAndWatch(3000, 300, 256);
  console.log(`live tensors ${tensors.join(", ")}; resident growth ${(growth * 100).toFixed(2)} %`);
  console.log(`resident every 250 steps, MB: ${residentMb.join(", ")}`);
  expect(tensors).toHaveLength(1);
  expect(growth).toBeLessThan(0.02);
});
