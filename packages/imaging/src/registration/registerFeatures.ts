import type { Tensor } from "@cytonet/torch";
import { mirroredDescriptors } from "../features/descriptors.js";
import { logFalseAlarms } from "./falseAlarms.js";
import { matchDescriptors } from "./matchDescriptors.js";
import {
  type Correspondences,
  type RansacSettings,
  type RigidConsensus,
  ransacDefaults,
  ransacRigid,
} from "./ransac.js";
import type { Rigid2D } from "./rigid.js";

/** Features of a section, as registration needs them. */
export interface LocatedFeatures {
  /** n × 64, unit length. */
  readonly descriptors: Tensor;
  /** n, bool. */
  readonly positive: Tensor;
  /** x0 y0 x1 y1 …, µm. */
  readonly placesUm: Float64Array;
  /** n, radians from x to y. */
  readonly anglesRad: Float64Array;
}

export interface RegistrationSettings extends RansacSettings {
  readonly maxRatio: number;
  /** Whether the second image may show the first from behind. Default "test". */
  readonly mirror: "test" | "never" | "always";
}

export const registrationDefaults: RegistrationSettings = {
  ...ransacDefaults,
  maxRatio: 0.8,
  mirror: "test",
};

/** How one hypothesis, face up or mirrored, fared. */
export interface Hypothesis {
  readonly mirrored: boolean;
  readonly matches: number;
  readonly inliers: number;
  /** Root mean square distance of the inliers; NaN where there are none. */
  readonly residualUm: number;
  /** Decimal logarithm of the expected number of maps as good among unrelated pairs; see `logFalseAlarms`. */
  readonly logFalseAlarms: number;
}

/** The better of both hypotheses, and how each fared. */
export interface Registration extends Hypothesis {
  /** From places of the first image to places of the second, µm; undefined where no two matches agree. */
  readonly map: Rigid2D | undefined;
  /** The inliers' places in both images, µm. */
  readonly inlierPlaces: Pick<Correspondences, "from" | "to">;
  /** The hypothesis that lost; undefined where only one was tested. */
  readonly other: Hypothesis | undefined;
}

/**
 * Registers two sections by their features: matching, then a rigid consensus, for the second as it lies and, where
 * `mirror` says so, for the first seen from behind. The hypothesis with fewer expected false alarms wins.
 *
 * @param areaUm2 area over which unrelated places would spread: that of the second image's tissue
 */
export function registerFeatures(
  first: LocatedFeatures,
  second: LocatedFeatures,
  areaUm2: number,
  settings: RegistrationSettings,
): Registration {
  const sides = settings.mirror === "test" ? [false, true] : [settings.mirror === "always"];
  const tried = sides.map((mirrored) => tryHypothesis(first, second, areaUm2, mirrored, settings));
  const [best, other] = tried.sort((a, b) => a.logFalseAlarms - b.logFalseAlarms || b.inliers - a.inliers);
  if (best === undefined) throw new RangeError("no hypothesis was tried");
  const { map, inlierPlaces, ...rest } = best;
  return { ...rest, map, inlierPlaces, other: other === undefined ? undefined : summary(other) };
}

function tryHypothesis(
  first: LocatedFeatures,
  second: LocatedFeatures,
  areaUm2: number,
  mirrored: boolean,
  settings: RegistrationSettings,
): Omit<Registration, "other"> {
  const seen = mirrored ? { ...first, descriptors: mirroredDescriptors(first.descriptors) } : first;
  let pairs: Correspondences;
  try {
    pairs = correspondences(seen, second, mirrored, settings.maxRatio);
  } finally {
    if (mirrored) seen.descriptors.dispose();
  }
  const matches = pairs.turnRad.length;
  const consensus = ransacRigid(pairs, mirrored, settings, first.descriptors.device);
  if (consensus === undefined) {
    const nothing = { inliers: 0, residualUm: Number.NaN, logFalseAlarms: Number.POSITIVE_INFINITY };
    const none = { from: new Float64Array(), to: new Float64Array() };
    return { mirrored, matches, ...nothing, map: undefined, inlierPlaces: none };
  }
  const chance = (Math.PI * settings.inlierUm ** 2) / areaUm2;
  return {
    mirrored,
    matches,
    inliers: consensus.inliers.length,
    residualUm: consensus.residualUm,
    logFalseAlarms: logFalseAlarms(matches, consensus.inliers.length, chance),
    map: consensus.map,
    inlierPlaces: placesOf(pairs, consensus),
  };
}

function correspondences(
  first: LocatedFeatures,
  second: LocatedFeatures,
  mirrored: boolean,
  maxRatio: number,
): Correspondences {
  const matches = matchDescriptors(first, second, { maxRatio });
  const count = matches.first.length;
  const [from, to, turnRad] = [
    new Float64Array(2 * count),
    new Float64Array(2 * count),
    new Float64Array(count),
  ];
  for (let i = 0; i < count; i++) {
    const [a, b] = [matches.first[i]!, matches.second[i]!];
    for (const axis of [0, 1]) {
      from[2 * i + axis] = first.placesUm[2 * a + axis]!;
      to[2 * i + axis] = second.placesUm[2 * b + axis]!;
    }
    const before = first.anglesRad[a]!;
    turnRad[i] = second.anglesRad[b]! - (mirrored ? Math.PI - before : before);
  }
  return { from, to, turnRad };
}

function placesOf({ from, to }: Correspondences, { inliers }: RigidConsensus) {
  const pick = (places: Float64Array): Float64Array =>
    Float64Array.from({ length: 2 * inliers.length }, (_, i) => places[2 * inliers[i >> 1]! + (i & 1)]!);
  return { from: pick(from), to: pick(to) };
}

function summary({ mirrored, matches, inliers, residualUm, logFalseAlarms }: Hypothesis): Hypothesis {
  return { mirrored, matches, inliers, residualUm, logFalseAlarms };
}
