// Run with --expose-gc by storage.test.ts: what happens when V8 collects one side of shared memory.
import assert from "node:assert/strict";
import { fromTypedArray, liveTensors, ops, scope, tensor } from "../dist/index.js";

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));
async function collect() {
  for (let round = 0; round < 3; round++) {
    globalThis.gc();
    await turn();
  }
}

// A tensor keeps the array that it borrowed.
const borrowers = Array.from({ length: 50 }, (_, index) =>
  fromTypedArray(new Float32Array(1000).fill(index)),
);
await collect();
for (let index = 0; index < 50; index++) new Float32Array(1000).fill(-1);
borrowers.forEach((one, index) => {
  assert.equal(one.sum().item(), index * 1000);
});
// So does a view of it made by an operator, after the first tensor is gone.
const tails = borrowers.map((one) => one.slice({ start: 999 }));
for (const one of borrowers) one.dispose();
await collect();
tails.forEach((one, index) => {
  assert.equal(one.item(), index);
  one.dispose();
});

// A view keeps the tensor's memory, and gives it back once it is collected.
let views = Array.from({ length: 50 }, (_, index) =>
  scope(() => ops.full([1000], index, { dtype: "float32" }).viewTypedArray()),
);
await collect();
views.forEach((view, index) => {
  assert.equal(view[999], index);
});
views = [];
await collect();

// The backstop releases forgotten tensors, and never a later owner of the same slot.
await collect();
const before = liveTensors();
(() => {
  for (let index = 0; index < 500; index++) tensor([index]);
})();
await collect();
assert.equal(liveTensors(), before);
for (let round = 0; round < 4; round++) {
  (() => {
    for (let index = 0; index < 100; index++) tensor([index]);
    for (let index = 0; index < 100; index++) tensor([index]).dispose();
  })();
  const mine = Array.from({ length: 100 }, (_, index) => tensor([index]));
  await collect();
  mine.forEach((one, index) => {
    assert.equal(one.item(), index);
    one.dispose();
  });
}
await collect();
assert.equal(liveTensors(), before);

// Borrowed memory comes back: 400 MB pass through, a fraction of it stays.
const rss = process.memoryUsage().rss;
for (let round = 0; round < 24; round++) {
  scope(() =>
    fromTypedArray(new Float32Array(4 << 20).fill(1))
      .sum()
      .item(),
  );
  if (round % 6 === 5) await collect();
}
await collect();
const grown = (process.memoryUsage().rss - rss) / 2 ** 20;
assert.ok(grown < 200, `resident memory grew by ${grown} MiB`);
