import { expect, test } from "vitest";
import { liveTensors, noGrad, ops, scope, type Tensor, tensor } from "../src/index.js";

test("thirty thousand tensors later nothing is left", () => {
  const before = liveTensors();
  for (let round = 0; round < 250; round++) {
    scope(() => {
      for (let index = 0; index < 100; index++) tensor(index);
      expect(liveTensors() - before).toBe(100);
    });
  }
  for (let index = 0; index < 5000; index++) tensor(index).dispose();
  expect(liveTensors()).toBe(before);
});

test("a training loop on plain operators: the live count is the same after every step", () => {
  const before = liveTensors();
  const x = ops.randn([16, 1, 12, 12]);
  const target = ops.randint(4, [16], { dtype: "int64" });
  const weights = [ops.randn([8, 1, 3, 3]), ops.randn([4, 8 * 100])].map((one) =>
    one.mulScalar_(0.1).requiresGrad_(),
  );
  const velocities = weights.map((one) => ops.zerosLike(one));
  const step = (): number =>
    scope(() => {
      const [first, second] = weights as [Tensor, Tensor];
      const hidden = ops.conv2d(x, first).relu().flatten({ startDim: 1 });
      const loss = ops.crossEntropyLoss(ops.linear(hidden, second), target);
      loss.backward();
      noGrad(() => {
        const gradients = weights.map((one) => one.grad!);
        ops._foreachMulScalar_(velocities, 0.9);
        ops._foreachAddList_(velocities, gradients);
        ops._foreachAddList_(weights, velocities, { alpha: -0.05 });
        for (const one of weights) one.setGrad(null);
      });
      return loss.item();
    });
  const losses = [step(), step()];
  const steady = liveTensors();
  for (let index = 0; index < 100; index++) {
    losses.push(step());
    expect(liveTensors()).toBe(steady);
  }
  expect(losses.at(-1)!).toBeLessThan(losses[0]! / 2);
  for (const one of [x, target, ...weights, ...velocities]) one.dispose();
  expect(liveTensors()).toBe(before);
});
