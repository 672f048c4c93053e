import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { itemDir, readFailures, type ScannedSection } from "@cytonet/cohort";
import { type SegmentSummary, segmentStage } from "./segmentStage.js";

/** A section that has a result which a person should look at. */
export interface Doubt {
  /** `BRAIN/SECTION`. */
  readonly item: string;
  readonly problem: string;
}

/**
 * Otsu's threshold divides any greys in two. Of a single population, normal or even, what lies between both sides is 0.64
 * or 0.75 of the variance; grey and white matter give more than 0.85.
 */
const leastSeparability = 0.75;

/** What makes a section's classes doubtful; undefined where nothing does, and for masks drawn by hand. */
export function doubtOf(summary: Pick<SegmentSummary, "found" | "greyMm2" | "whiteMm2">): string | undefined {
  const { found, greyMm2, whiteMm2 } = summary;
  if (found === null) return undefined;
  for (const [area, name] of [
    [greyMm2, "grey"],
    [whiteMm2, "white"],
  ] as const) {
    if (area === 0) return `no ${name} matter was found, as may be right at the poles: look at its contours`;
  }
  if (found.separability >= leastSeparability) return undefined;
  return (
    `grey and white matter are hardly told apart (separability ${found.separability.toFixed(2)}): all may be grey ` +
    "matter, as at the poles, or the stain is uneven: look at its contours"
  );
}

/** Doubts about the segmented ones of sections; what failed last has no result, whatever an earlier run left. */
export async function segmentDoubts(
  cohortDir: string,
  sections: readonly Pick<ScannedSection, "brain" | "section">[],
): Promise<Doubt[]> {
  const failed = new Set((await readFailures(cohortDir, segmentStage.name)).map(({ item }) => item));
  const doubts: Doubt[] = [];
  for (const { brain, section } of sections) {
    if (failed.has(`${brain}/${section}`)) continue;
    const path = join(itemDir(cohortDir, segmentStage.name, { brain, section }), "summary.json");
    if (!existsSync(path)) continue;
    const problem = doubtOf(JSON.parse(await readFile(path, "utf8")) as SegmentSummary);
    if (problem !== undefined) doubts.push({ item: `${brain}/${section}`, problem });
  }
  return doubts;
}
