import { counterPermutation, deriveSeed } from "@cytonet/torch";
import { EvaluationError } from "./errors.js";

/** How sections of a brain are chosen: every n-th from a place (counted from 1), a random share, or by name. */
export type SectionRule =
  | { readonly every: number; readonly start: number; readonly among: "all" | "annotated" }
  | { readonly fraction: number; readonly among: "all" | "annotated" }
  | { readonly sections: Readonly<Record<string, readonly string[]>> };

/** Who may learn from what (§3.5, Table 1). */
export interface SplitRules {
  readonly seed: number;
  readonly brains: {
    readonly seen: readonly string[];
    readonly transfer: readonly string[];
    readonly unseen: readonly string[];
  };
  readonly test?: SectionRule | undefined;
  readonly validation?: SectionRule | undefined;
  readonly holdOutFromPretraining: readonly ("test" | "validation")[];
}

/** A section as the rules see it. */
export interface SplitSection {
  readonly brain: string;
  readonly section: string;
  /** Whether any of its points has a label. */
  readonly annotated: boolean;
}

/** What supervised training and scoring do with a section. */
export type SectionRole = "train" | "validation" | "test" | "transfer" | "unseen";

/** A section's place in a study. */
export interface SectionAssignment {
  readonly brain: string;
  readonly section: string;
  readonly role: SectionRole;
  /** Whether self-supervised pretraining may see it. */
  readonly pretraining: boolean;
}

/**
 * Applies a split to the sections of a cohort. Within a seen brain `test` chooses first, `validation` among
 * what is left, and the rest is training. Transfer brains are pretrained on, unseen ones are in nothing.
 *
 * @param sections in their order within each brain; brains may be mixed
 * @throws EvaluationError for a brain without a role, or a named section that does not exist
 */
export function resolveSplit(sections: readonly SplitSection[], rules: SplitRules): SectionAssignment[] {
  const brainRole = new Map<string, "seen" | "transfer" | "unseen">();
  for (const role of ["seen", "transfer", "unseen"] as const) {
    for (const brain of rules.brains[role]) brainRole.set(brain, role);
  }
  const chosen = new Map<string, "test" | "validation">();
  for (const brain of rules.brains.seen) {
    const own = sections.filter((section) => section.brain === brain);
    for (const section of choose(rules.test, own, brain, rules.seed, "test"))
      chosen.set(key(section), "test");
    const left = own.filter((section) => !chosen.has(key(section)));
    for (const section of choose(rules.validation, left, brain, rules.seed, "validation")) {
      chosen.set(key(section), "validation");
    }
  }
  return sections.map(({ brain, section }) => {
    const role = brainRole.get(brain);
    if (role === undefined) throw new EvaluationError("brains", `${brain} has no role in the split`);
    if (role !== "seen") return { brain, section, role, pretraining: role === "transfer" };
    const held = chosen.get(key({ brain, section }));
    const pretraining = held === undefined || !rules.holdOutFromPretraining.includes(held);
    return { brain, section, role: held ?? "train", pretraining };
  });
}

const key = ({ brain, section }: { brain: string; section: string }): string => `${brain}/${section}`;

function choose(
  rule: SectionRule | undefined,
  sections: readonly SplitSection[],
  brain: string,
  seed: number,
  purpose: string,
): readonly SplitSection[] {
  if (rule === undefined) return [];
  if ("sections" in rule) {
    const named = rule.sections[brain] ?? [];
    const absent = named.find((name) => !sections.some((section) => section.section === name));
    if (absent !== undefined)
      throw new EvaluationError(purpose, `names section ${absent}, which ${brain} does not have to choose`);
    return sections.filter((section) => named.includes(section.section));
  }
  const eligible = rule.among === "annotated" ? sections.filter((section) => section.annotated) : sections;
  if ("every" in rule) {
    return eligible.filter(
      (_, place) => place >= rule.start - 1 && (place - rule.start + 1) % rule.every === 0,
    );
  }
  const order = counterPermutation(eligible.length, deriveSeed(seed, `split ${purpose} ${brain}`), 0);
  const places = new Set(order.slice(0, Math.round(rule.fraction * eligible.length)));
  return eligible.filter((_, place) => places.has(place));
}
