// Milliseconds to augment a batch on a device (§3.4): every operator, source bytes on the device already. DEVICE=cuda
// is the paper's size, 32 patches of 2,048² at 2 µm/px; on the processor 32 of 256² at 16 µm/px. PATCHES, PATCH_PX,
// PIXEL_UM, THREADS and REPEATS change that. The last line is the figure with its bar, which is for one H200.
import {
  augmentationParameters,
  augmentationSourcePx,
  augmentPatches,
  cytonetAugmentation,
} from "@cytonet/imaging";
import { cudaSynchronize, getNumThreads, ops, scope, setNumThreads, torchVersion } from "@cytonet/torch";
import { keepResult, median } from "../shared/pairs.mjs";

const DEVICE = process.env.DEVICE ?? "cpu";
const onGpu = DEVICE.startsWith("cuda");
const PATCHES = Number(process.env.PATCHES ?? 32);
const PATCH_PX = Number(process.env.PATCH_PX ?? (onGpu ? 2048 : 256));
const PIXEL_UM = Number(process.env.PIXEL_UM ?? (onGpu ? 2 : 16));
const REPEATS = Number(process.env.REPEATS ?? (onGpu ? 50 : 15));
if (process.env.THREADS !== undefined) setNumThreads(Number(process.env.THREADS));

const side = augmentationSourcePx(PATCH_PX, PIXEL_UM, cytonetAugmentation);
const source = ops.randint(256, [PATCHES, 1, side, side], { dtype: "uint8", device: DEVICE });
const wait = () => {
  if (onGpu) cudaSynchronize(Number(DEVICE.split(":")[1] ?? 0));
};

/** Milliseconds of one call; every call draws other parameters, as training does. */
function time(call, dtype, settings) {
  const indices = Array.from({ length: PATCHES }, (_, i) => call * PATCHES + i);
  const options = { patchPx: PATCH_PX, pixelSizeUm: PIXEL_UM, dtype, normalisation: { mean: 0.7, std: 0.2 } };
  wait();
  const began = performance.now();
  scope(() => {
    augmentPatches(source, augmentationParameters(1, 0, indices, settings), options);
  });
  wait();
  return performance.now() - began;
}

const cases = {
  "all operators, float32": ["float32", cytonetAugmentation],
  "all operators, bfloat16 result": ["bfloat16", cytonetAugmentation],
  "without blur and sharpening": [
    "float32",
    { ...cytonetAugmentation, blurProbability: 0, sharpenProbability: 0 },
  ],
};
const milliseconds = {};
for (const [name, [dtype, settings]] of Object.entries(cases)) {
  for (let call = 0; call < 3; call++) time(call, dtype, settings);
  const times = Array.from({ length: REPEATS }, (_, call) => time(call, dtype, settings));
  milliseconds[name] = { median: median(times), best: Math.min(...times) };
  console.log(`${name}: ${median(times).toFixed(2)} ms (best ${Math.min(...times).toFixed(2)})`);
}
source.dispose();

const figure = milliseconds["all operators, float32"].median;
const path = keepResult(`augmentation-${onGpu ? "gpu" : "cpu"}`, {
  libtorch: torchVersion(),
  device: DEVICE,
  threads: onGpu ? undefined : getNumThreads(),
  patches: PATCHES,
  patchPx: PATCH_PX,
  sourcePx: side,
  milliseconds,
});
console.error(`kept in ${path}`);
const bar = onGpu ? " (bar 5 ms on an H200)" : "";
console.log(`augmentation of ${PATCHES} × ${PATCH_PX}² on ${DEVICE}: ${figure.toFixed(2)} ms${bar}`);
