import { batchNorms, type Graph, type GraphRecorder, keep, noGrad, scope, type Tensor } from "@cytonet/torch";
import { TrainingError } from "./errors.js";
import type { Projector } from "./forwardPass.js";
import type { SharedStepSettings, StepInputs } from "./step.js";

interface Recorded {
  readonly found: object;
  /** As the parameters; null for those that take no part. */
  readonly gradients: readonly (Tensor | null)[];
}

interface RecordedStep {
  readonly model: Projector;
  readonly parameters: readonly Tensor[];
  /** Where every batch is copied to. */
  readonly inputs: StepInputs<Tensor>;
  readonly graph: Graph<Recorded>;
}

/**
 * Forward pass, loss and backward of a training step, recorded at the first step and replayed at every one: on a GPU a
 * CUDA graph, which spares the launching of thousands of kernels one by one (PyTorch's "whole-network capture", with the
 * optimiser left outside so that learning rates, clipping and layer-wise rates stay what the host says). Batches are
 * copied into the recorded inputs, gradients are the recorded tensors and are written anew by each replay. Recording
 * leaves no trace in weights and running statistics, so training goes on as without.
 *
 * Belongs to one model, one objective and one shape of batch. The model must be in training mode and draw no random
 * numbers.
 *
 * @see https://docs.pytorch.org/docs/stable/notes/cuda.html#whole-network-capture
 *
 * @example
 * using graph = new StepGraph(cudaGraphRecorder("cuda:0"));
 * for (const inputs of batches) contrastiveStep(model, optimizer, inputs, { ...settings, graph });
 */
export class StepGraph implements Disposable {
  readonly #record: GraphRecorder;
  #step: RecordedStep | undefined;

  constructor(record: GraphRecorder) {
    this.#record = record;
  }

  /**
   * Writes the inputs' gradients into `.grad` of every parameter, as `compute` does.
   *
   * @param compute of the first call is what is recorded
   * @returns what it found, in tensors that the next call overwrites
   * @throws TrainingError for a batch of another shape, dtype or device than the recorded one, another model, or settings
   * that cannot be recorded; GraphError where recording fails
   */
  gradients<G extends object>(
    model: Projector,
    inputs: StepInputs<Tensor>,
    settings: SharedStepSettings,
    compute: (inputs: StepInputs<Tensor>) => G,
  ): G {
    this.#step ??= recordStep(this.#record, model, inputs, settings, compute);
    const { model: its, parameters, inputs: fixed, graph } = this.#step;
    if (model !== its) throw new TrainingError("cudaGraphs", "recorded a step of another model");
    const [given, wanted] = [described(inputs), described(fixed)];
    if (given !== wanted)
      throw new TrainingError(
        "cudaGraphs",
        `recorded a step of ${wanted}, and cannot take ${given}: keep the batch's shape, or train without graphs`,
      );
    noGrad(() => {
      fixed.patches.copy_(inputs.patches);
      fixed.beside.copy_(inputs.beside);
    });
    graph.replay();
    const { found, gradients } = graph.outputs;
    for (const [index, parameter] of parameters.entries()) parameter.setGrad(gradients[index] ?? null);
    // What the first call's `compute` gave, which is of its type.
    return found as G;
  }

  /** Releases the graph with all that it holds; the next step would record anew. */
  dispose(): void {
    const step = this.#step;
    this.#step = undefined;
    if (step === undefined) return;
    step.graph.dispose();
    step.inputs.patches.dispose();
    step.inputs.beside.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

function recordStep(
  record: GraphRecorder,
  model: Projector,
  { patches, beside }: StepInputs<Tensor>,
  settings: SharedStepSettings,
  compute: (inputs: StepInputs<Tensor>) => object,
): RecordedStep {
  requireRecordable(model, settings);
  const parameters = model.parameters();
  const inputs = noGrad(() => ({ patches: keep(patches.clone()), beside: keep(beside.clone()) }));
  const body = (): Recorded => {
    const found = compute(inputs);
    const gradients = parameters.map((parameter) => parameter.grad);
    // Backward writes gradients where there are none, and would add to those that it finds.
    model.zeroGrad();
    return { found, gradients };
  };
  model.zeroGrad();
  try {
    const graph = withoutTrace([...model.namedBuffers().values()], () => record(body));
    return { model, parameters, inputs, graph };
  } catch (error) {
    model.zeroGrad();
    inputs.patches.dispose();
    inputs.beside.dispose();
    throw error;
  }
}

/** Runs `body`, and gives tensors the values that they had before. */
function withoutTrace<T>(tensors: readonly Tensor[], body: () => T): T {
  const before = noGrad(() => tensors.map((one) => keep(one.clone())));
  try {
    return body();
  } finally {
    noGrad(() => scope(() => tensors.forEach((one, index) => void one.copy_(before[index]!))));
    for (const one of before) one.dispose();
  }
}

/** What the host decides or hears of in the middle of a step cannot be recorded. */
function requireRecordable(model: Projector, { group, buckets, scaler }: SharedStepSettings): void {
  const refuse = (problem: string): never => {
    throw new TrainingError("cudaGraphs", problem);
  };
  if ((group ?? null) !== null || buckets !== undefined)
    refuse(
      "records what one process does, and ranks exchange features and gradients in the middle of a step",
    );
  if (scaler !== undefined)
    refuse("cannot record a loss scale, which changes from step to step: use bfloat16 or float32");
  const norms = batchNorms(model);
  if (norms.some((norm) => norm.group !== null)) refuse("cannot record statistics that ranks exchange");
  if (norms.some((norm) => norm.momentum === null))
    refuse("cannot record batch normalisation with a plain average, which counts batches on the host");
}

function described({ patches, beside }: StepInputs<Tensor>): string {
  return `${patches} with ${beside}`;
}
