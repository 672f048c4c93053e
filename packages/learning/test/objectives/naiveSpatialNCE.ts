/** What the reference gives: value, gradient by the features, and the anchors that counted. */
export interface NaiveResult {
  readonly loss: number;
  /** B × d, row by row. */
  readonly gradient: Float64Array;
  readonly kept: number;
  /** Mean over kept anchors of (Σω)²/Σω². */
  readonly effectivePositives: number;
}

/**
 * Equations 1 and 2 as they are printed: two loops over the batch, every exponential taken as it stands, in
 * float64; the gradient by hand. Independent of the tensor engine.
 */
export function naiveSpatialNCE(
  features: ArrayLike<number>,
  coordinatesMm: ArrayLike<number>,
  samples: number,
  { temperature = 0.07, sigmaMm = 10, minimumWeight = 1e-12 } = {},
): NaiveResult {
  const width = features.length / samples;
  const z = new Float64Array(features.length);
  const norms = new Float64Array(samples);
  for (let i = 0; i < samples; i++) {
    let squares = 0;
    for (let k = 0; k < width; k++) squares += features[i * width + k]! ** 2;
    norms[i] = Math.sqrt(squares);
    for (let k = 0; k < width; k++) z[i * width + k] = features[i * width + k]! / norms[i]!;
  }
  const cosine = (i: number, j: number) => {
    let sum = 0;
    for (let k = 0; k < width; k++) sum += z[i * width + k]! * z[j * width + k]!;
    return sum;
  };
  const omega = (i: number, j: number) => {
    let squared = 0;
    for (let a = 0; a < 3; a++) squared += (coordinatesMm[i * 3 + a]! - coordinatesMm[j * 3 + a]!) ** 2;
    return Math.exp(-squared / (2 * sigmaMm ** 2));
  };
  const gradientZ = new Float64Array(features.length);
  let loss = 0;
  let kept = 0;
  let effective = 0;
  for (let i = 0; i < samples; i++) {
    let weight = 0;
    let weightSquares = 0;
    let partition = 0;
    for (let j = 0; j < samples; j++) {
      if (j === i) continue;
      weight += omega(i, j);
      weightSquares += omega(i, j) ** 2;
      partition += Math.exp(cosine(i, j) / temperature);
    }
    if (weight < minimumWeight) continue;
    kept++;
    effective += weight ** 2 / weightSquares;
    for (let j = 0; j < samples; j++) {
      if (j === i) continue;
      const probability = Math.exp(cosine(i, j) / temperature) / partition;
      const share = omega(i, j) / weight;
      loss -= share * Math.log(probability);
      for (let k = 0; k < width; k++) {
        gradientZ[i * width + k]! += ((probability - share) / temperature) * z[j * width + k]!;
        gradientZ[j * width + k]! += ((probability - share) / temperature) * z[i * width + k]!;
      }
    }
  }
  // Through z = x / |x|: the part along z does not count.
  const gradient = new Float64Array(features.length);
  for (let i = 0; i < samples; i++) {
    let along = 0;
    for (let k = 0; k < width; k++) along += gradientZ[i * width + k]! * z[i * width + k]!;
    for (let k = 0; k < width; k++) {
      const across = gradientZ[i * width + k]! - along * z[i * width + k]!;
      gradient[i * width + k] = across / norms[i]! / Math.max(kept, 1);
    }
  }
  return {
    loss: loss / Math.max(kept, 1),
    gradient,
    kept,
    effectivePositives: kept === 0 ? 0 : effective / kept,
  };
}
