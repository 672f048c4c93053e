import { ops, scope, type Tensor, tensor } from "@cytonet/torch";
import { haarResponses } from "./haar.js";
import type { IntegralImage } from "./integralImage.js";

/** Subregions along a side of the square, and samples along a side of a subregion. */
const regions = 4;
const regionSamples = 5;
/** Standard deviation of the weights about the middle, in units of the scale. */
const sigma = 3.3;

/** Numbers of a descriptor: (Σdx, Σdy, Σ|dx|, Σ|dy|) of 4 × 4 subregions. */
export const descriptorLength = regions * regions * 4;

const samples = squareSamples();

/**
 * Upright square of 20 scales a side about each feature, turned to its direction, as 64 numbers of unit length: by
 * subregion (rows first) the sums of Haar responses along and across the direction and of their absolute values
 * (Bay et al. 2008, §4.2). Samples lie symmetric about the middle, so that a mirrored image's descriptors follow from
 * the image's own: see `mirroredDescriptors`.
 *
 * @param places n × 3: x, y, scale
 * @param angles n, radians
 * @returns n × 64, float32
 */
export function describeFeatures(
  integral: IntegralImage,
  places: Tensor,
  angles: Tensor,
  largestHalf: number,
): Tensor {
  return scope(() => {
    const { device } = places;
    const grid = (values: Float32Array): Tensor => tensor(values, { shape: [1, values.length], device });
    const [x, y, scale] = places.split(1, { dim: 1 }) as [Tensor, Tensor, Tensor];
    const cos = angles.cos().unsqueeze(1);
    const sin = angles.sin().unsqueeze(1);
    const [across, down] = [scale.mul(cos), scale.mul(sin)];
    const [u, v] = [grid(samples.x), grid(samples.y)];
    const { dx, dy } = haarResponses(
      integral,
      ops.addcmul(ops.addcmul(x, across, u), down, v, { value: -1 }),
      ops.addcmul(ops.addcmul(y, down, u), across, v),
      scale.round().clamp({ min: 1, max: largestHalf }).to({ dtype: "int64" }),
      largestHalf,
    );
    const weights = grid(samples.weight);
    const along = dx.mul(cos).addcmul_(dy, sin).mul_(weights);
    const athwart = dy.mul(cos).addcmul_(dx, sin, { value: -1 }).mul_(weights);
    const sums = [along, athwart, along.abs(), athwart.abs()].map((response) =>
      response.view([places.shape[0]!, regions * regions, regionSamples * regionSamples]).sumDim([2]),
    );
    const vectors = ops.stack(sums, { dim: 2 }).flatten({ startDim: 1 });
    return vectors.div(vectors.linalgVectorNorm({ ord: 2, dim: [1], keepdim: true }).clampMin(1e-12));
  });
}

/**
 * The descriptors that the same features have in the image seen from behind (x reversed): subregions change sides
 * across the direction, and so do responses across it.
 */
export function mirroredDescriptors(descriptors: Tensor): Tensor {
  return scope(() => {
    const parts = descriptors.view([-1, regions, regions, 4]).flip([1]);
    const signs = tensor([1, -1, 1, 1], { device: descriptors.device }).to({ dtype: descriptors.dtype });
    return parts.mul(signs).reshape([-1, descriptorLength]);
  });
}

/** Samples in the order of their subregions, at half-integer multiples of the scale. */
function squareSamples(): { x: Float32Array; y: Float32Array; weight: Float32Array } {
  const [x, y, weight]: [number[], number[], number[]] = [[], [], []];
  const middle = (regions * regionSamples - 1) / 2;
  for (let region = 0; region < regions * regions; region++) {
    for (let sample = 0; sample < regionSamples * regionSamples; sample++) {
      const column = (region % regions) * regionSamples + (sample % regionSamples) - middle;
      const row = Math.floor(region / regions) * regionSamples + Math.floor(sample / regionSamples) - middle;
      x.push(column);
      y.push(row);
      weight.push(Math.exp(-(row * row + column * column) / (2 * sigma * sigma)));
    }
  }
  return { x: Float32Array.from(x), y: Float32Array.from(y), weight: Float32Array.from(weight) };
}
