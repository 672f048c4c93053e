import { counterInteger, counterNormal, type DType, scope, tensor } from "@cytonet/torch";
import {
  type SpatialNCESettings,
  spatialNCE,
  spatialNCEStatistics,
} from "../../src/objectives/spatialNCE.js";

/** Samples with features and places. */
export interface Batch {
  readonly samples: number;
  readonly width: number;
  readonly features: Float64Array;
  readonly coordinatesMm: Float64Array;
}

/** Clustered points with some exact duplicates in a brain-sized box, features of several lengths. */
export function randomBatch(number: number): Batch {
  const samples = 2 + counterInteger(31, 1, number, 0, 0);
  const width = 2 + counterInteger(31, 1, number, 1, 0);
  const spreadMm = [2, 20, 80][number % 3]!;
  const coordinatesMm = Float64Array.from({ length: samples * 3 }, (_, i) =>
    counterInteger(10, 1, number, Math.floor(i / 3), 1) === 0
      ? spreadMm / 2
      : spreadMm * counterNormal(1, number, i, 2),
  );
  const features = Float64Array.from({ length: samples * width }, (_, i) => {
    const length = Math.exp(2 * counterNormal(1, number, Math.floor(i / width), 3));
    return length * (counterNormal(1, number, i, 4) + 0.5);
  });
  return { samples, width, features, coordinatesMm };
}

/** Euclidean length. */
export const norm = (values: ArrayLike<number>) =>
  Math.sqrt(Array.from(values).reduce((s, v) => s + v * v, 0));

/** Euclidean distance. */
export function difference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  return norm(Array.from(actual, (value, i) => value - expected[i]!));
}

/** The loss of a batch in a type, its gradient and statistics, and the features as that type has them. */
export function run(
  batch: Batch,
  dtype: DType,
  settings: SpatialNCESettings = {},
  within: <T>(body: () => T) => T = (body) => body(),
) {
  return scope(() => {
    const features = tensor(batch.features, { shape: [batch.samples, batch.width] }).to({ dtype });
    // What the computation sees: rounding of the input itself is not the loss's error.
    const rounded = Float64Array.from(features.toTypedArray(), Number);
    features.requiresGrad_();
    const points = tensor(batch.coordinatesMm, { shape: [batch.samples, 3] });
    const { loss, statistics } = within(() => spatialNCE(features, points, settings));
    loss.backward();
    return {
      loss: loss.item(),
      dtype: loss.dtype,
      gradient: Float64Array.from(features.grad!.toTypedArray(), Number),
      gradientDtype: features.grad!.dtype,
      statistics: spatialNCEStatistics(statistics),
      rounded,
    };
  });
}

/** n unit features in the plane and points on a line. */
export function line(positionsMm: readonly number[], anglesRad: readonly number[]): Batch {
  return {
    samples: positionsMm.length,
    width: 2,
    features: Float64Array.from(anglesRad.flatMap((a) => [Math.cos(a), Math.sin(a)])),
    coordinatesMm: Float64Array.from(positionsMm.flatMap((x) => [x, 0, 0])),
  };
}
