import { join } from "node:path";
import { itemDir } from "@cytonet/cohort";

/** The steps of an alignment, each a stage of its own: sections, then pairs of sections, then whole brains. */
export const featureStage = { name: "align-features", version: 1 } as const;
export const pairStage = { name: "align-pairs", version: 1 } as const;
export const alignStage = { name: "align", version: 2 } as const;

/** A section's place in its brain. */
export interface SectionId {
  readonly brain: string;
  readonly section: string;
}

/** Features and overview of a section: `derived/align-features/BRAIN/SECTION/features.safetensors`. */
export function featurePath(cohortDir: string, id: SectionId): string {
  return join(itemDir(cohortDir, featureStage.name, id), "features.safetensors");
}

/** What the pairs of a section with those that follow it gave: `derived/align-pairs/BRAIN/SECTION/pairs.json`. */
export function pairPath(cohortDir: string, id: SectionId): string {
  return join(itemDir(cohortDir, pairStage.name, id), "pairs.json");
}

/** Where aligned sections lie: `derived/align/BRAIN/transforms/SECTION.json`, level-0 pixels to brain millimetres. */
export function alignedTransformPath(cohortDir: string, { brain, section }: SectionId): string {
  return join(itemDir(cohortDir, alignStage.name, { brain }), "transforms", `${section}.json`);
}

/** How two sections of a brain lie to one another. The map leads from µm of `section` to µm of `other`. */
export interface PairRecord {
  readonly section: string;
  readonly other: string;
  /** 1 for neighbours, 2 with one section between, … */
  readonly steps: number;
  readonly matches: number;
  /** Matches that agree with the map, and their root mean square distance. */
  readonly inliers: number;
  readonly residualUm: number | null;
  /** Decimal logarithm of the expected number of maps as good among unrelated sections; null where none was found. */
  readonly logFalseAlarms: number | null;
  /** Whether one of both shows the tissue from behind: the map's determinant is −1 then. */
  readonly mirrored: boolean;
  /** How the hypothesis that lost fared. */
  readonly otherInliers: number | null;
  readonly otherLogFalseAlarms: number | null;
  /** Pairs of features near their predicted places, and the median of their distances. */
  readonly refinedPairs: number;
  readonly medianUm: number | null;
  /** Dice coefficient of the tissue of both. */
  readonly overlap: number;
  /** Correlation of their greys within the tissue, laid centre on centre and aligned. */
  readonly correlationBefore: number | null;
  readonly correlationAfter: number | null;
  /** The map: x changes its sign first where `mirrored`, then the turn, then the shift; see `Rigid2D`. */
  readonly turnDeg: number;
  readonly shiftXUm: number;
  readonly shiftYUm: number;
  /** Middle of the pairs in `section`, µm, and standard errors of the map there. */
  readonly middleXUm: number;
  readonly middleYUm: number;
  readonly shiftErrorUm: number | null;
  readonly turnErrorDeg: number | null;
  readonly accepted: boolean;
  /** Why it is not believed; empty where it is. */
  readonly problem: string;
}
