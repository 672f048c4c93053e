import { defineCommand } from "./command.js";
import { choice, common, flag, required, text } from "./options.js";

const orders = [
  "posterior-to-anterior",
  "anterior-to-posterior",
  "inferior-to-superior",
  "superior-to-inferior",
  "left-to-right",
  "right-to-left",
] as const;

/** `cytonet import sections`: scans listed in a CSV as the sections of a cohort. */
export const importSections = defineCommand({
  name: "import sections",
  summary: "register scans listed in a CSV as sections of a cohort, each one checked",
  details:
    "The CSV has the columns of sections.csv; brain, section and path are needed, a pixel size where the scan states " +
    "none. Each scan is opened and its extent checked. Those that cannot be used keep their place as missing, are " +
    "listed in derived/import-sections/failures.jsonl, and the rest goes on. Scans are never copied. In a cohort that " +
    "exists new sections take their place between those of the CSV; options must say what its cohort.yaml says.",
  positionals: [{ name: "CSV", description: "the sections, in the order in which the brain was cut" }],
  options: {
    out: required({ ...common.out, description: "the cohort folder to make or to add to" }),
    scans: text("DIR", "folder that the paths start from (default: the folder of the CSV)"),
    name: text("NAME", "name of a new cohort (default: sections)"),
    species: text("NAME", "species of a new cohort's brains, such as human"),
    sharing: choice(["open", "restricted"], "may pixels leave this machine (default: restricted)"),
    sectionOrder: choice(orders, "order of the rows in a new cohort"),
    imageLeftIs: choice(["left", "right"], "hemisphere on the image's left; not for sagittal sections"),
    stainPolarity: choice(["dark", "light"], "cells dark on light, or light on dark (default: dark)"),
    referenceSpace: text("ID", "reference space of a new cohort, such as mni-colin27"),
    trustPixelSizes: flag("go by the CSV where a scan states another pixel size"),
    dryRun: common.dryRun,
    force: flag("replace sections that the cohort has already with other values"),
  },
  examples: [
    "cytonet import sections scans.csv --out cohort --scans /data/scans --species human " +
      "--section-order posterior-to-anterior --image-left-is left --reference-space mni-colin27",
    "cytonet import sections more.csv --out cohort",
  ],
  async execute({ options, positionals, signal, progress }) {
    const { importSections: run } = await import("../scans/importSections.js");
    const { out, scans, trustPixelSizes, force, dryRun, ...brains } = options;
    const request = { csv: positionals[0]!, out, scans, trustPixelSizes, force, dryRun, brains };
    return run(request, { signal, progress });
  },
  print({ cohortDir, registered, brains, refused, doubts, dryRun }) {
    return [
      `${cohortDir}: ${registered} sections of ${brains.join(", ")}${dryRun ? " would be registered" : ""}`,
      ...refused.map(
        ({ line, section, problem, remedy }) =>
          `  not taken: ${section} (line ${line}): ${problem}. ${remedy.replace(/\.?$/, ".")}`,
      ),
      ...doubts.map(({ section, doubt }) => `  look at: ${section}: ${doubt}`),
    ].join("\n");
  },
});
