import { join } from "node:path";
import { ConfigError, type Problem } from "./errors.js";
import type { Brain } from "./schemas/cohort.js";
import type { Section } from "./schemas/section.js";

/** A section's place along its stack, mm of `brain:ID` (RAS: growing to the right, anterior or superior). */
export interface StackPlace {
  readonly section: string;
  readonly positionMm: number;
  /** µm; null or left out where it is not known. */
  readonly thicknessUm?: number | null;
}

/** No brain that is cut in sections is longer, mm. */
const longestStackMm = 400;
/** Sections that lie this far apart and a thousand times their thickness are taken for micrometres, mm. */
const doubtfulStepMm = 10;

/**
 * What is wrong with the places of sections along their stack; undefined where nothing is.
 *
 * Sections in the order in which the brain was cut lie one behind the other: positions grow from row to row where
 * `sectionOrder` leads to the right, anterior or superior, and fall where it leads away.
 *
 * @param places of one brain, in the order of the rows
 */
export function stackProblem(
  sectionOrder: Brain["sectionOrder"],
  places: readonly StackPlace[],
): Pick<Problem, "message" | "remedy"> | undefined {
  const steps = places.slice(1).map((place, i) => [places[i]!, place] as const);
  if (steps.length === 0) return undefined;
  const same = steps.find(([a, b]) => a.positionMm === b.positionMm);
  if (same !== undefined) {
    const [a, b] = same;
    return {
      message: `sections ${a.section} and ${b.section} both lie at ${a.positionMm} mm`,
      remedy: "Give each its own position along the stack, or set the status of one to excluded.",
    };
  }
  const rising = steps.filter(([a, b]) => b.positionMm > a.positionMm);
  if (rising.length > 0 && rising.length < steps.length) {
    const most = 2 * rising.length >= steps.length;
    const [a, b] = steps.find(([a, b]) => b.positionMm > a.positionMm !== most)!;
    return {
      message: `positions go back and forth: ${described(a)} is followed by ${described(b)}`,
      remedy:
        "Rows stand in the order in which the brain was cut: sort them, or correct or exclude the section.",
    };
  }
  return directionProblem(sectionOrder, places, rising.length > 0) ?? lengthProblem(places);
}

function directionProblem(
  sectionOrder: Brain["sectionOrder"],
  places: readonly StackPlace[],
  rises: boolean,
): Pick<Problem, "message" | "remedy"> | undefined {
  const positiveEnd = (["anterior", "superior", "right"] as const).find((end) => sectionOrder.includes(end))!;
  if (rises === sectionOrder.endsWith(`-to-${positiveEnd}`)) return undefined;
  const [first, last] = [places[0]!, places.at(-1)!];
  return {
    message:
      `positions ${rises ? "grow" : "fall"} from ${described(first)} to ${described(last)}, and sectionOrder in ` +
      `cohort.yaml says ${sectionOrder}: positions grow towards ${positiveEnd}, so that one of both is wrong`,
    remedy: "Change sectionOrder if the rows run the other way; else change the sign of every position.",
  };
}

function lengthProblem(places: readonly StackPlace[]): Pick<Problem, "message" | "remedy"> | undefined {
  const sorted = places.map(({ positionMm }) => positionMm).sort((a, b) => a - b);
  const lengthMm = sorted.at(-1)! - sorted[0]!;
  if (lengthMm > longestStackMm) {
    return {
      message: `the stack is ${rounded(lengthMm)} mm long, longer than any brain (${longestStackMm} mm)`,
      remedy: "Give positions in millimetres, not micrometres.",
    };
  }
  const stepMm = Math.min(...sorted.slice(1).map((position, i) => position - sorted[i]!));
  const known = places.flatMap(({ thicknessUm }) => thicknessUm ?? []);
  const thicknessUm = known.length === 0 ? undefined : Math.max(...known);
  // In micrometres, sections next to one another are one thickness apart.
  if (thicknessUm === undefined || stepMm < doubtfulStepMm || stepMm < thicknessUm * (1 - 1e-9)) {
    return undefined;
  }
  return {
    message: `sections of ${thicknessUm} um lie ${rounded(stepMm)} mm apart or more, as in micrometres`,
    remedy:
      "Give positions in millimetres; if they are, leave thicknessUm empty, and these lengths are not compared.",
  };
}

/**
 * Refuses positions of `sections.csv` that contradict the order of its rows and `sectionOrder`, that are there twice, or
 * that cannot be millimetres. Sections that are excluded or have no position are left out.
 *
 * @param file names the table in the error; default the cohort's own
 * @throws ConfigError, one problem a brain
 */
export function checkStacks(
  cohort: { readonly dir: string; readonly brains: readonly Pick<Brain, "id" | "sectionOrder">[] },
  sections: readonly Section[],
  file: string = join(cohort.dir, "sections.csv"),
): void {
  const problems = cohort.brains.flatMap(({ id, sectionOrder }): Problem[] => {
    const places = sections.flatMap(({ brain, section, status, positionMm, thicknessUm }) =>
      brain === id && status !== "excluded" && positionMm !== null
        ? [{ section, positionMm, thicknessUm }]
        : [],
    );
    const found = stackProblem(sectionOrder, places);
    return found === undefined
      ? []
      : [{ file, field: "positionMm", ...found, message: `brain ${id}: ${found.message}` }];
  });
  if (problems.length > 0) throw new ConfigError(problems);
}

function described({ section, positionMm }: StackPlace): string {
  return `${section} at ${rounded(positionMm)} mm`;
}

function rounded(mm: number): number {
  return Number(mm.toPrecision(6));
}
