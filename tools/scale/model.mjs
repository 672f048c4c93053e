// What a step of the paper's pretraining costs on any number of GPUs: compute, communication, input. docs/scale.md tells
// where every figure comes from and what is left out.

/** Encoders with their projection heads. MACs a patch at 2048²: ours count them, see docs/scale.md. */
export const ENCODERS = {
  R50: { gigaMacs: 93, parameters: 28_262_208, normLayers: 55, normChannels: 28_672, recomputed: false },
  "R50-ViT": {
    gigaMacs: 201,
    parameters: 111_743_808,
    normLayers: 55,
    normChannels: 27_392,
    recomputed: true,
  },
};

/** Machines: GPUs of a node, peak of one (bf16), how much of it training reaches, links. */
export const MACHINES = {
  "A100, the paper's": {
    gpusPerNode: 4,
    peakTeraflops: 312,
    // §3.9: 150 epochs of a million patches in 1,792 GPU-hours.
    patchesPerSecond: { R50: 150e6 / (1792 * 3600), "R50-ViT": 150e6 / (1792 * 3600) },
    nodeGigabytesPerSecond: 12.5,
    gpuGigabytesPerSecond: 300,
    coresPerGpu: 32,
    // §3.9: 37.6 of 40 GiB are in use then.
    patchesAtOnce: 32,
  },
  "H200, at the bar": {
    gpusPerNode: 4,
    peakTeraflops: 989,
    // 120 patches/s of R50 is what the project asks for; R50-ViT at the same share of peak, its recomputed forward included.
    patchesPerSecond: { R50: 120, "R50-ViT": (120 * 93 * 3) / (201 * 4) },
    nodeGigabytesPerSecond: 50,
    gpuGigabytesPerSecond: 450,
    coresPerGpu: 16,
    // The same share of 139 GiB.
    patchesAtOnce: 112,
  },
};

/** The paper's run (§3.4). */
export const RUN = { batch: 2048, samples: 1_000_000, epochs: 150, featureWidth: 256 };

/**
 * What is read for a patch of 2,048 px at 2 µm/px: 3,108 px a side (docs/pipeline.md), in whole tiles of 512. The paper's
 * scans have 7.5 GB for 77,000 × 105,000 px (§3.1); a quarter of a byte is assumed for JPEG.
 */
export const INPUT = {
  sourcePx: 3108,
  tilePx: 512,
  bytesPerPixel: { asPaper: 7.5e9 / (77_000 * 105_000), jpeg: 0.25 },
};

/** Assumed: seconds for a collective of few bytes to begin, within a node and for each doubling of nodes. */
export const LATENCY = { nodeSeconds: 20e-6, doublingSeconds: 8e-6 };

/** Measured: windows of 2,048² that one core decodes in a second from cold JPEG tiles (bench/results/scan-read-*.json). */
export const DECODED = { windowPx: 2048, perCoreSecond: 19.9 };

/** Seconds of an all-reduce of `bytes` over a ring; links between nodes bound it where there is more than one. */
export function allReduceSeconds(bytes, gpus, machine) {
  if (gpus === 1) return 0;
  const nodes = Math.ceil(gpus / machine.gpusPerNode);
  const bandwidth = (nodes > 1 ? machine.nodeGigabytesPerSecond : machine.gpuGigabytesPerSecond) * 1e9;
  return (2 * (gpus - 1) * bytes) / (gpus * bandwidth) + latencySeconds(nodes);
}

function latencySeconds(nodes) {
  return LATENCY.nodeSeconds + Math.ceil(Math.log2(nodes)) * LATENCY.doublingSeconds;
}

/** Bytes that are read for one patch: tiles that its source square touches, on average. */
export function patchBytes(kind = "jpeg", { sourcePx, tilePx, bytesPerPixel } = INPUT) {
  return (sourcePx + tilePx) ** 2 * bytesPerPixel[kind];
}

/** Cores that decode as fast as `patchesPerSecond` are used up. */
export function decodingCores(patchesPerSecond) {
  const windows = ((INPUT.sourcePx + INPUT.tilePx) / (DECODED.windowPx + INPUT.tilePx)) ** 2;
  return (patchesPerSecond * windows) / DECODED.perCoreSecond;
}

/**
 * One step of `RUN` on a number of GPUs.
 *
 * Gradients are summed while backward runs, and only what does not fit behind two thirds of the compute, or the last
 * bucket, is waited for. Features and the statistics of normalisation are waited for.
 */
export function step(encoderName, machineName, gpus) {
  const encoder = ENCODERS[encoderName];
  const machine = MACHINES[machineName];
  const nodes = Math.ceil(gpus / machine.gpusPerNode);
  const perGpu = RUN.batch / gpus;
  // Above what fits at once, features are computed first and again with their gradient: a forward more.
  const forwards = encoder.recomputed ? 4 : 3;
  const again = perGpu > machine.patchesAtOnce ? (forwards + 1) / forwards : 1;
  const compute = (again * perGpu) / machine.patchesPerSecond[encoderName];
  const gradientBytes = encoder.parameters * 4;
  const reduce = allReduceSeconds(gradientBytes, gpus, machine);
  const lastBucket = allReduceSeconds(25 * 2 ** 20, gpus, machine);
  const gradients = gpus === 1 ? 0 : Math.max(lastBucket, reduce - (2 / 3) * compute);
  const featureBytes = RUN.batch * RUN.featureWidth * 4;
  const features = 1.5 * allReduceSeconds(featureBytes, gpus, machine);
  // Forward and backward of every layer, and the forward that is computed again.
  const passes = encoder.recomputed ? 3 : 2;
  const normalisation =
    gpus === 1
      ? 0
      : passes *
        (encoder.normLayers * latencySeconds(nodes) +
          allReduceSeconds(encoder.normChannels * 2 * 4, gpus, machine));
  const seconds = compute + gradients + features + normalisation;
  const patchesPerSecond = RUN.batch / seconds;
  return {
    gpus,
    perGpu,
    compute,
    gradients,
    features,
    normalisation,
    seconds,
    patchesPerSecond,
    efficiency: patchesPerSecond / (gpus * machine.patchesPerSecond[encoderName]),
    hours: (RUN.epochs * Math.floor(RUN.samples / RUN.batch) * seconds) / 3600,
    sentBytes: gpus === 1 ? 0 : ((2 * (gpus - 1)) / gpus) * (gradientBytes + 1.5 * featureBytes),
    readGigabytesPerSecond: (patchesPerSecond * patchBytes()) / 1e9,
    coresPerGpu: decodingCores(patchesPerSecond) / gpus,
  };
}

/** GPUs of the tables. */
export const GPUS = [1, 4, 8, 16, 32, 64, 128, 256];
