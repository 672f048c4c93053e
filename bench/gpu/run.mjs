// Pretraining steps of the paper's encoders at the paper's size on one GPU (§3.3, §3.9): 32 patches of 2,048², bfloat16,
// channels_last, SpatialNCE, with and without activation checkpointing; ours beside PyTorch's own loop, eager and
// compiled. Sides take turns, each as a process of its own, so that one has the whole memory. The last line is the
// smallest ratio of patches per second, ours ÷ PyTorch eager.
//
// CASES picks cases by their names, BATCH, PATCH_PX, ROUNDS, STEPS, MOST_S and COMPILE=0 change the size; PYTHON is an interpreter
// with torch where there is no reference environment; PEAK_TFLOPS is the device's stated bf16 rate. DEVICE=cpu tries the
// program itself with small encoders.
import { encoderPreset, matmulPeak, trainingFlops } from "@cytonet/learning";
import { referencePython } from "../../tools/reference/reference.mjs";
import { keepResult, median, Partner } from "../shared/pairs.mjs";

const number = (name, otherwise) => Number(process.env[name] ?? otherwise);
const DEVICE = process.env.DEVICE ?? "cuda:0";
const onGpu = DEVICE.startsWith("cuda");
const BATCH = number("BATCH", onGpu ? 32 : 4);
const PATCH_PX = number("PATCH_PX", onGpu ? 2048 : 256);
const ROUNDS = number("ROUNDS", 2);
const STEPS = number("STEPS", onGpu ? 10 : 2);
const WARM_UP = onGpu ? 4 : 1;
/** Of a turn; compiling takes most of it. */
const MOST_MS = number("MOST_S", 300) * 1000;
const PRESET = onGpu ? "B" : "tiny";
const PRECISION = "bfloat16";
const GIB = 2 ** 30;
/** Of an A100 with 40 GB, by §3.9. */
const PAPER = { R50: { peakGiB: 37.6 }, "R50-ViT": { peakGiB: 34.4 }, patchesPerSecond: 23.3 };

const python = process.env.PYTHON ?? referencePython();
if (python === undefined)
  throw new Error("run `make reference` first, or name a python with torch in PYTHON");

const cases = ["R50", "R50-ViT"]
  .flatMap((architecture) =>
    [false, true].map((activationCheckpointing) => ({
      name: `${architecture}-${PRESET}, ${activationCheckpointing ? "" : "no "}checkpointing`,
      architecture,
      encoder: encoderPreset(architecture, PRESET, { patchPx: PATCH_PX }),
      activationCheckpointing,
    })),
  )
  .filter(({ name }) => name.includes(process.env.CASES ?? ""));

const here = (file) => new URL(file, import.meta.url).pathname;
const sides = {
  ours: { start: () => new Partner(process.execPath, [here("ours.mjs")]) },
  eager: { start: () => new Partner(python, [here("theirs.py")]) },
  ...(number("COMPILE", onGpu ? 1 : 0) !== 0 && {
    compiled: { start: () => new Partner(python, [here("theirs.py")]), compile: true },
  }),
};

/** What a side makes of a case in a process of its own; a side that fails says why. */
async function turn({ start, compile = false }, { encoder, activationCheckpointing }) {
  const partner = start();
  const late = setTimeout(() => partner.kill(), MOST_MS);
  const request = { encoder, activationCheckpointing, compile, device: DEVICE, precision: PRECISION };
  try {
    return await partner.ask({ ...request, batch: BATCH, warmUp: WARM_UP, steps: STEPS });
  } catch (error) {
    return { failed: `${error.message} (within ${MOST_MS / 1000} s)` };
  } finally {
    clearTimeout(late);
    partner.close();
  }
}

const stated = process.env.PEAK_TFLOPS;
const peak = stated === undefined ? matmulPeak(DEVICE, PRECISION) : Number(stated) * 1e12;
const results = {};
const facts = {};
for (const one of cases) {
  const answers = Object.fromEntries(Object.keys(sides).map((side) => [side, []]));
  for (let round = 0; round < ROUNDS; round++) {
    // Who goes first alternates.
    const order = Object.keys(sides);
    for (const side of round % 2 === 0 ? order : order.reverse())
      answers[side].push(await turn(sides[side], one));
  }
  const flops = trainingFlops(one.encoder, { kind: "projection" });
  const result = {};
  for (const [side, turns] of Object.entries(answers)) {
    const failed = turns.find((answer) => answer.failed !== undefined);
    if (failed !== undefined) {
      result[side] = failed;
      console.log(`${one.name}: ${side} failed: ${failed.failed}`);
      continue;
    }
    Object.assign(facts, { [side]: turns[0].facts });
    const patchesPerSecond = BATCH / median(turns.flatMap(({ seconds }) => seconds));
    const most = turns.map(({ tensorPeakBytes }) => tensorPeakBytes).filter((bytes) => bytes != null);
    const peakGiB = most.length === 0 ? null : Math.max(...most) / GIB;
    const utilisation = (patchesPerSecond * flops) / peak;
    const { parameters, loss } = turns[0];
    result[side] = { patchesPerSecond, peakGiB, utilisation, parameters, loss, turns };
    console.log(
      `${one.name}: ${side} ${patchesPerSecond.toFixed(1)} patches/s` +
        (peakGiB === null ? "" : `, tensors at most ${peakGiB.toFixed(1)} GiB`) +
        `, ${(utilisation * 100).toFixed(0)} % of ${(peak / 1e12).toFixed(2)} TFLOP/s`,
    );
  }
  results[one.name] = result;
  const { ours, eager } = result;
  if (ours.failed !== undefined || eager.failed !== undefined) continue;
  if (ours.parameters !== eager.parameters)
    throw new Error(`${one.name}: ours has ${ours.parameters} parameters, PyTorch's ${eager.parameters}`);
  result.ratio = ours.patchesPerSecond / eager.patchesPerSecond;
  console.log(
    `${one.name}: ours ÷ PyTorch eager ${result.ratio.toFixed(3)} in patches/s` +
      (onGpu
        ? `, ${(ours.peakGiB / eager.peakGiB).toFixed(3)} in memory (the paper: ${PAPER[one.architecture].peakGiB} GiB)`
        : ""),
  );
}

const ratios = Object.values(results).map(({ ratio }) => ratio);
const isWhole = ratios.every((ratio) => ratio !== undefined);
const path = keepResult(onGpu ? "gpu-step" : "gpu-step-tried-on-cpu", {
  device: DEVICE,
  facts,
  batch: BATCH,
  patchPx: PATCH_PX,
  precision: PRECISION,
  peakTeraflopsPerSecond: peak / 1e12,
  peakIs: stated === undefined ? "measured with a matrix product" : "stated",
  paper: PAPER,
  cases: results,
});
console.error(`kept in ${path}`);
if (!isWhole) throw new Error("a side failed: there is no ratio of all cases");
console.log(`patches/s ours ÷ PyTorch eager: ${Math.min(...ratios).toFixed(3)} (bar 1.0)`);
