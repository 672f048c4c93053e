// Our side: a line of JSON asks for steps of one case; the answer has seconds of each and the most memory.
import { createInterface } from "node:readline";
import { contrastiveStep, createPretrainingModel, spatialObjective } from "@cytonet/learning";
import { cudaMemory, cudaSynchronize, manualSeed, ops, SGD, scope, torchVersion } from "@cytonet/torch";

for await (const line of createInterface({ input: process.stdin })) {
  const { encoder, activationCheckpointing, device, precision, batch, warmUp, steps } = JSON.parse(line);
  const gpu = device.startsWith("cuda") ? Number(device.split(":")[1] ?? 0) : undefined;
  const finish = () => {
    if (gpu !== undefined) cudaSynchronize(gpu);
  };
  manualSeed(0);
  const model = createPretrainingModel(encoder, { seed: 0 }).to({ device }).train();
  const optimizer = new SGD(model.namedParameters(), {
    learningRate: 1e-3,
    momentum: 0.9,
    nesterov: true,
    weightDecay: 1e-4,
  });
  const patches = ops.rand([batch, 1, encoder.patchPx, encoder.patchPx], { device });
  const beside = scope(() => ops.randn([batch, 3], { dtype: "float64", device }).mulScalar(20));
  const settings = { objective: spatialObjective({ sigmaMm: 10 }), precision, activationCheckpointing };
  const step = (report) => contrastiveStep(model, optimizer, { patches, beside }, settings, report);
  const seconds = [];
  for (let i = 0; i < warmUp + steps; i++) {
    finish();
    const start = performance.now();
    step(false);
    finish();
    if (i >= warmUp) seconds.push((performance.now() - start) / 1000);
  }
  const memory = gpu === undefined ? undefined : cudaMemory(gpu);
  const answer = {
    seconds,
    tensorPeakBytes: memory?.tensorPeakBytes,
    reservedPeakBytes: memory?.reservedPeakBytes,
    parameters: model.parameters().reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0),
    loss: step(true).loss,
    facts: { torch: torchVersion() },
  };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
  optimizer.dispose();
  model.dispose();
  patches.dispose();
  beside.dispose();
}
