import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AdamW,
  getNumThreads,
  manualSeed,
  noGrad,
  ops,
  readSafetensors,
  SGD,
  scope,
  type Tensor,
  writeSafetensors,
} from "@cytonet/torch";
import { runReference } from "../../../../tools/reference/reference.mjs";
import { createEncoder, type Encoder, type EncoderConfig } from "../../src/encoders/index.js";

export interface ParityCase {
  readonly config: EncoderConfig;
  /** Who computes the expected values: our plain PyTorch model, or timm and torchvision themselves. */
  readonly model: "cytonet" | "timm";
  /** Patches to a batch and their side. */
  readonly batch: number;
  readonly patchPx: number;
  readonly attentionOf: readonly number[];
  readonly steps: number;
}

/** ‖found − expected‖ / ‖expected‖, by the name of what was compared. */
export type Differences = Readonly<Record<string, number>>;

const training = [
  { algorithm: "sgd", learningRate: 0.02 },
  { algorithm: "adamw", learningRate: 1e-3 },
] as const;

/**
 * Runs encoders and their references on the same weights and patches: outputs in both modes, gradients
 * of every parameter, and all weights and buffers after training with both optimisers.
 */
export function compareWithReference(cases: readonly ParityCase[]): Differences[] {
  const root = mkdtempSync(join(tmpdir(), "cytonet-parity-"));
  try {
    const folders = cases.map((_, index) => join(root, String(index)));
    const encoders = cases.map((one, index) => prepare(one, folders[index]!));
    const input = cases.map((one, index) => ({
      ...one,
      folder: folders[index],
      threads: getNumThreads(),
      training: training.map((run) => ({ ...run, steps: one.steps })),
    }));
    runReference(join(import.meta.dirname, "reference.py"), input, { timeoutMs: 30 * 60_000 });
    return cases.map((one, index) => scope(() => compare(one, encoders[index]!, folders[index]!)));
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** Writes weights and inputs for the reference. */
function prepare({ config, batch, patchPx }: ParityCase, folder: string): Encoder {
  mkdirSync(folder);
  const encoder = createEncoder(config, { seed: 3 });
  unsettle(encoder);
  writeSafetensors(join(folder, "weights.safetensors"), encoder.stateDict());
  scope(() => {
    manualSeed(4);
    const { featureWidth } = encoder.description;
    writeSafetensors(join(folder, "inputs.safetensors"), {
      patches: ops.rand([batch, config.inputChannels, patchPx, patchPx]),
      gradient: ops.randn([batch, featureWidth]),
      target: ops.randn([batch, featureWidth]),
    });
  });
  return encoder;
}

function compare({ attentionOf, steps }: ParityCase, encoder: Encoder, folder: string): Differences {
  const read = (name: string) => readSafetensors(join(folder, `${name}.safetensors`)).tensors;
  const expected = read("expected");
  const initial = read("weights");
  const inputs = read("inputs");
  const restored = () => {
    encoder.loadStateDict(initial);
    return encoder;
  };
  requireChange(initial, expected);
  const found = new Map<string, Tensor>();
  noGrad(() => {
    addOutputs(found, "eval", restored().eval(), inputs.get("patches")!, attentionOf);
    addOutputs(found, "train", restored().train(), inputs.get("patches")!, attentionOf);
  });
  restored().forward(inputs.get("patches")!).backward(inputs.get("gradient")!);
  for (const [name, parameter] of encoder.namedParameters()) found.set(`gradient.${name}`, parameter.grad!);
  for (const run of training) {
    train(restored(), inputs, run, steps);
    for (const [name, tensor] of encoder.stateDict())
      found.set(`${run.algorithm}.${name}`, tensor.detach().clone());
  }
  encoder.dispose();
  return differences(found, expected);
}

/** Moves normalisations and embeddings away from 0 and 1, so that their use shows. */
function unsettle(encoder: Encoder): void {
  noGrad(() =>
    scope(() => {
      manualSeed(5);
      for (const [name, tensor] of encoder.stateDict()) {
        if (name.endsWith("running_var")) tensor.copy_(ops.rand(tensor.shape).addScalar_(0.5));
        else if (/norm|bn|running_mean|cls_token/.test(name) && tensor.dtype === "float32")
          tensor.add_(ops.randn(tensor.shape).mulScalar_(0.1));
      }
    }),
  );
}

function addOutputs(
  found: Map<string, Tensor>,
  prefix: string,
  encoder: Encoder,
  patches: Tensor,
  attentionOf: readonly number[],
): void {
  const { attention = new Map<number, Tensor>(), ...outputs } = encoder.outputs(patches, { attentionOf });
  for (const [name, tensor] of Object.entries(outputs)) found.set(`${prefix}.${name}`, tensor);
  for (const [index, weights] of attention) found.set(`${prefix}.attention.${index}`, weights);
}

function train(
  encoder: Encoder,
  inputs: ReadonlyMap<string, Tensor>,
  { algorithm, learningRate }: (typeof training)[number],
  steps: number,
): void {
  encoder.train();
  const parameters = encoder.namedParameters();
  const optimizer =
    algorithm === "sgd"
      ? new SGD(parameters, { learningRate, momentum: 0.9, nesterov: true, weightDecay: 1e-4 })
      : new AdamW(parameters, { learningRate });
  for (let step = 0; step < steps; step++) {
    scope(() => {
      optimizer.zeroGrad();
      encoder.forward(inputs.get("patches")!).sub(inputs.get("target")!).square().mean().backward();
      optimizer.step();
    });
  }
  optimizer.zeroGrad();
  optimizer.dispose();
}

/** Everything that the reference wrote is compared; what only one side has counts as infinitely different. */
function differences(found: ReadonlyMap<string, Tensor>, expected: ReadonlyMap<string, Tensor>): Differences {
  const names = [...expected.keys()];
  return Object.fromEntries(
    names.map((name) => {
      const mine = found.get(name);
      const theirs = expected.get(name)!;
      if (!mine || String(mine.shape) !== String(theirs.shape)) return [name, Number.POSITIVE_INFINITY];
      return [name, scope(() => difference(mine, theirs))];
    }),
  );
}

/** Training that leaves a weight where it was would compare equal for the wrong reason. */
function requireChange(initial: ReadonlyMap<string, Tensor>, expected: ReadonlyMap<string, Tensor>): void {
  for (const { algorithm } of training) {
    const moved = [...initial].filter(
      ([name, tensor]) => difference(expected.get(`${algorithm}.${name}`)!, tensor) > 1e-3,
    );
    if (moved.length < initial.size / 2)
      throw new Error(`${algorithm} moved ${moved.length} of ${initial.size} tensors`);
  }
}

function difference(found: Tensor, expected: Tensor): number {
  const target = expected.to({ dtype: "float64" });
  const norm = target.norm().item();
  const distance = found.to({ dtype: "float64" }).sub(target).norm().item();
  const relative = distance === 0 ? 0 : distance / norm;
  return Number.isNaN(relative) ? Number.POSITIVE_INFINITY : relative;
}

/** The largest difference among names that begin with a prefix. */
export function worst(all: Differences, prefix: string): { readonly name: string; readonly value: number } {
  const entries = Object.entries(all).filter(([name]) => name.startsWith(prefix));
  if (entries.length === 0) throw new Error(`nothing was compared under ${prefix}`);
  const [name, value] = entries.reduce((a, b) => (b[1] > a[1] ? b : a));
  return { name, value };
}
