import type { Tensor } from "@cytonet/torch";

/** Steps to the two ends of the four segments of three pixels: diagonals, column and row. */
const segments = [
  [-1, -1],
  [-1, 0],
  [-1, 1],
  [0, -1],
] as const;

/**
 * One application of the morphological curvature operator to a mask: SI∘IS where `closesFirst`, else IS∘SI. IS is the
 * infimum over the four segments of dilations by them, SI the supremum of erosions; beyond the image is 0.
 *
 * @param u H × W uint8, 0 or 1
 */
export function curvatureStep(u: Tensor, closesFirst: boolean): Tensor {
  return closesFirst ? supInf(infSup(u)) : infSup(supInf(u));
}

/** A pixel is 1 where it is, or where every segment through it has a 1. */
function infSup(u: Tensor): Tensor {
  const [first, ...rest] = pairs(u).map(([a, b]) => a.bitwiseOr(b));
  return u.bitwiseOr(rest.reduce((all, pair) => all.bitwiseAnd(pair), first!));
}

/** A pixel stays 1 where some segment through it is all 1. */
function supInf(u: Tensor): Tensor {
  const [first, ...rest] = pairs(u).map(([a, b]) => a.bitwiseAnd(b));
  return u.bitwiseAnd(rest.reduce((any, pair) => any.bitwiseOr(pair), first!));
}

/** The values at both ends of each segment. */
function pairs(u: Tensor): [Tensor, Tensor][] {
  const [height, width] = u.shape as [number, number];
  const padded = u.constantPadNd([1, 1, 1, 1]);
  const at = (dy: number, dx: number) => padded.narrow(0, 1 + dy, height).narrow(1, 1 + dx, width);
  return segments.map(([dy, dx]) => [at(dy, dx), at(-dy, -dx)]);
}
