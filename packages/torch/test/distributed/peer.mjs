// One rank of the tests in group.test.ts: `node peer.mjs SCENARIO`, ranks by environment. Prints one JSON line.
import { initProcessGroup, liveTensors, ops, scope, tensor } from "../../dist/index.js";

const scenarios = {
  collectives(group) {
    const mine = tensor([group.rank + 1, 10 * (group.rank + 1)]);
    const sum = group.allReduce(ops.clone(mine)).tolist();
    const mean = group.allReduce(ops.clone(mine), "mean").tolist();
    const max = group.allReduce(ops.clone(mine), "max").tolist();
    const work = group.startAllReduce(ops.clone(mine), "min");
    const min = work.wait().tolist();
    const gathered = group.allGather(mine).map((one) => one.tolist());
    const broadcast = group.broadcast(ops.clone(mine), 1).tolist();
    group.barrier();
    return { sum, mean, max, min, gathered, broadcast, done: work.done };
  },
  refusals(group) {
    const said = (body) => {
      try {
        body();
        return "nothing";
      } catch (error) {
        return `${error.name} ${error.argument ?? error.operation}`;
      }
    };
    const x = ops.ones([2, 3]);
    const work = group.startBarrier?.() ?? group.startAllReduce(ops.ones([1]));
    work.wait();
    const result = [
      said(() => group.allReduce(ops.t(x))),
      said(() => group.allReduce(x, "median")),
      said(() => group.allReduce(ops.ones([1], { dtype: "int64" }), "mean")),
      said(() => group.allReduce(3)),
      said(() => group.broadcast(x, 2)),
      said(() => work.wait()),
    ];
    group.barrier();
    group.destroy();
    return [...result, said(() => group.allReduce(x))];
  },
  lost(group) {
    group.allReduce(ops.ones([4]));
    if (group.rank === 1) process.kill(process.pid, "SIGKILL");
    const began = Date.now();
    try {
      for (;;) group.allReduce(ops.ones([4]));
    } catch (error) {
      return {
        name: error.name,
        rank: error.rank,
        operation: error.operation,
        seconds: (Date.now() - began) / 1000,
      };
    }
  },
  silent(group) {
    // Rank 1 lives, but does not take part: only the timeout helps.
    if (group.rank === 1) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 6000);
      return {};
    }
    const began = Date.now();
    try {
      group.allReduce(ops.ones([4]));
      return { name: "no error" };
    } catch (error) {
      return { name: error.name, seconds: (Date.now() - began) / 1000 };
    }
  },
};

const before = liveTensors();
const group = initProcessGroup({ timeoutMs: process.argv[2] === "silent" ? 3000 : 60_000 });
const result = scope(() => scenarios[process.argv[2]](group));
const isBroken = process.argv[2] === "lost" || process.argv[2] === "silent";
if (!isBroken) group.destroy();
process.stdout.write(`${JSON.stringify({ result, drift: liveTensors() - before })}\n`);
// A group that lost a peer is not taken apart in peace.
if (isBroken) process.exit(0);
