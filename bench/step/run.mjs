// Time of a training step, ours beside PyTorch's own loop: same libtorch, threads, models, data and optimiser.
// One case pairs our default memory format with PyTorch's; the last line is the ratio ours ÷ PyTorch at the same format
// (the largest of the other cases).
import { createEncoder, encoderPreset } from "@cytonet/learning";
import { manualSeed, ops, SGD, scope, setNumThreads, torchVersion } from "@cytonet/torch";
import { referencePython } from "../../tools/reference/reference.mjs";
import { keepResult, machine, Partner, paired } from "../shared/pairs.mjs";

const THREADS = Number(process.env.THREADS ?? machine().cores);
const PAIRS = Number(process.env.PAIRS ?? 7);
const STEPS = 2;

const cases = [
  {
    name: "R50, 8×1×256², NCHW",
    encoder: encoderPreset("R50", "B", { patchPx: 256 }),
    side: 256,
    memoryFormat: "contiguous",
  },
  {
    name: "R50, 8×1×256², NHWC",
    encoder: encoderPreset("R50", "B", { patchPx: 256 }),
    side: 256,
    memoryFormat: "channelsLast",
  },
  {
    name: "R50, 8×1×256², each its default: NHWC and NCHW",
    encoder: encoderPreset("R50", "B", { patchPx: 256 }),
    side: 256,
    memoryFormat: "channelsLast",
    theirMemoryFormat: "contiguous",
  },
  {
    name: "R50-ViT small, 8×1×512², NHWC",
    encoder: encoderPreset("R50-ViT", "small"),
    side: 512,
    memoryFormat: "channelsLast",
  },
];

function prepare({ encoder, side, memoryFormat }) {
  manualSeed(0);
  const model = createEncoder(encoder, { seed: 0, memoryFormat }).train();
  const optimizer = new SGD(model.namedParameters(), {
    learningRate: 1e-3,
    momentum: 0.9,
    nesterov: true,
    weightDecay: 1e-4,
  });
  const data = ops.randn([8, 1, side, side]);
  const step = () =>
    scope(() => {
      optimizer.zeroGrad();
      model.forward(data).square().mean().backward();
      optimizer.step();
    });
  return {
    time(steps) {
      const start = performance.now();
      for (let i = 0; i < steps; i++) step();
      return (performance.now() - start) / 1000 / steps;
    },
    dispose() {
      optimizer.dispose();
      model.dispose();
      data.dispose();
    },
  };
}

setNumThreads(THREADS);
const python = referencePython();
if (python === undefined) throw new Error("run `make reference` first");
const partner = new Partner(python, [new URL("step.py", import.meta.url).pathname], {
  OMP_NUM_THREADS: String(THREADS),
});
const results = {};
let partnerTorch = "";
for (const one of cases) {
  const ours = prepare(one);
  const request = {
    encoder: one.encoder,
    shape: [8, 1, one.side, one.side],
    memoryFormat: one.theirMemoryFormat ?? one.memoryFormat,
    threads: THREADS,
  };
  partnerTorch = (await partner.ask(request)).torch;
  const theirs = async (steps) => (await partner.ask({ steps })).seconds;
  ours.time(2);
  await theirs(2);
  const result = await paired(
    () => ours.time(STEPS),
    () => theirs(STEPS),
    PAIRS,
  );
  ours.dispose();
  // Both sides call the same kernels for these: no program on this libtorch does a step in less.
  result.convolutions = (await partner.ask({ convolutions: 7 })).seconds;
  results[one.name] = result;
  console.log(
    `${one.name}: ours ${result.ours.toFixed(3)} s, PyTorch ${result.theirs.toFixed(3)} s, ratio ${result.ratio.toFixed(3)}; ` +
      `convolutions alone ${result.convolutions.toFixed(3)} s`,
  );
}
partner.close();

const isOwnDefault = ({ theirMemoryFormat }) => theirMemoryFormat !== undefined;
const defaults = results[cases.find(isOwnDefault).name];
const sameFormat = Math.max(
  ...cases.filter((one) => !isOwnDefault(one)).map(({ name }) => results[name].ratio),
);
// The same kernels in our format, beside their whole step.
const floor = results[cases[1].name].convolutions / defaults.theirs;
console.log(
  `R50 at our default (NHWC) ÷ PyTorch's default (NCHW): ${defaults.ratio.toFixed(3)} (bar 0.7); ` +
    `its convolutions alone: ${floor.toFixed(3)}`,
);
const path = keepResult("step", {
  libtorch: torchVersion(),
  pytorch: partnerTorch,
  threads: THREADS,
  unit: "seconds per step, median; ratio is the median over pairs",
  cases: results,
  ourDefaultOverTheirs: defaults.ratio,
  convolutionsAloneOverTheirDefault: floor,
  largestRatioAtSameFormat: sameFormat,
});
console.error(`kept in ${path}`);
console.log(`ratio ours ÷ PyTorch: ${sameFormat.toFixed(3)} (bar 1.02)`);
