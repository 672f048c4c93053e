import { type Device, ops, scope, type Tensor } from "@cytonet/torch";
import { FeatureError } from "./errors.js";

/** Sums over all pixels above and to the left of each pixel corner, with a blank margin around the image. */
export interface IntegralImage {
  /**
   * (height + 2·margin + 1) × (width + 2·margin + 1), int32: element (y + margin, x + margin) is the sum of the rows
   * before y and the columns before x.
   */
  readonly sums: Tensor;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly marginPx: number;
}

/** Grey levels above or below the background that fit the sums of the largest box: see `integralImage`. */
const largestLevel = 32_767;

/**
 * The integral image of a grey image on a blank ground.
 *
 * Sums are whole numbers, so boxes are exact on any device and do not depend on the order of additions. They wrap
 * around at 2³², which differences undo as long as a single box stays below 2³¹: any box of up to 65,536 px of full
 * contrast at 16 bits, or 2²³ px at 8.
 *
 * @param image height × width grey levels: whole numbers in uint8, int16 or int32
 * @param background level of the ground, which the margin has too; taken off before summing
 * @param marginPx blank pixels added on every side, so that boxes may reach beyond the image
 * @throws FeatureError for another shape or dtype
 */
export function integralImage(
  image: Tensor,
  background: number,
  marginPx: number,
  device: Device = image.device,
): IntegralImage {
  if (image.dim !== 2)
    throw new FeatureError("image", `must be height × width, got ${image.shape.join(" × ")}`);
  if (!["uint8", "int16", "int32"].includes(image.dtype)) {
    throw new FeatureError("image", `must hold whole numbers (uint8, int16 or int32), got ${image.dtype}`);
  }
  if (!Number.isInteger(background) || Math.abs(background) > largestLevel) {
    throw new FeatureError("background", `must be a grey level, got ${background}`);
  }
  const [heightPx, widthPx] = image.shape as [number, number];
  const sums = scope(() => {
    const levels = image.to({ device, dtype: "int32" }).subScalar(background);
    const pad = [marginPx + 1, marginPx, marginPx + 1, marginPx];
    const rows = ops.constantPadNd(levels, pad).cumsum(1, { dtype: "int32" });
    return rows.cumsum(0, { dtype: "int32" }).contiguous();
  });
  return { sums, widthPx, heightPx, marginPx };
}
