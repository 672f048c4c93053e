import type { ImportQuintInput } from "../preparation/importQuintOptions.js";
import { defineCommand } from "./command.js";
import { choice, common, flag, number, required, text } from "./options.js";

/** Sections that are told of one by one when they could not be sampled. */
const mostShown = 5;

/** `cytonet import quint`: a cohort from sections that were registered with QuickNII, DeepSlice or VisuAlign. */
export const importQuint = defineCommand({
  name: "import quint",
  summary: "make a cohort of sections registered to the Allen mouse atlas (QuickNII, DeepSlice, VisuAlign)",
  details:
    "RESULT.json names the images and where each lies in the atlas. Sections whose image is missing or damaged are " +
    "listed and the rest goes on. Images are read where they are, never copied. Called again, it goes on where it was; " +
    "status and notes of sections stay.",
  positionals: [{ name: "RESULT.json", description: "the series of the registration" }],
  options: {
    atlas: required(text("FILE.nrrd", "annotation of the Allen CCFv3, axes right, anterior, superior")),
    labels: required(text("FILE.csv", "names of its labels, columns idx and name")),
    images: required(text("DIR", "folder of the section images that the series names")),
    out: required({ ...common.out, description: "the cohort folder to make" }),
    name: text("NAME", "name of the cohort (default: mouse-sections)"),
    brain: text("ID", "id of the brain (default: M01)"),
    sharing: choice(["open", "restricted"], "may pixels leave this machine (default: open)"),
    stainPolarity: choice(["dark", "light"], "cells dark on light, or light on dark (default: dark)"),
    voxelUm: number("UM", "voxel edge of the atlas where its file states none"),
    ignoreMarkers: flag("take series with VisuAlign markers by their linear anchoring alone"),
    gridSpacingMm: number("MM", "distance of neighbouring points (default: 0.2)"),
    region: choice(["cortex", "all"], "isocortex only, or all that the atlas labels (default: cortex)"),
    minTissueShare: number("SHARE", "drop points with less tissue around them, 0 to 1 (default: 0.5)"),
    force: flag("take other values than the cohort's; what is replaced is kept in _aside of its folder"),
  },
  examples: [
    "cytonet import quint MyResults.json --atlas annotation_25um.nrrd --labels annotation_labels.csv --images . --out mice",
  ],
  async execute({ options, positionals, signal, progress, log }) {
    const { importQuint: run } = await import("../preparation/importQuint.js");
    const given = Object.entries({ ...options, result: positionals[0] }).filter(
      ([, value]) => value !== undefined,
    );
    const result = await run(Object.fromEntries(given) as ImportQuintInput, { signal, progress });
    const { unsampled, cohortDir } = result;
    for (const { section, problem } of unsampled.slice(0, mostShown)) {
      log(`not sampled: ${section}: ${problem}`);
    }
    if (unsampled.length > 0) {
      log(
        `${unsampled.length} sections were not sampled; ${cohortDir}/derived/grid/failures.jsonl lists them.`,
      );
    }
    return result;
  },
  print({ cohortDir, points, sections, refused, keptAside }) {
    return [
      `${cohortDir}: ${points} points in ${sections.length} sections`,
      ...refused.map(({ filename, problem }) => `  not taken: ${filename}: ${problem}`),
      ...(keptAside === null ? [] : [`  what was replaced is kept in ${keptAside}`]),
    ].join("\n");
  },
});
