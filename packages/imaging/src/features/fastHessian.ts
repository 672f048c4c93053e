import { ops, scope, type Tensor } from "@cytonet/torch";
import type { IntegralImage } from "./integralImage.js";
import { lobePx, type SurfSettings, stepPx } from "./settings.js";

/** Responses of one filter on a band of sample rows. */
export interface HessianBand {
  /** Determinant of the approximate Hessian, rows × columns, float32; negative ones are 0. */
  readonly determinant: Tensor;
  /** Its trace, the Laplacian. */
  readonly trace: Tensor;
}

/** Rows and columns of samples, `step` pixels apart, that lie on the image. */
export function sampleGrid(integral: IntegralImage, step: number): { rows: number; columns: number } {
  return { rows: Math.ceil(integral.heightPx / step), columns: Math.ceil(integral.widthPx / step) };
}

/**
 * The fast Hessian of Bay et al. (2008) at samples in rows `from` to `to` of an octave: second derivatives of a
 * Gaussian as sums over boxes, divided by the filter's area.
 *
 * Boxes are differences of shifted views of the integral image: first along y, over full rows, then along x at the
 * samples only. All sums are exact; only the determinant rounds.
 *
 * @param lobe side of the filter's lobes, odd; the filter is three lobes wide
 * @param step distance of samples, pixels; sample (r, c) is the pixel (r·step, c·step)
 */
export function hessianBand(
  integral: IntegralImage,
  lobe: number,
  step: number,
  from: number,
  to: number,
  crossWeight: number,
): HessianBand {
  return scope(() => {
    const { sums, marginPx } = integral;
    const { columns } = sampleGrid(integral, step);
    const lines = (offset: number): Tensor => {
      const start = from * step + offset + marginPx;
      return sums.slice({ dim: 0, start, end: start + (to - from - 1) * step + 1, step });
    };
    const at = (rows: Tensor, offset: number): Tensor => {
      const start = offset + marginPx;
      return rows.slice({ dim: 1, start, end: start + (columns - 1) * step + 1, step });
    };
    // Boxes of odd sides about a pixel begin half the side, rounded down, before it.
    const before = (side: number): number => -((side - 1) / 2);
    const short = 2 * lobe - 1;
    const [x0, s0, l0] = [before(3 * lobe), before(short), before(lobe)];

    const tall = lines(s0 + short).sub(lines(s0));
    const xx = at(tall, x0 + 3 * lobe)
      .sub(at(tall, x0))
      .sub(at(tall, l0 + lobe).sub(at(tall, l0)), { alpha: 3 });

    const stripes = lines(x0 + 3 * lobe)
      .sub(lines(x0))
      .sub(lines(l0 + lobe).sub(lines(l0)), { alpha: 3 });
    const yy = at(stripes, s0 + short).sub(at(stripes, s0));

    // Lobes of the mixed derivative lie one pixel off the axes.
    const quarters = lines(0)
      .sub(lines(-lobe))
      .sub_(lines(1 + lobe))
      .add_(lines(1));
    const xy = at(quarters, 0)
      .sub(at(quarters, -lobe))
      .sub_(at(quarters, 1 + lobe))
      .add_(at(quarters, 1));

    const scale = 1 / (9 * lobe * lobe);
    const [dxx, dyy, dxy] = [xx, yy, xy].map((sum) => sum.to({ dtype: "float32" }).mulScalar_(scale)) as [
      Tensor,
      Tensor,
      Tensor,
    ];
    const determinant = ops.addcmul(dxx.mul(dyy), dxy, dxy, { value: -crossWeight }).clampMin_(0);
    return { determinant, trace: dxx.add_(dyy) };
  });
}

/** Determinants of every filter of an octave over the whole image: intervals × rows × columns, for inspection. */
export function hessianOctave(integral: IntegralImage, octave: number, settings: SurfSettings): Tensor {
  return scope(() => {
    const step = stepPx(settings, octave);
    const { rows } = sampleGrid(integral, step);
    const bands = Array.from(
      { length: settings.intervals },
      (_, interval) =>
        hessianBand(integral, lobePx(octave, interval), step, 0, rows, settings.crossWeight).determinant,
    );
    return ops.stack(bands);
  });
}
