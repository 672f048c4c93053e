import { defineCommand } from "./command.js";
import { choice, common, required, text, withDefault } from "./options.js";

const options = {
  cohort: required(common.cohort),
  brain: required(text("ID", "the brain")),
  kind: withDefault(choice(["section", "region", "point"], "what the targets are"), "section"),
  reason: required(text("TEXT", "why; it becomes the note of a section")),
  author: required(text("NAME", "who decides")),
};

const positionals = [
  {
    name: "TARGET",
    description: "sections, ids of points, or NIfTI masks of regions (to restore: their names)",
    rest: true as const,
  },
];

function verb(action: "exclude" | "restore", summary: string, example: string) {
  return defineCommand({
    name: `qc ${action}`,
    summary,
    details:
      "The decision is carried out and added to annotations/quality.csv with author and date. Stages repeat what depends " +
      "on it and nothing else.",
    positionals,
    options,
    examples: [example],
    async execute(context) {
      const { decide } = await import("../preparation/qualityJournal.js");
      const { cohort, ...decision } = context.options;
      const request = { ...decision, action, cohortDir: cohort, targets: context.positionals };
      return { decisions: await decide(request) };
    },
    print: ({ decisions }) =>
      decisions.map(({ kind, brain, target }) => `${action}d: ${kind} ${target} of ${brain}`).join("\n"),
  });
}

/** `cytonet qc exclude`: leave sections, regions or points out. */
export const qcExclude = verb(
  "exclude",
  "leave sections, regions or points out, with a reason",
  "cytonet qc exclude 0123 0124 --cohort brains --brain B20 --reason torn --author anna",
);

/** `cytonet qc restore`: take them in again. */
export const qcRestore = verb(
  "restore",
  "take sections, regions or points in again",
  "cytonet qc restore 0123 --cohort brains --brain B20 --reason rescanned --author anna",
);

/** `cytonet qc list`: what is left out now, and by whom. */
export const qcList = defineCommand({
  name: "qc list",
  summary: "say what is left out now, why and by whom",
  options: { cohort: required(common.cohort) },
  examples: ["cytonet qc list --cohort brains"],
  async execute(context) {
    const { readJournal, standing } = await import("../preparation/qualityJournal.js");
    const journal = await readJournal(context.options.cohort);
    return { decisions: journal.length, excluded: standing(journal) };
  },
  print: ({ excluded }) =>
    excluded.length === 0
      ? "nothing is left out"
      : excluded
          .map(
            ({ kind, brain, target, reason, author, date }) =>
              `${kind} ${target} of ${brain}: ${reason} (${author}, ${date})`,
          )
          .join("\n"),
});
