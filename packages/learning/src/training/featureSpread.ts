import { noGrad, scope, type Tensor } from "@cytonet/torch";

/** How the features of a batch lie on the sphere. */
export interface FeatureSpread {
  /**
   * √(1 − ‖mean of z‖²), the root mean square distance of unit features from their mean: 1 where they balance around the
   * origin, 0 where all are one. It is √d times the standard deviation that Chen and He watch (2021, SimSiam, fig. 2).
   */
  readonly featureSpread: number;
  /**
   * exp(−Σ p log p) with p the singular values of the B × d features over their sum (Roy and Vetterli 2007; RankMe,
   * Garrido et al. 2023): how many directions are in use; 1 where all features lie on one line.
   */
  readonly effectiveRank: number;
}

/**
 * Measures both; waits for the device.
 *
 * @param units B × d of unit length
 */
export function featureSpread(units: Tensor): FeatureSpread {
  return scope(() =>
    noGrad(() => {
      const wide = units.detach().to({ dtype: "float64" });
      const centre = wide.meanDim([0]).square().sum().item();
      // The smaller of the two Gram matrices has the same eigenvalues but for zeros.
      const [samples = 0, width = 0] = wide.shape;
      const gram = samples < width ? wide.matmul(wide.t()) : wide.t().matmul(wide);
      const eigenvalues: number[] = Number.isFinite(centre)
        ? Array.from(gram.linalgEigvalsh().toTypedArray(), Number)
        : [Number.NaN];
      const singular = eigenvalues.map((value) => Math.sqrt(Math.max(0, value)));
      const total = singular.reduce((sum, value) => sum + value, 0);
      const entropy = singular.reduce((sum, value) => {
        const share = value / total;
        return share === 0 ? sum : sum - share * Math.log(share);
      }, 0);
      return { featureSpread: Math.sqrt(Math.max(0, 1 - centre)), effectiveRank: Math.exp(entropy) };
    }),
  );
}
