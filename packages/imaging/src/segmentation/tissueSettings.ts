/** How tissue is segmented; see {@link paperTissueSettings} for the paper's values. */
export interface TissueSettings {
  /** µm per pixel at which images are segmented. */
  readonly pixelSizeUm: number;
  /** Minimum, maximum and mean filter before and after the contrast is enhanced, side of the window, px. */
  readonly filterPx: number;
  /** Tile of the contrast limited histogram equalisation, px, and its limit. */
  readonly claheKernelPx: number;
  readonly claheClipLimit: number;
  /** Standard deviation of the Gaussian, px. */
  readonly gaussianSigmaPx: number;
  /** Where the slide is told from tissue. */
  readonly background: {
    /** Windows of the median and the mean filter along the histogram of 256 bins. */
    readonly medianBins: number;
    readonly meanBins: number;
    /**
     * What is compared with the valley: the enhanced image, or, with `sulci`, also the image as scanned, so that
     * gaps narrower than the filters stay open, and stained holes are filled.
     */
    readonly sulci: boolean;
    /** Tissue and slide must differ by this share of the grey range. */
    readonly minContrast: number;
    /** Least share of the image that is slide. */
    readonly minShare: number;
    /** Least share of the image's border that is slide. */
    readonly minBorderShare: number;
    /** Graininess of the slide over that of tissue, at most: bare glass is smooth. */
    readonly maxRoughness: number;
  };
  /** Active contours between grey and white matter. */
  readonly contours: {
    readonly iterations: number;
    readonly smoothing: number;
    readonly lambdaGrey: number;
    readonly lambdaWhite: number;
  };
  /** Morphological cleaning. */
  readonly cleaning: {
    /** Smaller pieces of tissue are dropped, mm². */
    readonly minTissueMm2: number;
    /** Smaller holes in tissue are filled, mm²: vessels, not sulci. */
    readonly minHoleMm2: number;
    /** Smaller islands of grey in white matter, and of white in grey, are taken over, mm². */
    readonly minIslandMm2: number;
    /** White matter thinner than this within the same distance of the slide is pale layer I: grey, mm. */
    readonly rimMm: number;
  };
}

/** The values of §3.2; those of `cleaning` and the refusals of `background`, which it does not state, are ours. */
export const paperTissueSettings: TissueSettings = {
  pixelSizeUm: 64,
  filterPx: 5,
  claheKernelPx: 250,
  claheClipLimit: 0.01,
  gaussianSigmaPx: 1,
  background: {
    medianBins: 3,
    meanBins: 5,
    sulci: true,
    minContrast: 0.04,
    minShare: 0.01,
    minBorderShare: 0.25,
    maxRoughness: 0.7,
  },
  contours: { iterations: 100, smoothing: 1, lambdaGrey: 1, lambdaWhite: 1 },
  cleaning: { minTissueMm2: 1, minHoleMm2: 0.05, minIslandMm2: 1, rimMm: 0.6 },
};
