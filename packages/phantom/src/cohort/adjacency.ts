import type { Brain } from "../brain.js";
import { computeSectionFields, sectionGridOf } from "../computeSectionFields.js";
import { NO_AREA } from "../sectionFields.js";

/** Sections that are looked at in each brain, and the step between samples. */
const planes = 40;
const stepMm = 0.6;

/**
 * Pairs of areas that touch within a hemisphere of any of the brains, by name, each pair and the list in alphabetical
 * order: two areas touch where a sample of one has the other as its nearest neighbour across a border.
 */
export function findAdjacency(brains: readonly Brain[]): [string, string][] {
  const pairs = new Map<string, [string, string]>();
  for (const brain of brains) {
    const [from, to] = brain.extentYMm;
    const whole = sectionGridOf(brain);
    const shrink = whole.stepMm / stepMm;
    const grid = {
      ...whole,
      stepMm,
      width: Math.ceil(whole.width * shrink),
      height: Math.ceil(whole.height * shrink),
    };
    for (let n = 0; n < planes; n++) {
      const fields = computeSectionFields(brain, from + ((n + 0.5) / planes) * (to - from), grid);
      for (let i = 0; i < fields.profile.length; i++) {
        const [here, there] = [fields.profile[i]!, fields.neighbour[i]!];
        if (here === NO_AREA || there === NO_AREA || fields.borderMm[i]! > stepMm) continue;
        const [a, b] = [brain.profiles[here]!.area, brain.profiles[there]!.area];
        if (a === b) continue;
        const names = [brain.template.areas[a]!.name, brain.template.areas[b]!.name].sort() as [
          string,
          string,
        ];
        pairs.set(names.join("|"), names);
      }
    }
  }
  return [...pairs.keys()].sort().map((key) => pairs.get(key)!);
}
