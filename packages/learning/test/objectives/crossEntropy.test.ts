import { liveTensors, manualSeed, ops, scope, setNumThreads, type Tensor, tensor } from "@cytonet/torch";
import { describe, expect, it } from "vitest";
import { classificationStatistics, crossEntropy } from "../../src/objectives/crossEntropy.js";
import { ObjectiveError } from "../../src/objectives/errors.js";

setNumThreads(1);

const classesOf = (values: readonly number[]): Tensor =>
  tensor(BigInt64Array.from(values, BigInt), { shape: [values.length] });
const numbers = (t: Tensor) => Array.from(t.toTypedArray(), Number);

describe("crossEntropy", () => {
  it.each([
    ["float64", 1, 1e-13],
    ["float64", 300, 1e-13],
    ["float32", 5, 1e-6],
  ] as const)(
    "has value and gradient of PyTorch's cross_entropy, %s logits of size %d",
    (dtype, size, within) => {
      const before = liveTensors();
      scope(() => {
        manualSeed(1);
        const start = ops.randn([12, 5], { dtype: "float64" }).mulScalar(size).to({ dtype });
        const classes = classesOf([0, 4, 2, 2, 1, 3, 0, 0, 4, 1, 2, 3]);
        const [ours, theirs] = [start.clone().requiresGrad_(), start.clone().requiresGrad_()];
        const { loss, statistics } = crossEntropy(ours, classes);
        const expected = theirs.crossEntropyLoss(classes);
        loss.backward();
        expected.backward();
        expect(Math.abs(loss.item() - expected.item())).toBeLessThan(within * (1 + size));
        for (const [i, value] of numbers(ours.grad!).entries())
          expect(Math.abs(value - numbers(theirs.grad!)[i]!)).toBeLessThan(within);
        const hits = start.argmax({ dim: 1 }).eq(classes).sum().item();
        expect(classificationStatistics(statistics)).toEqual({ samples: 12, accuracy: hits / 12 });
      });
      expect(liveTensors()).toBe(before);
    },
  );

  it("is log C for logits that are all alike", () => {
    scope(() => {
      const { loss } = crossEntropy(ops.zeros([3, 113], { dtype: "float64" }), classesOf([0, 7, 112]));
      expect(loss.item()).toBeCloseTo(Math.log(113), 12);
    });
  });

  it("refuses classes without a column and of another type or number", () => {
    scope(() => {
      const logits = ops.zeros([2, 3]);
      expect(() => crossEntropy(logits, classesOf([0, 3]))).toThrow(ObjectiveError);
      expect(() => crossEntropy(logits, classesOf([0, -1]))).toThrow(
        /classes: has -1; the logits are of classes 0 to 2/,
      );
      expect(() => crossEntropy(logits, classesOf([0]))).toThrow(/must be 2 int64/);
      expect(() => crossEntropy(logits, tensor([0, 1]))).toThrow(/int64/);
    });
  });
});
