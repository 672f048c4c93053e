import { join } from "node:path";
import { formatCsv, writeFileAtomic } from "@cytonet/cohort";
import type { AlignedSection, BrainAlignment, JudgedPair } from "./alignBrain.js";
import type { AlignConfig } from "./alignConfig.js";

/** What a brain's tables tell of. */
export interface BrainFacts {
  readonly brain: string;
  /** All sections that take part, also those without features. */
  readonly rows: readonly { readonly section: string; readonly positionMm: number }[];
  /** Undefined where no section has features. */
  readonly alignment: BrainAlignment | undefined;
  /** Why a section has no features, by section. */
  readonly without: ReadonlyMap<string, string>;
  readonly fixed: ReadonlySet<string>;
}

/** `summary.json` of a brain. */
export interface BrainSummary {
  readonly brain: string;
  readonly base: string | null;
  readonly adjustment: AlignConfig["adjustment"];
  readonly sections: number;
  readonly aligned: number;
  readonly unaligned: readonly { readonly section: string; readonly problem: string }[];
  /** Sections that lie face down. */
  readonly mirrored: readonly string[];
  /** Sections whose side was decided on little evidence, and why: look at them, and state it. */
  readonly doubtful: BrainAlignment["doubtful"];
  readonly pairs: number;
  readonly acceptedPairs: number;
  /** Of neighbours: pairs with no section between. */
  readonly neighbours: number;
  readonly acceptedNeighbours: number;
  /** Median over accepted pairs. */
  readonly medianInliers: number | null;
  readonly medianResidualUm: number | null;
  readonly medianOverlap: number | null;
  /** Mean over neighbours of the correlation of their greys: laid centre on centre, and as their pair was registered. */
  readonly neighbourCorrelationBefore: number | null;
  readonly neighbourCorrelationAfter: number | null;
}

/** `pairs.csv`: every pair that was tried, with its figures. */
export function pairTable(outDir: string, { alignment }: BrainFacts): Promise<void> {
  const names = [
    ...["section", "other", "steps", "accepted", "problem", "mirrored", "matches", "inliers", "residualUm"],
    ...["logFalseAlarms", "otherInliers", "otherLogFalseAlarms", "refinedPairs", "medianUm", "overlap"],
    ...[
      "correlationBefore",
      "correlationAfter",
      "turnDeg",
      "shiftXUm",
      "shiftYUm",
      "shiftErrorUm",
      "turnErrorDeg",
    ],
    "deviation",
  ] as const satisfies readonly (keyof JudgedPair)[];
  const rows = (alignment?.pairs ?? []).map((pair) => names.map((name) => cell(pair[name])));
  return writeFileAtomic(join(outDir, "pairs.csv"), formatCsv([names, ...rows]));
}

/** `sections.csv`: where every section came to lie, and through which. */
export function sectionTable(outDir: string, { rows, alignment, without, fixed }: BrainFacts): Promise<void> {
  const names = [
    "section",
    "positionMm",
    "status",
    "mirrored",
    "turnDeg",
    "shiftXUm",
    "shiftYUm",
    "via",
    "pairsToBase",
  ];
  const found = new Map(alignment?.sections.map((one) => [one.section, one]));
  const lines = rows.map(({ section, positionMm }) => {
    const one = found.get(section);
    const status = statusOf(section, one, alignment, without, fixed);
    const { pose, composed } = one ?? {};
    const via = composed?.via === undefined ? "" : alignment!.sections[composed.via]!.section;
    const turn = pose === undefined ? null : (pose.angleRad * 180) / Math.PI;
    const numbers = [turn, pose?.shift[0], pose?.shift[1]].map(cell);
    const hops = composed === undefined ? "" : String(composed.hops);
    return [
      section,
      String(positionMm),
      status,
      one === undefined ? "" : cell(one.mirrored),
      ...numbers,
      via,
      hops,
    ];
  });
  return writeFileAtomic(join(outDir, "sections.csv"), formatCsv([names, ...lines]));
}

/** `failures.jsonl`: sections that have no transform, and why. */
export async function writeFailed(outDir: string, facts: BrainFacts): Promise<void> {
  const lines = unaligned(facts).map((one) => `${JSON.stringify({ brain: facts.brain, ...one })}\n`);
  if (lines.length > 0) await writeFileAtomic(join(outDir, "failures.jsonl"), lines.join(""));
}

/** The figures of a brain in one object. */
export function summarise(facts: BrainFacts, { adjustment }: Pick<AlignConfig, "adjustment">): BrainSummary {
  const { brain, rows, alignment } = facts;
  const pairs = alignment?.pairs ?? [];
  const accepted = pairs.filter((pair) => pair.accepted);
  const neighbours = pairs.filter(({ steps }) => steps === 1);
  const acceptedNeighbours = neighbours.filter((pair) => pair.accepted);
  const failed = unaligned(facts);
  return {
    brain,
    base: alignment?.base ?? null,
    adjustment,
    sections: rows.length,
    aligned: rows.length - failed.length,
    unaligned: failed,
    mirrored: (alignment?.sections ?? []).filter((one) => one.mirrored).map(({ section }) => section),
    doubtful: alignment?.doubtful ?? [],
    pairs: pairs.length,
    acceptedPairs: accepted.length,
    neighbours: neighbours.length,
    acceptedNeighbours: acceptedNeighbours.length,
    medianInliers: median(accepted.map(({ inliers }) => inliers)),
    medianResidualUm: median(accepted.map(({ residualUm }) => residualUm)),
    medianOverlap: median(accepted.map(({ overlap }) => overlap)),
    neighbourCorrelationBefore: mean(acceptedNeighbours.map(({ correlationBefore }) => correlationBefore)),
    neighbourCorrelationAfter: mean(acceptedNeighbours.map(({ correlationAfter }) => correlationAfter)),
  };
}

function unaligned({ rows, alignment, without, fixed }: BrainFacts): { section: string; problem: string }[] {
  const found = new Map(alignment?.sections.map((one) => [one.section, one]));
  return rows.flatMap(({ section }) => {
    if (fixed.has(section)) return [];
    const one = found.get(section);
    if (one === undefined) return [{ section, problem: without.get(section) ?? "has no features" }];
    return one.pose === undefined
      ? [{ section, problem: `no believed pair leads to ${alignment!.base}: see pairs.csv` }]
      : [];
  });
}

function statusOf(
  section: string,
  one: AlignedSection | undefined,
  alignment: BrainAlignment | undefined,
  without: ReadonlyMap<string, string>,
  fixed: ReadonlySet<string>,
): string {
  if (fixed.has(section)) return "fixed";
  if (one === undefined) return without.has(section) ? "no features" : "missing";
  if (one.pose === undefined) return "not placed";
  return section === alignment?.base ? "base" : "aligned";
}

function cell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return "";
  return typeof value === "number" && !Number.isInteger(value)
    ? String(Number(value.toFixed(4)))
    : String(value);
}

function numbersOf(values: readonly (number | null)[]): number[] {
  return values.filter((value): value is number => value !== null);
}

function median(values: readonly (number | null)[]): number | null {
  const sorted = numbersOf(values).sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? null;
}

function mean(values: readonly (number | null)[]): number | null {
  const all = numbersOf(values);
  return all.length === 0 ? null : all.reduce((sum, value) => sum + value, 0) / all.length;
}
