import {
  type GuidedFit,
  guidedDefaults,
  type Registration,
  type Rigid2D,
  refineGuided,
  registerFeatures,
  registrationDefaults,
  wrapAngle,
} from "@cytonet/imaging";
import type { AlignConfig } from "./alignConfig.js";
import type { PairRecord } from "./alignFiles.js";
import { centreOnCentre, compareOverviews } from "./overview.js";
import type { SectionFeatures } from "./sectionFeatures.js";

/** A section with its features. */
export interface PairSide {
  readonly section: string;
  readonly features: SectionFeatures;
}

/**
 * Registers a section with another of its brain: matching and consensus for both hypotheses, refinement by guided
 * matching, and figures that say whether to believe it.
 */
export function pairSections(
  first: PairSide,
  second: PairSide,
  steps: number,
  config: AlignConfig,
): PairRecord {
  const [a, b] = [first.features, second.features];
  const { mirror, ...matching } = config.matching;
  const found = registerFeatures(a, b, b.tissueAreaUm2, {
    ...registrationDefaults,
    ...matching,
    mirror,
    seed: config.seed,
  });
  const fit = found.map === undefined ? undefined : refine(a, b, found.map, config);
  const map = fit?.map ?? found.map;
  const before = compareOverviews(a.overview, b.overview, centreOnCentre(a.overview, b.overview));
  const after = map === undefined ? undefined : compareOverviews(a.overview, b.overview, map);
  const overlap = after?.overlap ?? 0;
  const problem = problemOf(found, fit, overlap, config);
  const middle = middleOf(found);
  return {
    section: first.section,
    other: second.section,
    steps,
    matches: found.matches,
    inliers: found.inliers,
    residualUm: finite(found.residualUm),
    logFalseAlarms: finite(found.logFalseAlarms),
    mirrored: found.mirrored,
    otherInliers: found.other?.inliers ?? null,
    otherLogFalseAlarms: finite(found.other?.logFalseAlarms),
    refinedPairs: fit?.pairs ?? 0,
    medianUm: finite(fit?.medianUm),
    overlap,
    correlationBefore: before.correlation,
    correlationAfter: after?.correlation ?? null,
    turnDeg: (wrapAngle(map?.angleRad ?? 0) * 180) / Math.PI,
    shiftXUm: map?.shift[0] ?? 0,
    shiftYUm: map?.shift[1] ?? 0,
    middleXUm: fit?.middle[0] ?? middle[0],
    middleYUm: fit?.middle[1] ?? middle[1],
    shiftErrorUm: finite(fit?.shiftErrorUm),
    turnErrorDeg: fit === undefined ? null : (fit.turnErrorRad * 180) / Math.PI,
    accepted: problem === "",
    problem,
  };
}

/** The map that a record holds. */
export function mapOf({ turnDeg, mirrored, shiftXUm, shiftYUm }: PairRecord): Rigid2D {
  return { angleRad: (turnDeg * Math.PI) / 180, mirrored, shift: [shiftXUm, shiftYUm] };
}

function refine(
  a: SectionFeatures,
  b: SectionFeatures,
  map: Rigid2D,
  { refinement }: AlignConfig,
): GuidedFit | undefined {
  const seen = map.mirrored ? { ...a.local, vectors: a.mirroredVectors } : a.local;
  return refineGuided(seen, b.local, map, { ...guidedDefaults, ...refinement });
}

function problemOf(
  found: Registration,
  fit: GuidedFit | undefined,
  overlap: number,
  { pairs }: AlignConfig,
): string {
  if (found.map === undefined) return "no two matches agree";
  if (found.inliers < pairs.minInliers) return `only ${found.inliers} matches agree`;
  if (found.logFalseAlarms > pairs.maxLogFalseAlarms) {
    return `may be chance (10^${found.logFalseAlarms.toFixed(1)} such transforms among unrelated sections)`;
  }
  if (fit === undefined) return "too few features near their predicted places";
  if (overlap < pairs.minOverlap) return `tissue overlaps by ${overlap.toFixed(2)} only`;
  return "";
}

function middleOf({ inlierPlaces: { from } }: Registration): readonly [number, number] {
  let [x, y] = [0, 0];
  for (let i = 0; i < from.length; i += 2) {
    x += from[i]!;
    y += from[i + 1]!;
  }
  const count = Math.max(1, from.length / 2);
  return [x / count, y / count];
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
