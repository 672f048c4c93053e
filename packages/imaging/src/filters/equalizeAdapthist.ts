import { noGrad, ops, scope, type Tensor, tensor } from "@cytonet/torch";
import { clipHistogram } from "./clipHistogram.js";
import { ImagingError } from "./errors.js";
import { indices, mirrored } from "./windows.js";

const greyLevels = 2 ** 14;
const bins = 256;
const binWidth = 1 + greyLevels / bins;
const white16 = 65535;

export interface AdapthistOptions {
  /** Side of a tile, pixels. */
  readonly kernelPx: number;
  /** Largest share of a tile's pixels in one bin; higher gives more contrast. Default 0.01. */
  readonly clipLimit?: number;
}

/**
 * Contrast limited adaptive histogram equalisation (Zuiderveld 1994, Graphics Gems IV), with the conventions of
 * `skimage.exposure.equalize_adapthist`: tiles from the top-left corner, the last ones completed by mirroring; 256 bins
 * over 2¹⁴ grey levels; bilinear mixing of the four nearest tiles' mappings.
 *
 * Images are scaled by their own least and greatest value before and after. Equal to scikit-image to one of the 2¹⁴
 * levels in rare pixels, where a rounding lies on an edge.
 *
 * @param x B × H × W, float32 or float64 in [0, 1]
 * @returns B × H × W float32 in [0, 1]; an image of one value gives zeros
 * @throws ImagingError for another shape or type, a kernel below 1 or a clip limit outside [0, 1]
 */
export function equalizeAdapthist(x: Tensor, options: AdapthistOptions): Tensor {
  const { kernelPx, clipLimit = 0.01 } = options;
  if (x.dim !== 3 || !x.dtype.startsWith("float")) {
    throw new ImagingError("x", `must be floats of B × H × W, got ${x.dtype} of ${x.shape.join(" × ")}`);
  }
  if (!(Number.isInteger(kernelPx) && kernelPx >= 1)) {
    throw new ImagingError("kernelPx", `must be a whole number above 0, got ${kernelPx}`);
  }
  if (!(clipLimit >= 0 && clipLimit <= 1)) {
    throw new ImagingError("clipLimit", `must lie between 0 and 1, got ${clipLimit}`);
  }
  return noGrad(() =>
    scope(() => {
      const binned = spread(x.to({ dtype: "float64" }).mulScalar(white16).round_(), greyLevels - 1)
        .round_()
        .divScalarMode(binWidth, "floor")
        .to({ dtype: "int64" });
      const mapped = mixMappings(binned, tileMappings(binned, kernelPx, clipLimit), kernelPx);
      return spread(mapped.trunc_(), 1).to({ dtype: "float32" });
    }),
  );
}

/** Brings each image's values to [0, top]. */
function spread(x: Tensor, top: number): Tensor {
  const least = x.amin({ dim: [1, 2], keepdim: true });
  const range = x.amax({ dim: [1, 2], keepdim: true }).sub(least);
  const safe = range.add(range.eqScalar(0).to({ dtype: range.dtype }));
  return x.sub(least).div_(safe).mulScalar_(top);
}

/** The grey-level mapping of every tile: B × rows × columns × bins, float64. */
function tileMappings(binned: Tensor, kernelPx: number, clipLimit: number): Tensor {
  const [batch, height, width] = binned.shape as [number, number, number];
  const rows = Math.ceil(height / kernelPx);
  const columns = Math.ceil(width / kernelPx);
  const full = completed(completed(binned, 1, rows * kernelPx), 2, columns * kernelPx);
  const tileOf = (count: number) =>
    indices(
      Array.from({ length: count * kernelPx }, (_, i) => Math.floor(i / kernelPx)),
      binned.device,
    );
  const tile = tileOf(rows).mulScalar(columns).unsqueeze(1).add(tileOf(columns));
  const image = ops.arange(batch, { dtype: "int64", device: binned.device }).mulScalar(rows * columns);
  const place = image.view([batch, 1, 1]).add(tile).mulScalar_(bins).add_(full);
  const counts = place.flatten().bincount({ minlength: batch * rows * columns * bins });
  const pixels = kernelPx * kernelPx;
  const clip = clipLimit > 0 ? Math.max(1, Math.floor(clipLimit * pixels)) : pixels;
  const mappings = mappingsOf(counts.toTypedArray() as BigInt64Array, clip, pixels);
  return tensor(mappings, { shape: [batch, rows, columns, bins], device: binned.device });
}

/** Completes an axis to a length by mirroring about its last sample. */
function completed(x: Tensor, dim: number, length: number): Tensor {
  const present = x.shape[dim]!;
  if (present === length) return x;
  const rest = Array.from({ length: length - present }, (_, i) => mirrored(present + i, present, "single"));
  return ops.cat([x, x.indexSelect(dim, indices(rest, x.device))], { dim });
}

/** Clipped histograms cumulated to grey levels. A few hundred numbers a tile: not worth a trip to the device. */
function mappingsOf(counts: BigInt64Array, clip: number, pixels: number): Float64Array {
  const mappings = new Float64Array(counts.length);
  const scale = (greyLevels - 1) / pixels;
  for (let start = 0; start < counts.length; start += bins) {
    const histogram = Float64Array.from(counts.subarray(start, start + bins), Number);
    clipHistogram(histogram, clip);
    let sum = 0;
    for (let bin = 0; bin < bins; bin++) {
      sum += histogram[bin]!;
      mappings[start + bin] = Math.trunc(Math.min(greyLevels - 1, sum * scale));
    }
  }
  return mappings;
}

/** Every pixel through the mappings of the four nearest tile centres, mixed bilinearly. */
function mixMappings(binned: Tensor, mappings: Tensor, kernelPx: number): Tensor {
  const [batch, height, width] = binned.shape as [number, number, number];
  const [, rows, columns] = mappings.shape as [number, number, number, number];
  const device = binned.device;
  const row = mixing(height, rows, kernelPx);
  const column = mixing(width, columns, kernelPx);
  const image = ops.arange(batch, { dtype: "int64", device }).mulScalar(rows * columns * bins);
  const level = binned.add(image.view([batch, 1, 1]));
  let mixed: Tensor | undefined;
  for (const [rowTiles, rowWeights] of row) {
    const rowStart = indices(rowTiles, device)
      .mulScalar(columns * bins)
      .unsqueeze(1);
    const rowLevel = level.add(rowStart);
    const rowWeight = tensor(Float64Array.from(rowWeights), { device }).unsqueeze(1);
    for (const [columnTiles, columnWeights] of column) {
      const at = rowLevel.add(indices(columnTiles, device).mulScalar_(bins));
      const weight = rowWeight.mul(tensor(Float64Array.from(columnWeights), { device }));
      const part = mappings.take(at).mul_(weight).to({ dtype: "float32" });
      mixed = mixed === undefined ? part : mixed.add_(part);
    }
  }
  return mixed!;
}

/** For the nearer tile before and the one after: its number for every sample of an axis, and its weight. */
function mixing(length: number, tiles: number, kernelPx: number): (readonly [number[], number[]])[] {
  const half = Math.floor(kernelPx / 2);
  const before = (i: number) => Math.floor((i + half) / kernelPx) - 1;
  const share = (i: number) => ((i + half) % kernelPx) / kernelPx;
  const within = (tile: number) => Math.min(Math.max(tile, 0), tiles - 1);
  const samples = Array.from({ length }, (_, i) => i);
  return [
    [samples.map((i) => within(before(i))), samples.map((i) => 1 - share(i))],
    [samples.map((i) => within(before(i) + 1)), samples.map(share)],
  ];
}
