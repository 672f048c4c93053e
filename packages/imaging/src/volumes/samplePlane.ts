import { noGrad, ops, scope, type Tensor, tensor } from "@cytonet/torch";
import { ImagingError } from "../filters/errors.js";

/** A map from output pixels (column, row; centres at +½) to image pixels: x = a·u + b·v + c, y = d·u + e·v + f. */
export type PixelMap = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

const bilinear = 0;
const zeros = 0;

/**
 * Samples images on another grid of pixels, each output pixel the mean over its area: bilinear samples, spaced about as
 * the image's own pixels. Beyond the image is 0.
 *
 * @param images C × h × w float32
 * @param map from output pixels to image pixels
 * @returns C × heightPx × widthPx float32
 * @throws ImagingError for another shape, or a map that has no inverse
 */
export function samplePlane(images: Tensor, map: PixelMap, widthPx: number, heightPx: number): Tensor {
  if (images.dim !== 3)
    throw new ImagingError("images", `must be C × h × w, got ${images.shape.join(" × ")}`);
  const [, h, w] = images.shape as [number, number, number];
  const [a, b, c, d, e, f] = map;
  if (!(Math.abs(a * e - b * d) > 0)) throw new ImagingError("map", "has no inverse");
  const perPixel = Math.max(1, Math.ceil(Math.max(Math.hypot(a, d), Math.hypot(b, e)) - 1e-6));
  return noGrad(() =>
    scope(() => {
      const { device } = images;
      const along = (count: number) =>
        tensor(
          Float32Array.from({ length: count * perPixel }, (_, i) => (i + 0.5) / perPixel),
          { device },
        );
      const u = along(widthPx);
      const v = along(heightPx).unsqueeze(1);
      const toUnit = (perU: number, perV: number, offset: number, size: number) =>
        u
          .mulScalar((2 * perU) / size)
          .add(v.mulScalar((2 * perV) / size))
          .addScalar_((2 * offset) / size - 1);
      const grid = ops.stack([toUnit(a, b, c, w), toUnit(d, e, f, h)], { dim: -1 }).unsqueeze(0);
      const sampled = ops.gridSampler(images.unsqueeze(0), grid, bilinear, zeros, false);
      const mean = perPixel === 1 ? sampled : sampled.avgPool2d([perPixel, perPixel]);
      return mean.squeezeDim(0);
    }),
  );
}

/**
 * Samples a map of classes on another grid: each output pixel takes the class with the largest share of its area, the
 * lower class of equals. Beyond the image is class 0.
 *
 * @param labels h × w uint8, values below `classes`
 * @returns heightPx × widthPx uint8
 */
export function sampleLabels(
  labels: Tensor,
  classes: number,
  map: PixelMap,
  widthPx: number,
  heightPx: number,
): Tensor {
  return noGrad(() =>
    scope(() => {
      const shares = Array.from({ length: classes - 1 }, (_, i) =>
        labels.eqScalar(i + 1).to({ dtype: "float32" }),
      );
      const sampled = samplePlane(ops.stack(shares), map, widthPx, heightPx);
      const rest = sampled.sumDim([0], { keepdim: true }).rsubScalar(1);
      return ops.cat([rest, sampled]).argmax({ dim: 0 }).to({ dtype: "uint8" });
    }),
  );
}
