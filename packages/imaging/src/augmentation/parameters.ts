import { counterUniform, deriveSeed, type Seed } from "@cytonet/torch";
import {
  type AugmentationSettings,
  checkedSettings,
  filterRadiusPx,
  type Range,
  unbiasedGamma,
} from "./settings.js";

/** What happens to each of n patches: one entry per patch in every array. */
export interface AugmentationParameters {
  /** Rotation of the sampling grid, radians, from x towards y (clockwise, as y points down). */
  readonly rotationRad: Float64Array;
  /** Shift of the centre along the scan's x, millimetres. */
  readonly shiftXMm: Float64Array;
  /** Shift of the centre along the scan's y (down), millimetres. */
  readonly shiftYMm: Float64Array;
  /** 1 where the patch is flipped upside down before it is rotated, else 0. */
  readonly mirrored: Uint8Array;
  readonly alpha: Float64Array;
  readonly beta: Float64Array;
  readonly gamma: Float64Array;
  /** σ of the Gaussian, pixels; 0 where the patch is neither blurred nor sharpened. */
  readonly sigmaPx: Float64Array;
  /** Weight w of (G∗x − x) added to x: 1 blurs, −δ sharpens, 0 leaves. */
  readonly filterWeight: Float64Array;
  /** Radius of every Gaussian kernel, pixels, by the settings' largest σ: so no patch depends on its batch. */
  readonly filterRadiusPx: number;
}

/** Which counter each value is drawn from. Part of what makes a run repeat: never renumber. */
const Slot = {
  rotation: 0,
  direction: 1,
  distance: 2,
  mirror: 3,
  alpha: 4,
  beta: 5,
  gammaZ: 6,
  filter: 7,
  sigma: 8,
  sharpen: 9,
} as const;

/**
 * Draws the parameters of §3.4's augmentation. Each patch's are a function of (seed, epoch, its index,
 * settings) alone: not of the batch, the worker or the rank in which it is drawn.
 *
 * @param seed the run's seed, an integer in [0, 2⁶⁴)
 * @param epoch integer in [0, 2³²)
 * @param indices each patch's number in the data set, integers in [0, 2⁵³)
 * @throws AugmentationError for a setting out of range; RangeError for seed, epoch or an index
 */
export function augmentationParameters(
  seed: Seed,
  epoch: number,
  indices: ArrayLike<number>,
  settings: AugmentationSettings,
): AugmentationParameters {
  checkedSettings(settings);
  const stream = deriveSeed(seed, "augmentation");
  const n = indices.length;
  const column = () => new Float64Array(n);
  const parameters: AugmentationParameters = {
    rotationRad: column(),
    shiftXMm: column(),
    shiftYMm: column(),
    mirrored: new Uint8Array(n),
    alpha: column(),
    beta: column(),
    gamma: column(),
    sigmaPx: column(),
    filterWeight: column(),
    filterRadiusPx: filterRadiusPx(settings),
  };
  for (let i = 0; i < n; i++) {
    const share = (slot: number) => counterUniform(stream, epoch, indices[i]!, slot);
    const within = (slot: number, [low, high]: Range) => low + (high - low) * share(slot);
    const { rotationRad, translationMm } = settings;
    parameters.rotationRad[i] = within(Slot.rotation, [-rotationRad, rotationRad]);
    const direction = within(Slot.direction, [-Math.PI, Math.PI]);
    const distance = within(Slot.distance, [0, translationMm]);
    parameters.shiftXMm[i] = distance * Math.cos(direction);
    parameters.shiftYMm[i] = distance * Math.sin(direction);
    parameters.mirrored[i] = share(Slot.mirror) < settings.mirrorProbability ? 1 : 0;
    parameters.alpha[i] = within(Slot.alpha, settings.alpha);
    parameters.beta[i] = within(Slot.beta, settings.beta);
    parameters.gamma[i] = unbiasedGamma(within(Slot.gammaZ, settings.gammaZ));
    const filter = share(Slot.filter);
    if (filter < settings.blurProbability) parameters.filterWeight[i] = 1;
    else if (filter < settings.blurProbability + settings.sharpenProbability) {
      parameters.filterWeight[i] = -within(Slot.sharpen, settings.sharpenAmount);
    }
    if (parameters.filterWeight[i] !== 0) parameters.sigmaPx[i] = within(Slot.sigma, settings.sigmaPx);
  }
  return parameters;
}
