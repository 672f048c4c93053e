import { ops, scope, type Tensor } from "@cytonet/torch";
import { hessianBand, sampleGrid } from "./fastHessian.js";
import type { IntegralImage } from "./integralImage.js";
import { refineExtrema } from "./refineExtrema.js";
import { lobePx, type SurfSettings, stepPx } from "./settings.js";

/** Blobs of an image, one a row, the strongest first. Positions are pixels with pixel centres at +0.5. */
export interface InterestPoints {
  /** n × 3, float32: x, y, scale (σ of the blob, pixels). */
  readonly places: Tensor;
  /** n, float32: determinant of the Hessian. */
  readonly strength: Tensor;
  /** n, bool: true for dark blobs on light ground, whose Laplacian is positive. */
  readonly positive: Tensor;
}

/** Samples of a band: memory stays at some megabytes, and calls are few. An accelerator takes an octave at once. */
const bandSamples = 1 << 17;

/** Numbers of a candidate: row, column, Laplacian, and the 27 responses around it. */
const candidateNumbers = 3 + 27;

/**
 * Blobs by the fast Hessian: maxima of the determinant among their 26 neighbours in place and scale, refined below a
 * sample by a quadratic fit.
 *
 * Works through each octave in bands of rows, so that memory is the integral image and one band.
 *
 * @param inside height × width, uint8 or bool: blobs whose centre is 0 there are left out
 */
export function detectInterestPoints(
  integral: IntegralImage,
  settings: SurfSettings,
  inside?: Tensor,
): InterestPoints {
  return scope(() => {
    const found: InterestPoints[] = [];
    for (let octave = 0; octave < settings.octaves; octave++) {
      const step = stepPx(settings, octave);
      const { rows, columns } = sampleGrid(integral, step);
      const perBand = integral.sums.device === "cpu" ? Math.max(8, Math.ceil(bandSamples / columns)) : rows;
      // The outermost samples have no neighbours on one side.
      for (let from = 1; from < rows - 1; from += perBand) {
        const to = Math.min(rows - 1, from + perBand);
        found.push(...bandPoints(integral, settings, octave, from, to));
      }
    }
    return strongest(found.length === 0 ? [none(integral)] : found, settings.maxFeatures, inside);
  });
}

/** Refined maxima whose centre lies in the sample rows `from` to `to`. */
function bandPoints(
  integral: IntegralImage,
  settings: SurfSettings,
  octave: number,
  from: number,
  to: number,
): InterestPoints[] {
  return scope(() => {
    const step = stepPx(settings, octave);
    const bands = Array.from({ length: settings.intervals }, (_, interval) =>
      hessianBand(integral, lobePx(octave, interval), step, from - 1, to + 1, settings.crossWeight),
    );
    const points: InterestPoints[] = [];
    for (let interval = 1; interval + 1 < settings.intervals; interval++) {
      const layers = [bands[interval - 1]!, bands[interval]!, bands[interval + 1]!];
      const candidates = maxima(
        layers.map(({ determinant }) => determinant),
        layers[1]!.trace,
        settings.threshold,
      );
      if (candidates === null) continue;
      points.push(refineExtrema(candidates, { octave, interval, step, firstRow: from - 1 }));
    }
    return points;
  });
}

/** Maxima of the middle layer over 3 × 3 × 3, as n × 30 numbers; null where there is none. */
function maxima(layers: readonly Tensor[], trace: Tensor, threshold: number): Tensor | null {
  return scope(() => {
    const [rows, columns] = trace.shape as [number, number];
    const middle = layers[1]!;
    let largest = middle.maximum(layers[0]!).maximum(layers[2]!);
    for (const dim of [0, 1]) {
      const length = largest.shape[dim]! - 2;
      const part = (start: number): Tensor => largest.narrow(dim, start, length);
      largest = part(0).maximum(part(1)).maximum(part(2));
    }
    const inner = middle.narrow(0, 1, rows - 2).narrow(1, 1, columns - 2);
    const isPeak = inner.eq(largest).logicalAnd(inner.gtScalar(threshold));
    const [row, column] = isPeak.nonzero().addScalar(1).unbind({ dim: 1 }) as [Tensor, Tensor];
    if (row.shape[0] === 0) return null;
    const centre = row.mulScalar(columns).add(column);
    const numbers = [row, column].map((index) => index.to({ dtype: "float32" }));
    numbers.push(trace.take(centre));
    for (const layer of layers) {
      for (const dy of [-1, 0, 1]) {
        for (const dx of [-1, 0, 1]) numbers.push(layer.take(centre.addScalar(dy * columns + dx)));
      }
    }
    if (numbers.length !== candidateNumbers) throw new RangeError("a candidate has 27 responses");
    return ops.stack(numbers, { dim: 1 });
  });
}

/** The strongest points inside the mask, in falling order. */
function strongest(
  found: readonly InterestPoints[],
  most: number,
  inside: Tensor | undefined,
): InterestPoints {
  let places = ops.cat(found.map((points) => points.places));
  let strength = ops.cat(found.map((points) => points.strength));
  let positive = ops.cat(found.map((points) => points.positive));
  const keep = (index: Tensor): void => {
    places = places.indexSelect(0, index);
    strength = strength.indexSelect(0, index);
    positive = positive.indexSelect(0, index);
  };
  if (inside !== undefined) {
    const [height, width] = inside.shape as [number, number];
    const x = places
      .select(1, 0)
      .floor()
      .clamp({ min: 0, max: width - 1 });
    const y = places
      .select(1, 1)
      .floor()
      .clamp({ min: 0, max: height - 1 });
    const at = y
      .to({ dtype: "int64" })
      .mulScalar(width)
      .add(x.to({ dtype: "int64" }));
    keep(inside.take(at).nonzero().flatten());
  }
  const [, order] = strength.sortStable(true, { dim: 0, descending: true });
  keep(order.narrow(0, 0, Math.min(most, order.shape[0]!)));
  return { places, strength, positive };
}

function none({ sums: { device } }: IntegralImage): InterestPoints {
  return {
    places: ops.zeros([0, 3], { device }),
    strength: ops.zeros([0], { device }),
    positive: ops.zeros([0], { dtype: "bool", device }),
  };
}
