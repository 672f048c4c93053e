import type { Tensor } from "@cytonet/torch";
import type { IntegralImage } from "./integralImage.js";

/** Responses of Haar wavelets: light on the right and light below count as positive. */
export interface HaarResponses {
  /** n × samples, float32, sums over the wavelet's box. */
  readonly dx: Tensor;
  readonly dy: Tensor;
}

/**
 * Haar wavelets of side 2·half about positions: eight corners of a box on the integral image give both directions.
 *
 * @param x n × samples, float32 pixels; a wavelet's middle is the nearest pixel corner
 * @param y likewise
 * @param half n × 1, whole pixels: half of the side
 * @param largestHalf the largest of them; the margin must be twice as wide
 */
export function haarResponses(
  integral: IntegralImage,
  x: Tensor,
  y: Tensor,
  half: Tensor,
  largestHalf: number,
): HaarResponses {
  const { sums, marginPx, widthPx, heightPx } = integral;
  const stride = sums.shape[1]!;
  const dtype = sums.numel < 2 ** 31 ? "int32" : "int64";
  // Beyond the image all is blank: a wavelet moved in from further out still answers 0.
  const corner = (position: Tensor, size: number, farthest: number): Tensor =>
    position
      .round()
      .clamp({ min: -farthest, max: size + farthest })
      .addScalar(marginPx)
      .to({ dtype });
  const room = marginPx - largestHalf;
  const centre = corner(y, heightPx, room)
    .mulScalar_(stride)
    .add_(corner(x, widthPx, room));
  const right = half.to({ dtype });
  const down = right.mulScalar(stride);
  // On a processor three times as fast as `take`, which computes each element's place anew.
  const flat = sums.flatten();
  const at = (offset: Tensor): Tensor => flat.indexSelect(0, centre.add(offset).flatten()).view(centre.shape);
  const diagonal = at(down.add(right)).sub_(at(down.add(right).neg_()));
  const other = at(down.sub(right)).sub_(at(right.sub(down)));
  const middleX = at(down).sub_(at(down.neg()));
  const middleY = at(right).sub_(at(right.neg()));
  return {
    dx: diagonal.add(other).sub_(middleX, { alpha: 2 }).to({ dtype: "float32" }),
    dy: diagonal.sub(other).sub_(middleY, { alpha: 2 }).to({ dtype: "float32" }),
  };
}
