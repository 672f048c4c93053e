import { ops, scope, type Tensor } from "@cytonet/torch";
import type { InterestPoints } from "./detect.js";
import { lobePx, scaleOfLobe } from "./settings.js";

/** Where a band's candidates come from. */
export interface CandidateOrigin {
  readonly octave: number;
  readonly interval: number;
  /** Distance of samples, pixels. */
  readonly step: number;
  /** Sample row that the band begins with. */
  readonly firstRow: number;
}

/** A peak further than this from its sample, in samples, belongs to a neighbour. */
const farthest = 0.5;

/**
 * Places maxima of the Hessian's determinant between the samples: the peak of the quadratic through the 27 responses
 * around each (Brown and Lowe 2002), by Newton's step. Those whose peak is nearer to another sample are dropped.
 *
 * @param candidates n × 30: row and column in the band, Laplacian, responses by interval, row, column
 */
export function refineExtrema(candidates: Tensor, origin: CandidateOrigin): InterestPoints {
  return scope(() => {
    const columns = candidates.unbind({ dim: 1 });
    const [row, column, trace] = columns as [Tensor, Tensor, Tensor];
    const at = (s: number, y: number, x: number): Tensor => columns[3 + 9 * (s + 1) + 3 * (y + 1) + x + 1]!;
    const centre = at(0, 0, 0);
    const second = (a: Tensor, b: Tensor): Tensor => a.add(b).sub(centre, { alpha: 2 });
    const slope = (a: Tensor, b: Tensor): Tensor => a.sub(b).mulScalar(0.5);
    const mixed = (a: Tensor, b: Tensor, c: Tensor, d: Tensor): Tensor =>
      a.add(b).sub(c).sub(d).mulScalar(0.25);

    const gx = slope(at(0, 0, 1), at(0, 0, -1));
    const gy = slope(at(0, 1, 0), at(0, -1, 0));
    const gs = slope(at(1, 0, 0), at(-1, 0, 0));
    const xx = second(at(0, 0, 1), at(0, 0, -1));
    const yy = second(at(0, 1, 0), at(0, -1, 0));
    const ss = second(at(1, 0, 0), at(-1, 0, 0));
    const xy = mixed(at(0, 1, 1), at(0, -1, -1), at(0, 1, -1), at(0, -1, 1));
    const xs = mixed(at(1, 0, 1), at(-1, 0, -1), at(1, 0, -1), at(-1, 0, 1));
    const ys = mixed(at(1, 1, 0), at(-1, -1, 0), at(1, -1, 0), at(-1, 1, 0));

    // Cofactors of the symmetric 3 × 3 matrix.
    const minor = (a: Tensor, b: Tensor, c: Tensor, d: Tensor): Tensor => a.mul(b).sub(c.mul(d));
    const [cxx, cyy, css] = [minor(yy, ss, ys, ys), minor(xx, ss, xs, xs), minor(xx, yy, xy, xy)];
    const [cxy, cxs, cys] = [minor(ys, xs, xy, ss), minor(xy, ys, yy, xs), minor(xy, xs, xx, ys)];
    const determinant = xx.mul(cxx).add(xy.mul(cxy)).add(xs.mul(cxs));
    const step = (a: Tensor, b: Tensor, c: Tensor): Tensor =>
      a.mul(gx).add(b.mul(gy)).add(c.mul(gs)).div(determinant).neg();
    const offset = ops.stack([step(cxx, cxy, cxs), step(cxy, cyy, cys), step(cxs, cys, css)], { dim: 1 });

    // A flat neighbourhood divides by nothing: what is not a number is not near either.
    const near = offset.abs().ltScalar(farthest).allDim(1);
    const kept = near.nonzero().flatten();
    const [dx, dy, ds] = offset.indexSelect(0, kept).unbind({ dim: 1 }) as [Tensor, Tensor, Tensor];
    const place = (sample: Tensor, delta: Tensor, first: number): Tensor =>
      sample.indexSelect(0, kept).addScalar(first).add(delta).mulScalar(origin.step).addScalar(0.5);
    // Lobes grow evenly with the interval, by 2^(octave + 1).
    const perInterval = scaleOfLobe(2 ** (origin.octave + 1));
    const scale = ds.mulScalar(perInterval).addScalar(scaleOfLobe(lobePx(origin.octave, origin.interval)));
    return {
      places: ops.stack([place(column, dx, 0), place(row, dy, origin.firstRow), scale], { dim: 1 }),
      strength: centre.indexSelect(0, kept),
      positive: trace.indexSelect(0, kept).gtScalar(0),
    };
  });
}
