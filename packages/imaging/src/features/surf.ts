import { noGrad, ops, scope, type Tensor } from "@cytonet/torch";
import { describeFeatures, descriptorLength } from "./descriptors.js";
import { detectInterestPoints } from "./detect.js";
import { FeatureError } from "./errors.js";
import { integralImage } from "./integralImage.js";
import { orientations } from "./orientation.js";
import { type SurfSettings, surfDefaults, surfMarginPx } from "./settings.js";

/** Features of an image, the strongest first. */
export interface SurfFeatures {
  /** n × 4, float32: x, y (pixels, pixel centres at +0.5), scale (σ, pixels), direction (radians, from x to y). */
  readonly places: Tensor;
  /** n, float32: determinant of the Hessian, of the image scaled to black 0 and white 1. */
  readonly strength: Tensor;
  /** n, bool: darker than what is around. */
  readonly positive: Tensor;
  /** n × 64, float32, unit length. */
  readonly descriptors: Tensor;
}

export interface SurfOptions extends Partial<SurfSettings> {
  /** Level of the ground; the image is taken to go on with it beyond its edge. */
  readonly background: number;
  /** Level of white. Default 255. */
  readonly white?: number;
  /** height × width, uint8 or bool: only features with their centre in it are kept. */
  readonly inside?: Tensor;
}

/** Features that are described at a time: few enough for a processor's cache, many for an accelerator. */
const blockFeatures = { cpu: 192, accelerator: 4096 };

/**
 * Speeded-up robust features (Bay, Ess, Tuytelaars, Van Gool 2008): blobs of the fast Hessian over octaves, with a
 * direction and a descriptor of 64 numbers, as tensor programs on the image's device.
 *
 * Memory is bounded by four bytes a pixel for the integral image, a band of rows and a block of features.
 *
 * @param image height × width grey levels, uint8, int16 or int32
 * @throws FeatureError for a wrong shape or dtype, or settings out of range
 * @example
 * ```ts
 * const features = surf(tensor(pixels, { shape: [height, width] }), { background: 240, maxFeatures: 2000 });
 * ```
 */
export function surf(image: Tensor, options: SurfOptions): SurfFeatures {
  const settings: SurfSettings = { ...surfDefaults, ...defined(options) };
  checkSettings(settings);
  const { inside, white = 255 } = options;
  if (inside !== undefined && inside.shape.join() !== image.shape.join()) {
    throw new FeatureError("inside", `is ${inside.shape.join(" × ")}, the image ${image.shape.join(" × ")}`);
  }
  return noGrad(() =>
    scope(() => {
      const marginPx = surfMarginPx(settings);
      const integral = integralImage(image, options.background, marginPx);
      const scaled = { ...settings, threshold: settings.threshold * white ** 2 };
      const { places, strength, positive } = detectInterestPoints(integral, scaled, inside);
      const count = places.shape[0]!;
      const block = image.device === "cpu" ? blockFeatures.cpu : blockFeatures.accelerator;
      const angles: Tensor[] = [];
      const vectors: Tensor[] = [];
      for (let from = 0; from < count; from += block) {
        const some = places.narrow(0, from, Math.min(block, count - from));
        const half = Math.floor(marginPx / 2);
        const angle = orientations(integral, some, half);
        angles.push(angle);
        vectors.push(describeFeatures(integral, some, angle, half));
      }
      const { device } = image;
      return {
        places: ops.cat([places, joined(angles, [0], device).unsqueeze(1)], { dim: 1 }),
        strength: strength.divScalar(white ** 2),
        positive,
        descriptors: joined(vectors, [0, descriptorLength], device),
      };
    }),
  );
}

function joined(parts: readonly Tensor[], empty: readonly number[], device: string): Tensor {
  return parts.length === 0 ? ops.zeros(empty, { device }) : ops.cat(parts);
}

/** Settings that are given, without the rest of the options. */
function defined(options: SurfOptions): Partial<SurfSettings> {
  const names = Object.keys(surfDefaults) as (keyof SurfSettings)[];
  return Object.fromEntries(
    names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]),
  );
}

function checkSettings({ octaves, intervals, initialStepPx, maxFeatures }: SurfSettings): void {
  const whole = (name: string, value: number, least: number, most: number): void => {
    if (Number.isInteger(value) && value >= least && value <= most) return;
    throw new FeatureError(name, `must be a whole number from ${least} to ${most}, got ${value}`);
  };
  whole("octaves", octaves, 1, 6);
  whole("intervals", intervals, 3, 8);
  whole("initialStepPx", initialStepPx, 1, 8);
  whole("maxFeatures", maxFeatures, 1, 1_000_000);
}
