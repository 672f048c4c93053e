import { adjustPoses, identityRigid, type PoseEdge, type Rigid2D } from "@cytonet/imaging";
import type { AlignConfig } from "./alignConfig.js";
import type { PairRecord } from "./alignFiles.js";
import { type ComposedPose, composePoses } from "./compose.js";
import { findInconsistent } from "./loops.js";
import { findMirrored, sideDoubts } from "./mirroring.js";
import { pairName } from "./overrides.js";
import { mapOf } from "./pairSections.js";

/** A brain's sections along the stack and what is known of their pairs. */
export interface BrainInput {
  readonly sections: readonly {
    readonly section: string;
    readonly positionMm: number;
    readonly widthUm: number;
  }[];
  readonly pairs: readonly PairRecord[];
  readonly rejected: ReadonlySet<string>;
  /** Pairs whose triangles miss by more are set aside, µm. */
  readonly maxClosureUm: number;
  readonly mirrored: ReadonlyMap<string, boolean>;
  /** Poses that the user gives by section, in the plane of the base, whose index is told. */
  readonly fixed: (base: number) => ReadonlyMap<string, Rigid2D>;
}

/** A pair with what became of it. */
export interface JudgedPair extends PairRecord {
  /** Distance from the adjusted poses, in standard errors; null where it took no part. */
  readonly deviation: number | null;
}

export interface AlignedSection {
  readonly section: string;
  readonly mirrored: boolean;
  /** From µm of the section's image to µm of the base's; undefined where no believed pair leads to the base. */
  readonly pose: Rigid2D | undefined;
  /** Pose by recursive composition alone. */
  readonly composed: ComposedPose | undefined;
}

export interface BrainAlignment {
  readonly base: string;
  readonly sections: readonly AlignedSection[];
  readonly pairs: readonly JudgedPair[];
  /** Placed sections whose side is doubtful, and why. */
  readonly doubtful: readonly { readonly sections: readonly string[]; readonly problem: string }[];
}

/** Errors below this, µm and radians, are not believed: figures of a pair know nothing of what its features share. */
const leastShiftErrorUm = 8;
const leastTurnErrorRad = 1e-3;
/** Distance from the middle at which a turn is weighed against a shift, µm. */
const armUm = 10_000;

/** The index of the section nearest the middle of the stack: the base, unless it lies face down. */
export function baseOf(sections: BrainInput["sections"], mirrored: readonly boolean[]): number {
  const middle = (sections[0]!.positionMm + sections.at(-1)!.positionMm) / 2;
  const candidates = sections.map((_, i) => i).filter((i) => !mirrored[i]);
  const distance = (i: number): number => Math.abs(sections[i]!.positionMm - middle);
  return candidates.reduce((best, i) => (distance(i) < distance(best) ? i : best), candidates[0] ?? 0);
}

/**
 * Places all sections of a brain in the plane of its base: which lie face down by the majority of pairs, poses by
 * recursive composition and, where `adjustment` says so, by adjusting all of them to all pairs at once.
 */
export function alignBrain(
  input: BrainInput,
  { adjustment }: Pick<AlignConfig, "adjustment">,
): BrainAlignment {
  const { sections, rejected, fixed } = input;
  const index = new Map(sections.map(({ section }, i) => [section, i]));
  const allowed = input.pairs.filter(
    ({ accepted, section, other }) => accepted && !rejected.has(pairName(section, other)),
  );
  const open = findInconsistent(
    allowed.map((pair) => ({
      first: index.get(pair.section)!,
      second: index.get(pair.other)!,
      map: mapOf(pair),
      middle: [pair.middleXUm, pair.middleYUm] as const,
      weight: -pair.logFalseAlarms!,
    })),
    input.maxClosureUm,
  );
  const believed = allowed.filter((_, i) => !open.has(i));
  const disagreeing = new Set(allowed.filter((_, i) => open.has(i)));
  const forced = new Map([...input.mirrored].flatMap(([section, flag]) => entry(index, section, flag)));
  // Which side a given pose shows does not depend on the base.
  for (const [section, pose] of fixed(0)) forced.set(index.get(section)!, pose.mirrored);
  const sides = believed.map((pair) => ({
    first: index.get(pair.section)!,
    second: index.get(pair.other)!,
    mirrored: pair.mirrored,
    weight: -pair.logFalseAlarms!,
  }));
  const mirrored = findMirrored(sections.length, sides, forced);
  const base = baseOf(sections, mirrored);
  const contradicts = (pair: PairRecord): boolean =>
    (mirrored[index.get(pair.section)!] !== mirrored[index.get(pair.other)!]) !== pair.mirrored;
  const used = believed.filter((pair) => !contradicts(pair));
  const anchors = new Map([...fixed(base)].map(([section, pose]) => [index.get(section)!, pose]));
  if (anchors.size === 0)
    anchors.set(base, mirrored[base] ? fromBehind(sections[base]!.widthUm) : identityRigid);

  const composed = composePoses(
    sections.length,
    used.map((pair) => ({
      first: index.get(pair.section)!,
      second: index.get(pair.other)!,
      map: mapOf(pair),
      cost: pair.steps * (shiftErrorOf(pair) ** 2 + (armUm * turnErrorOf(pair)) ** 2),
    })),
    anchors,
  );
  const reached = used.filter((pair) => composed[index.get(pair.section)!] !== undefined);
  const edges = reached.map((pair) => edgeOf(pair, index));
  const adjusted = adjustment === "none" ? undefined : adjust(composed, edges, new Set(anchors.keys()));
  const deviations = new Map(reached.map((pair, i) => [pair, adjusted?.residuals[i] ?? null]));
  return {
    base: sections[base]!.section,
    sections: sections.map(({ section }, i) => ({
      section,
      mirrored: mirrored[i]!,
      pose: composed[i] === undefined ? undefined : (adjusted?.poses[i] ?? composed[i]!.pose),
      composed: composed[i],
    })),
    pairs: input.pairs.map((pair) => ({
      ...judged(pair, rejected, disagreeing, contradicts),
      deviation: deviations.get(pair) ?? null,
    })),
    doubtful: sideDoubts(sections.length, sides, mirrored, forced)
      .map(({ nodes, problem }) => ({ nodes: nodes.filter((node) => composed[node] !== undefined), problem }))
      .filter(({ nodes }) => nodes.length > 0)
      .map(({ nodes, problem }) => ({ sections: nodes.map((node) => sections[node]!.section), problem })),
  };
}

function judged(
  pair: PairRecord,
  rejected: ReadonlySet<string>,
  disagreeing: ReadonlySet<PairRecord>,
  contradicts: (pair: PairRecord) => boolean,
): PairRecord {
  if (!pair.accepted) return pair;
  if (rejected.has(pairName(pair.section, pair.other))) {
    return { ...pair, accepted: false, problem: "rejected in overrides/alignment.csv" };
  }
  if (disagreeing.has(pair))
    return { ...pair, accepted: false, problem: "disagrees with the pairs around it" };
  if (!contradicts(pair)) return pair;
  return { ...pair, accepted: false, problem: "contradicts the side that most pairs give its sections" };
}

function adjust(
  composed: readonly (ComposedPose | undefined)[],
  edges: readonly PoseEdge[],
  fixed: ReadonlySet<number>,
) {
  const start = composed.map((one) => one?.pose ?? identityRigid);
  const unreached = composed.flatMap((one, i) => (one === undefined ? [i] : []));
  const held = new Set([...fixed, ...unreached]);
  // Errors of pairs are too small by one common factor, since neighbouring features err alike: it is taken from the
  // residuals of plain least squares, from which the robust fit narrows down.
  const plain = adjustPoses(start, edges, { fixed: held, robustWidth: 1e6 });
  const sorted = [...plain.residuals].sort((a, b) => a - b);
  const typical = Math.max(1, sorted[sorted.length >> 1] ?? 1);
  const wide = adjustPoses(plain.poses, edges, { fixed: held, robustWidth: 10 * typical });
  return adjustPoses(wide.poses, edges, { fixed: held, robustWidth: 3 * typical });
}

function edgeOf(pair: PairRecord, index: ReadonlyMap<string, number>): PoseEdge {
  return {
    from: index.get(pair.section)!,
    to: index.get(pair.other)!,
    map: mapOf(pair),
    middle: [pair.middleXUm, pair.middleYUm],
    shiftError: shiftErrorOf(pair),
    turnErrorRad: turnErrorOf(pair),
  };
}

function shiftErrorOf({ shiftErrorUm }: PairRecord): number {
  return Math.hypot(shiftErrorUm ?? 0, leastShiftErrorUm);
}

function turnErrorOf({ turnErrorDeg }: PairRecord): number {
  return Math.hypot(((turnErrorDeg ?? 0) * Math.PI) / 180, leastTurnErrorRad);
}

/** An image seen from behind, in its own place. */
function fromBehind(widthUm: number): Rigid2D {
  return { angleRad: 0, mirrored: true, shift: [widthUm, 0] };
}

function entry<T>(index: ReadonlyMap<string, number>, section: string, value: T): [number, T][] {
  const at = index.get(section);
  return at === undefined ? [] : [[at, value]];
}
