// Time of a training step on one GPU, replayed from a CUDA graph beside the same step launched kernel by kernel: same
// model, batches and optimiser, and how far apart their weights are afterwards. CASES picks cases by their names;
// DEVICE=cpu tries the program itself, with small models and no graph on either side.
import {
  contrastiveStep,
  createPretrainingModel,
  encoderPreset,
  StepGraph,
  spatialObjective,
} from "@cytonet/learning";
import {
  cudaGraphRecorder,
  cudaGraphState,
  cudaMemory,
  cudaSynchronize,
  LARC,
  manualSeed,
  ops,
  scope,
  torchVersion,
} from "@cytonet/torch";
import { keepResult, paired } from "../shared/pairs.mjs";

const DEVICE = process.env.DEVICE ?? "cuda:0";
const onGpu = DEVICE !== "cpu";
const PAIRS = Number(process.env.PAIRS ?? 7);
const STEPS = onGpu ? 20 : 1;
/** Steps after which weights are compared. */
const COMPARED = onGpu ? 10 : 2;

const cases = [
  { name: "R50 tiny, 8×256²", architecture: "R50", preset: "tiny", batch: 8, patchPx: 256, onCpu: true },
  { name: "R50, 32×256²", architecture: "R50", preset: "B", batch: 32, patchPx: 256 },
  { name: "R50-ViT-B, 8×512²", architecture: "R50-ViT", preset: "B", batch: 8, patchPx: 512 },
  { name: "R50, 32×2048²", architecture: "R50", preset: "B", batch: 32, patchPx: 2048 },
].filter(({ name, onCpu }) => (onGpu || onCpu) && name.includes(process.env.CASES ?? ""));

/** @param {(typeof cases)[number]} one @param {boolean} graphed */
function prepare({ architecture, preset, batch, patchPx }, graphed) {
  const encoder = encoderPreset(architecture, preset, { patchPx });
  const model = createPretrainingModel(encoder, { seed: 0 }).to({ device: DEVICE }).train();
  const optimizer = new LARC(model.namedParameters(), { learningRate: 0.01, momentum: 0.9, nesterov: true });
  manualSeed(0);
  const batches = Array.from({ length: 2 }, () => ({
    patches: ops.rand([batch, 1, patchPx, patchPx], { device: DEVICE }),
    beside: ops.randn([batch, 3], { dtype: "float64", device: DEVICE }).mulScalar(5),
  }));
  const graph = graphed && onGpu ? new StepGraph(cudaGraphRecorder(DEVICE)) : undefined;
  const settings = {
    objective: spatialObjective({ sigmaMm: 10 }),
    precision: /** @type {const} */ ("bfloat16"),
    ...(graph && { graph }),
  };
  const run = (/** @type {number} */ steps) => {
    for (let step = 0; step < steps; step++)
      scope(() => contrastiveStep(model, optimizer, batches[step % 2], settings, false));
    if (onGpu) cudaSynchronize(0);
  };
  return {
    model,
    run,
    /** Seconds a step. @param {number} steps */
    time(steps) {
      const start = performance.now();
      run(steps);
      return (performance.now() - start) / 1000 / steps;
    },
    dispose() {
      graph?.dispose();
      for (const { patches, beside } of batches) for (const tensor of [patches, beside]) tensor.dispose();
      optimizer.dispose();
      model.dispose();
    },
  };
}

/** ‖a − b‖ over ‖b‖, all weights as one vector. @param {any} a @param {any} b */
function apart(a, b) {
  return scope(() => {
    let [differences, squares] = [0, 0];
    const others = b.namedParameters();
    for (const [path, one] of a.namedParameters()) {
      const other = others.get(path).detach();
      differences += one.detach().sub(other).square().sum().item();
      squares += other.square().sum().item();
    }
    return Math.sqrt(differences / squares);
  });
}

const state = cudaGraphState();
if (onGpu && !state.available) {
  console.error(`No CUDA graphs: ${state.problem}. ${state.remedy}`);
  process.exit(5);
}
const results = {};
for (const one of cases) {
  const [graphed, eager] = [prepare(one, true), prepare(one, false)];
  for (const each of [graphed, eager]) each.run(COMPARED);
  const weightsApart = apart(graphed.model, eager.model);
  const times = await paired(
    () => graphed.time(STEPS),
    () => eager.time(STEPS),
    PAIRS,
  );
  const memory = onGpu ? cudaMemory() : undefined;
  for (const each of [graphed, eager]) each.dispose();
  const patchesPerSecond = { graphed: one.batch / times.ours, eager: one.batch / times.theirs };
  results[one.name] = { seconds: times, patchesPerSecond, weightsApart, memory };
  console.log(
    `${one.name}: graphed ${patchesPerSecond.graphed.toFixed(1)} patches/s, eager ${patchesPerSecond.eager.toFixed(1)}, ` +
      `time ${times.ratio.toFixed(3)}; weights apart by ${weightsApart.toExponential(1)} after ${COMPARED} steps`,
  );
}
if (onGpu) {
  const unit = "seconds per step, median; ratio is graphed ÷ eager, the median over pairs";
  const path = keepResult("graphs", { libtorch: torchVersion(), device: DEVICE, unit, cases: results });
  console.error(`kept in ${path}`);
}
