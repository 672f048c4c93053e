// One rank of nccl.proof.ts: `node peer.mjs exchange|alone`, ranks by environment. The same exchanges between CPUs over
// Gloo and between GPUs over NCCL; prints one JSON line of how far apart they are. DEVICE=cpu stands in for the GPU.
import {
  BatchNorm2d,
  Conv2d,
  counterNormal,
  GradientBuckets,
  initProcessGroup,
  liveTensors,
  Module,
  manualSeed,
  noGrad,
  ops,
  rankDevice,
  scope,
  syncBatchNorms,
  tensor,
} from "../../dist/index.js";

class Network extends Module {
  constructor() {
    super();
    this.conv = new Conv2d(1, 6, 3, { padding: 1, bias: false });
    this.norm = new BatchNorm2d(6);
    this.out = new Conv2d(6, 4, 1);
  }
  forward(x) {
    return this.out.forward(this.norm.forward(this.conv.forward(x)).relu());
  }
}

function values(shape, slot, rank) {
  const count = shape.reduce((a, b) => a * b, 1);
  return tensor(
    Float64Array.from({ length: count }, (_, i) => counterNormal(7, rank, i, slot)),
    { shape },
  );
}

/** Everything that training exchanges, by name. */
function exchange(group, device) {
  const { rank, worldSize } = group;
  const own = (slot, shape = [37, 5]) => values(shape, slot, rank).to({ device });
  const results = new Map();
  const collect = (name, ...tensors) =>
    results.set(
      name,
      tensors.flatMap((one) =>
        Array.from(one.to({ dtype: "float64", device: "cpu" }).contiguous().toTypedArray()),
      ),
    );
  for (const reduction of ["sum", "mean", "min", "max"])
    collect(reduction, group.allReduce(own(1), reduction));
  collect("float32", group.allReduce(own(2).to({ dtype: "float32" })));
  collect(
    "int64",
    group.allReduce(tensor(BigInt64Array.of(BigInt(rank + 1), 1n << 40n), { shape: [2], device }), "sum"),
  );
  collect("broadcast", group.broadcast(own(3), worldSize - 1));
  collect("gathered", ...group.allGather(own(4)));
  const several = [5, 6, 7].map((slot) => group.startAllReduce(own(slot)));
  collect("at once", ...several.map((work) => work.wait()));
  manualSeed(3);
  const model = new Network().to({ dtype: "float64", device });
  syncBatchNorms(model, group);
  const buckets = new GradientBuckets(group, model.namedParameters(), { bucketMiB: 1e-4 });
  // Ranks' batches differ in size.
  const x = own(8, [3 + rank, 1, 9, 9])
    .mulScalar(2)
    .addScalar(rank);
  for (let step = 0; step < 3; step++) {
    for (const parameter of model.parameters()) parameter.setGrad(null);
    const loss = model.forward(x).square().sum();
    buckets.arm();
    loss.backward();
    buckets.finish();
    noGrad(() => {
      for (const parameter of model.parameters()) parameter.sub_(parameter.grad, { alpha: 1e-5 });
    });
  }
  collect("gradients", ...[...model.parameters()].map((one) => one.grad));
  collect("weights", ...model.parameters());
  collect("statistics", ...model.namedBuffers().values());
  buckets.dispose();
  model.dispose();
  return results;
}

const device = process.env.DEVICE ?? rankDevice("cuda");
const group = initProcessGroup({ timeoutMs: 120_000, device });
const before = liveTensors();
const began = Date.now();
if (process.argv[2] === "alone") {
  scope(() => group.allReduce(ops.ones([4], { device })).tolist());
  // The first rank works on: the others leave without it.
  if (group.rank === 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 12_000);
  group.destroy();
  console.log(JSON.stringify({ seconds: (Date.now() - began) / 1000 }));
} else {
  const apart = scope(() => {
    const [expected, found] = [exchange(group, "cpu"), exchange(group, device)];
    return Object.fromEntries(
      [...expected].map(([name, numbers]) => {
        const size = Math.max(1, ...numbers.map(Math.abs));
        return [name, Math.max(...numbers.map((value, i) => Math.abs(value - found.get(name)[i]))) / size];
      }),
    );
  });
  const drift = liveTensors() - before;
  group.destroy();
  console.log(JSON.stringify({ device, apart, drift }));
}
