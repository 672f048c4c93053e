import { defineCommand } from "./command.js";
import { common, required, text } from "./options.js";

/** `cytonet report preparation`: pictures and figures of alignment, segmentation and reconstruction. */
export const reportPreparation = defineCommand({
  name: "report preparation",
  summary: "draw contours, overlays of neighbours and slices of volumes into one page, worst first",
  details: "The page needs nothing but itself. Without --out it is COHORT/derived/reports/preparation.html.",
  options: {
    cohort: required(common.cohort),
    brain: text("ID", "this brain only"),
    out: { ...common.out, description: "the HTML file to write" },
  },
  examples: [
    "cytonet report preparation --cohort brains",
    "cytonet report preparation --cohort brains --brain B20 --out b20.html",
  ],
  async execute({ options, signal, progress }) {
    const { brainOf, loadCohort, writeFileAtomic } = await import("@cytonet/cohort");
    const { collectBrain } = await import("../report/preparation/collect.js");
    const { preparationPage } = await import("../report/preparation/page.js");
    const { join } = await import("node:path");
    const cohort = await loadCohort(options.cohort);
    const brains = options.brain === undefined ? cohort.brains : [brainOf(cohort, options.brain)];
    const cards = [];
    for (const [done, brain] of brains.entries()) {
      progress({ stage: "report", done, total: brains.length, note: brain.id });
      cards.push(await collectBrain(cohort, brain, signal));
    }
    const page = options.out ?? join(cohort.dir, "derived", "reports", "preparation.html");
    await writeFileAtomic(page, preparationPage(cohort.name, cards));
    const sections = cards.reduce((sum, card) => sum + card.sections.length, 0);
    const problems = cards.flatMap((card) => card.problems);
    return { page, brains: cards.map(({ brain }) => brain), sections, problems };
  },
  print: ({ page, sections, problems }) =>
    [`${page}: ${sections} sections`, ...problems.map(({ item, problem }) => `  ${item}: ${problem}`)].join(
      "\n",
    ),
});
