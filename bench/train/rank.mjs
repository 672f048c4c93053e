// One process of ours: a line of JSON prepares a case, later ones ask for steps.
import { createInterface } from "node:readline";
import { contrastiveStep, createPretrainingModel, spatialObjective } from "@cytonet/learning";
import {
  GradientBuckets,
  initProcessGroup,
  readSafetensors,
  SGD,
  scope,
  setNumThreads,
} from "@cytonet/torch";

const group = Number(process.env.WORLD_SIZE) > 1 ? initProcessGroup() : null;

function prepare({ file, encoder, perRank, threads }) {
  setNumThreads(threads);
  const model = createPretrainingModel(encoder, { seed: 0 });
  const { patches, pointsMm } = scope(() => {
    const { tensors } = readSafetensors(file);
    const own = (name) => tensors.get(name).narrow(0, (group?.rank ?? 0) * perRank, perRank);
    const found = { patches: own("data.patches").clone(), pointsMm: own("data.pointsMm").clone() };
    model.loadStateDict(new Map([...tensors].filter(([name]) => !name.startsWith("data."))));
    return found;
  });
  model.train();
  const optimizer = new SGD(model.namedParameters(), {
    learningRate: 1e-3,
    momentum: 0.9,
    nesterov: true,
    weightDecay: 1e-4,
  });
  const buckets = group === null ? undefined : new GradientBuckets(group, model.namedParameters());
  const settings = {
    objective: spatialObjective({ sigmaMm: 10 }),
    precision: "float32",
    group,
    ...(buckets && { buckets }),
  };
  return (report) => contrastiveStep(model, optimizer, { patches, beside: pointsMm }, settings, report);
}

let step;
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  if (request.file !== undefined) {
    step = prepare(request);
    console.log(JSON.stringify({ loss: step(true).loss }));
  } else {
    group?.barrier();
    const start = performance.now();
    for (let i = 0; i < request.steps; i++) step(false);
    console.log(JSON.stringify({ seconds: (performance.now() - start) / 1000 / request.steps }));
  }
}
group?.destroy();
