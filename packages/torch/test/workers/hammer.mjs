// One Node worker that uses the bridge as hard as it can until its time is up; see hammer() in workers.mjs.
import assert from "node:assert/strict";
import { parentPort, workerData } from "node:worker_threads";
import {
  autocast,
  createGenerator,
  fromTypedArray,
  liveTensors,
  noGrad,
  ops,
  scope,
  setNumThreads,
  tensor,
} from "../../dist/index.js";

const { seed, milliseconds } = workerData;
setNumThreads(1);
const before = liveTensors();
const generator = createGenerator({ seed });
const expected = scope(() => ops.randnGenerator([8], generator).tolist());
const weight = ops.ones([4, 3, 3, 3]).requiresGrad_();
const steady = liveTensors();

const tasks = [
  () => {
    for (let index = 0; index < 50; index++) assert.equal(tensor([seed, index]).sum().item(), seed + index);
  },
  () => {
    const image = ops.randnGenerator([1, 3, 8, 8], generator);
    ops
      .conv2d(image, weight, { padding: [1, 1] })
      .relu()
      .square()
      .mean()
      .backward();
    assert.equal(weight.grad.shape.length, 4);
    weight.setGrad(null);
  },
  () => {
    for (const bad of [
      () => ops.mm(tensor([[1]]), tensor([1])),
      () => ops.zeros([Number.NaN]),
      () => ops.add(3, 4),
    ]) {
      assert.throws(bad, /aten::/);
    }
  },
  () => {
    const memory = new Float32Array(1000).fill(seed);
    assert.equal(fromTypedArray(memory).mean().item(), seed);
    assert.equal(ops.full([10], seed + 0.5).viewTypedArray()[9], seed + 0.5);
  },
  () => {
    const own = createGenerator({ seed });
    assert.deepEqual(ops.randnGenerator([8], own).tolist(), expected);
    own.dispose();
  },
  () => {
    const a = ops.ones([8, 8]);
    assert.equal(
      autocast({}, () => a.mm(a).dtype),
      "bfloat16",
    );
    assert.equal(a.mm(a).dtype, "float32");
    assert.equal(
      noGrad(() => weight.mulScalar(2).requiresGrad),
      false,
    );
  },
  () => {
    assert.throws(() =>
      scope(() => {
        tensor([1]).add(tensor([2]));
        throw new Error("out");
      }),
    );
    assert.equal(
      ops
        .einsum("ij,jk->ik", [ops.ones([3, 4]), ops.ones([4, 5])])
        .sum()
        .item(),
      60,
    );
    assert.equal(ops.stack(ops.ones([6, 2]).unbind()).numel, 12);
  },
];

let rounds = 0;
for (const end = Date.now() + milliseconds; Date.now() < end; rounds++) {
  scope(tasks[rounds % tasks.length]);
  assert.equal(liveTensors(), steady);
}
weight.dispose();
generator.dispose();
parentPort.postMessage({ rounds, drift: liveTensors() - before });
