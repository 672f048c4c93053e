import { z } from "zod";
import { Identifier } from "./cohort.js";

const among = z
  .enum(["all", "annotated"])
  .default("all")
  .describe("all or annotated: which sections are counted and may be chosen");

/** Chooses every n-th section of each brain: `{ every: 5, start: 3 }` is the 3rd, 8th, 13th, … */
const EveryRuleSchema = z.strictObject({
  every: z.int().min(1).describe("a whole number above 0: the distance between chosen sections"),
  start: z.int().min(1).default(1).describe("the first chosen section, counted from 1"),
  among,
});

/** Chooses a share of each brain's sections at random, with the split's seed. */
const FractionRuleSchema = z.strictObject({
  fraction: z.number().gt(0).lt(1).describe("a share between 0 and 1"),
  among,
});

/** Chooses the sections named. */
const ListRuleSchema = z.strictObject({
  sections: z.record(Identifier, z.array(Identifier)).describe("for each brain the ids of its sections"),
});

/** How sections are chosen within the seen brains. */
export const SectionRuleSchema = z.union([EveryRuleSchema, FractionRuleSchema, ListRuleSchema]);

/**
 * `splits/NAME.yaml`. Roles of brains and rules for sections live here and nowhere else.
 *
 * `test` chooses among the sections of seen brains; `validation` among those that `test` left.
 * Transfer brains are in pretraining but none of their labels is in training; unseen ones are in neither.
 */
export const SplitSchema = z
  .strictObject({
    schema: z.literal("cytonet.split/1"),
    name: Identifier,
    seed: z.int().min(0).max(0xffffffff).describe("a whole number from 0 to 4294967295"),
    brains: z.strictObject({
      seen: z.array(Identifier).default([]),
      transfer: z.array(Identifier).default([]),
      unseen: z.array(Identifier).default([]),
    }),
    test: SectionRuleSchema.optional(),
    validation: SectionRuleSchema.optional(),
    holdOutFromPretraining: z
      .array(z.enum(["test", "validation"]))
      .default([])
      .describe("a list of test, validation or both: sections that pretraining must not see either"),
  })
  .superRefine((split, context) => {
    const roleOf = new Map<string, string>();
    for (const role of ["seen", "transfer", "unseen"] as const) {
      for (const [index, brain] of split.brains[role].entries()) {
        const before = roleOf.get(brain);
        if (before !== undefined) {
          context.addIssue({
            code: "custom",
            path: ["brains", role, index],
            message: `${brain} is listed as ${before} already`,
            params: { remedy: "A brain has one role: remove it from the other list." },
          });
        }
        roleOf.set(brain, role);
      }
    }
    if (roleOf.size === 0) {
      context.addIssue({
        code: "custom",
        path: ["brains"],
        message: "names no brain",
        params: { remedy: "List every brain of the cohort as seen, transfer or unseen." },
      });
    }
  });

export type SectionRule = z.output<typeof SectionRuleSchema>;
export type Split = z.output<typeof SplitSchema>;
