// One rank of contrastiveStep.test.ts: `node rank.mjs`, ranks by environment, the case as JSON in CASE. Prints one JSON line.
import { GradientBuckets, initProcessGroup, liveTensors, scope, setNumThreads } from "@cytonet/torch";
import { contrastStatistics } from "../../dist/objectives/contrast.js";
import { classificationStatistics } from "../../dist/objectives/crossEntropy.js";
import { classificationGradients } from "../../dist/training/classificationStep.js";
import { gradients } from "../../dist/training/contrastiveStep.js";
import { buildCase } from "./parallelCase.mjs";

setNumThreads(1);
const one = JSON.parse(process.env.CASE);
const group = Number(process.env.WORLD_SIZE) > 1 ? initProcessGroup({ timeoutMs: 60_000 }) : null;
const before = liveTensors();
const answer = scope(() => {
  const { model, inputs, objective } = buildCase(one, group);
  const buckets =
    group === null
      ? undefined
      : new GradientBuckets(group, model.namedParameters(), { bucketMiB: one.bucketMiB });
  const settings = {
    precision: "float32",
    group,
    parts: one.parts,
    activationCheckpointing: one.activationCheckpointing,
    ...(buckets && { buckets }),
  };
  const isClassifier = one.objective === "crossEntropy";
  const { loss, statistics } = isClassifier
    ? classificationGradients(model, inputs, settings)
    : gradients(model, inputs, { objective, ...settings });
  const numbers = (tensor) => Array.from(tensor.toTypedArray(), Number);
  const result = {
    loss: loss.item(),
    statistics: isClassifier ? classificationStatistics(statistics) : contrastStatistics(statistics),
    gradients: Object.fromEntries([...model.namedParameters()].map(([path, p]) => [path, numbers(p.grad)])),
    buffers: Object.fromEntries([...model.namedBuffers()].map(([path, b]) => [path, numbers(b)])),
  };
  buckets?.dispose();
  model.dispose();
  return result;
});
console.log(JSON.stringify({ ...answer, drift: liveTensors() - before }));
group?.destroy();
