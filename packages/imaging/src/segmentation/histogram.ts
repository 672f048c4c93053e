import { noGrad, scope, type Tensor } from "@cytonet/torch";
import { ImagingError } from "../filters/errors.js";

/** How often values fall into bins of equal width. */
export interface Histogram {
  readonly counts: Float64Array<ArrayBuffer>;
  readonly least: number;
  readonly greatest: number;
}

/**
 * The histogram of a tensor over its own range, as `numpy.histogram`: bins are closed below and open above, the last
 * one closed. The bin is found in float64.
 *
 * @param x floats or integers of any shape
 * @param within samples that count, 1 or 0, of the shape of `x`; default all
 * @throws ImagingError for fewer than 2 bins or a mask without samples
 */
export function histogramOf(x: Tensor, bins = 256, within?: Tensor): Histogram {
  if (!(Number.isInteger(bins) && bins >= 2))
    throw new ImagingError("bins", `must be 2 or more, got ${bins}`);
  return noGrad(() =>
    scope(() => {
      const values = within === undefined ? x : x.maskedSelect(within.to({ dtype: "bool" }));
      if (values.numel === 0) throw new ImagingError("within", "selects no sample");
      const [low, high] = values.aminmax();
      const [least, greatest] = [low.item(), high.item()];
      const width = greatest > least ? (greatest - least) / bins : 1;
      const index = values
        .to({ dtype: "float64" })
        .flatten()
        .subScalar(least)
        .divScalarMode(width, "floor")
        .clampMax(bins - 1);
      const counts = index.to({ dtype: "int64" }).bincount({ minlength: bins });
      return {
        counts: Float64Array.from(counts.toTypedArray() as BigInt64Array, Number),
        least,
        greatest,
      };
    }),
  );
}

/** The value in the middle of a bin. */
export function binCentre({ counts, least, greatest }: Histogram, bin: number): number {
  return least + ((bin + 0.5) * (greatest - least)) / counts.length;
}
