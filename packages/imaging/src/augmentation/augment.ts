import { type DType, noGrad, ops, scope, type Tensor, tensor } from "@cytonet/torch";
import { AugmentationError } from "./errors.js";
import { checkReach, samplingMatrices } from "./geometry.js";
import type { AugmentationParameters } from "./parameters.js";

/** What an augmented batch is to be. */
export interface AugmentOptions {
  /** Side of the patches, pixels. */
  readonly patchPx: number;
  /** µm per pixel, of the source and of the patches. */
  readonly pixelSizeUm: number;
  /** What intensities are brought to at the end: (x − mean) / std. Default: left as they are. */
  readonly normalisation?: { readonly mean: number; readonly std: number };
  /** Type of the result; the computation is in float32. Default float32. */
  readonly dtype?: "float32" | "bfloat16" | "float16";
}

const BILINEAR = 0;
const BORDER = 1;

function squareSide(source: Tensor, samples: number | undefined): number {
  const [n, , height, width] = source.shape;
  if (source.dim !== 4 || height !== width) {
    throw new AugmentationError("source", `must be B × C × S × S, got ${source.shape.join(" × ")}`);
  }
  if (samples !== undefined && n !== samples) {
    throw new AugmentationError("parameters", `describe ${samples} patches, source has ${n}`);
  }
  return height!;
}

/** Factor that brings intensities to [0, 1]. */
function intensityScale(dtype: DType): number {
  if (dtype === "uint8") return 1 / 255;
  if (dtype === "float32" || dtype === "bfloat16" || dtype === "float16") return 1;
  throw new AugmentationError("source", `must be uint8, float32, bfloat16 or float16, got ${dtype}`);
}

/**
 * The middle `patchPx` × `patchPx` pixels as intensities in [0, 1]: what evaluation sees. Of a source read
 * with `augmentationSourcePx` it equals, bit for bit, the patch read at its own size.
 *
 * @param source B × C × S × S, uint8 in 0 … 255 or floats in [0, 1]
 * @returns B × C × patchPx × patchPx
 * @throws AugmentationError where S < patchPx or their parities differ
 */
export function centreCrop(source: Tensor, patchPx: number, dtype: DType = "float32"): Tensor {
  const side = squareSide(source, undefined);
  const margin = (side - patchPx) / 2;
  if (!Number.isInteger(margin) || margin < 0) {
    throw new AugmentationError(
      "source",
      `of ${side} px has no centre of ${patchPx} px on its own pixel grid: sizes must differ by an even number`,
    );
  }
  const scale = intensityScale(source.dtype);
  return noGrad(() =>
    scope(() => {
      const middle = source.narrow(2, margin, patchPx).narrow(3, margin, patchPx);
      const floats = middle.to({ dtype: "float32" }).contiguous();
      return (scale === 1 ? floats : floats.mulScalar(scale)).to({ dtype });
    }),
  );
}

/**
 * Augments a batch on its device (§3.4): one bilinear sampling for mirror, rotation and translation, then
 * α·xᵞ + β, then blur or sharpening of the patches that get it. Values may leave [0, 1]: nothing is clipped.
 *
 * Every step is one operator over the whole batch: widening the source, the grid, sampling, the power, one
 * multiply-add that also scales and normalises, the crop, and for the filtered patches a column and a row
 * convolution and the mix. All of it is in float32, whose 24 bits the sampling grid needs (bfloat16 could not
 * tell neighbouring pixels of 2,048 apart); `dtype` rounds the result alone.
 *
 * @param source B × C × S × S with S ≥ what the parameters reach (`augmentationSourcePx` always suffices);
 *   uint8 in 0 … 255 or floats in [0, 1]; centred at the patch's point
 * @param parameters of B patches, from `augmentationParameters`
 * @returns B × C × patchPx × patchPx intensities, without gradient
 * @throws AugmentationError for a wrong shape or dtype, or a source too small for a patch's parameters
 */
export function augmentPatches(
  source: Tensor,
  parameters: AugmentationParameters,
  options: AugmentOptions,
): Tensor {
  const { patchPx, pixelSizeUm, dtype = "float32" } = options;
  const samples = parameters.rotationRad.length;
  const sourcePx = squareSide(source, samples);
  const scale = intensityScale(source.dtype);
  const radius = parameters.filterRadiusPx;
  const sampledPx = patchPx + 2 * radius;
  checkReach(parameters, sampledPx, sourcePx, pixelSizeUm);
  const { device } = source;
  return noGrad(() =>
    scope(() => {
      const grid = samplingGrid(parameters, sampledPx, sourcePx, pixelSizeUm, device);
      const floats = source.to({ dtype: "float32" });
      const sampled = ops.gridSampler(floats, grid, BILINEAR, BORDER, false);
      const toned = tone(sampled, parameters, scale, options.normalisation);
      return filtered(toned, parameters, patchPx).to({ dtype });
    }),
  );
}

/**
 * (α·(s·x)ᵞ + β − mean) / std as xᵞ·a + b. Blur and sharpening, which follow, leave constants alone and scale with
 * their input, so that normalising before them is normalising after them.
 */
function tone(
  sampled: Tensor,
  { alpha, beta, gamma }: AugmentationParameters,
  scale: number,
  { mean, std }: { readonly mean: number; readonly std: number } = { mean: 0, std: 1 },
): Tensor {
  const perSample = (value: (i: number) => number) =>
    tensor(
      Float32Array.from(gamma, (_, i) => value(i)),
      { shape: [gamma.length, 1, 1, 1], device: sampled.device },
    );
  const factor = perSample((i) => (alpha[i]! * scale ** gamma[i]!) / std);
  const offset = perSample((i) => (beta[i]! - mean) / std);
  return ops.addcmul(offset, sampled.pow(perSample((i) => gamma[i]!)), factor);
}

/**
 * Where each output pixel lies in the source: B × H × H × 2, as `grid_sampler` reads it. Its two planes lie
 * apart in memory: one sum of a row and a column term fills them many times as fast as `affine_grid`.
 */
function samplingGrid(
  parameters: AugmentationParameters,
  sampledPx: number,
  sourcePx: number,
  pixelSizeUm: number,
  device: string,
): Tensor {
  const samples = parameters.rotationRad.length;
  const matrices = tensor(samplingMatrices(parameters, sampledPx, sourcePx, pixelSizeUm), {
    shape: [samples, 2, 3],
    device,
  });
  const [perColumn, perRow, shift] = matrices.permute([2, 1, 0]).unsqueeze(3).unsqueeze(4).unbind();
  const centres = Float32Array.from({ length: sampledPx }, (_, i) => (2 * i + 1) / sampledPx - 1);
  const steps = tensor(centres, { device });
  const columns = perColumn!.mul(steps).add(shift!);
  const rows = perRow!.mul(steps.unsqueeze(1));
  return columns.add(rows).permute([1, 2, 3, 0]);
}

/** Crops the margin; x + w·(G∗x − x) for the patches whose weight w is not 0. */
function filtered(toned: Tensor, parameters: AugmentationParameters, patchPx: number): Tensor {
  const radius = parameters.filterRadiusPx;
  if (radius === 0) return toned;
  const crop = (x: Tensor) => x.narrow(2, radius, patchPx).narrow(3, radius, patchPx);
  const result = crop(toned).contiguous();
  const chosen = [...parameters.filterWeight.keys()].filter((i) => parameters.filterWeight[i] !== 0);
  if (chosen.length === 0) return result;
  // Of a single plane libtorch sums in another order: two keep a patch the same, bit for bit, in any batch.
  if (chosen.length === 1) chosen.push(chosen[0]!);
  const { device } = toned;
  const channels = toned.shape[1]!;
  const index = tensor(BigInt64Array.from(chosen, BigInt), { device });
  const weights = tensor(
    Float32Array.from(chosen, (i) => parameters.filterWeight[i]!),
    { shape: [chosen.length, 1, 1, 1], device },
  );
  const own = toned.indexSelect(0, index);
  const kernels = gaussianKernels(
    chosen.map((i) => parameters.sigmaPx[i]!),
    radius,
    channels,
  );
  const taps = 2 * radius + 1;
  const planes = chosen.length * channels;
  const kernel = tensor(kernels, { shape: [planes, 1, taps, 1], device });
  // Every plane is a channel of one image, so that each may have a kernel of its own.
  const image = own.reshape([1, planes, own.shape[2]!, own.shape[3]!]);
  const columns = ops.conv2d(image, kernel, { groups: planes });
  const blurred = ops.conv2d(columns, kernel.transpose(2, 3).contiguous(), { groups: planes });
  const mixed = crop(own).lerp(blurred.reshape([chosen.length, channels, patchPx, patchPx]), weights);
  result.indexCopy_(0, index, mixed);
  return result;
}

/** Sampled Gaussians that sum to 1: one row of 2·radius + 1 taps per σ and channel. */
function gaussianKernels(sigmasPx: readonly number[], radius: number, channels: number): Float32Array {
  const taps = 2 * radius + 1;
  const kernels = new Float32Array(sigmasPx.length * channels * taps);
  sigmasPx.forEach((sigma, s) => {
    const row = Float64Array.from({ length: taps }, (_, t) => Math.exp(-0.5 * ((t - radius) / sigma) ** 2));
    const total = row.reduce((a, b) => a + b, 0);
    for (let c = 0; c < channels; c++)
      kernels.set(
        row.map((v) => v / total),
        (s * channels + c) * taps,
      );
  });
  return kernels;
}
