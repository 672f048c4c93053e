import { defineCommand } from "./command.js";
import { common, required, text, withDefault } from "./options.js";

const shared = {
  cohort: required(common.cohort),
  dryRun: { ...common.dryRun, description: "check the files and write nothing" },
};

interface Listed {
  readonly imported: number;
  readonly dryRun: boolean;
  readonly refused: readonly { readonly file: string; readonly problem: string }[];
}

const printListed =
  (what: string) =>
  ({ imported, dryRun, refused }: Listed) =>
    [
      `${imported} ${what} ${dryRun ? "would be taken over" : "taken over"}`,
      ...refused.map(({ file, problem }) => `  not taken: ${file}: ${problem}`),
    ].join("\n");

/** `cytonet import transforms`: where sections lie, found by other software. */
export const importTransforms = defineCommand({
  name: "import transforms",
  summary: "take over where sections lie in their brains",
  details:
    "DIR holds BRAIN/SECTION.json (cytonet.transform/1, points from level-0 pixels to brain:ID in RAS millimetres). They " +
    "go to overrides/transforms, which cytonet align and reconstruct prefer.",
  positionals: [{ name: "DIR", description: "folder with a folder for each brain" }],
  options: shared,
  examples: ["cytonet import transforms registered --cohort brains"],
  async execute({ options, positionals }) {
    const { importTransforms: run } = await import("../preparation/importParts.js");
    return run({ cohortDir: options.cohort, from: positionals[0]!, dryRun: options.dryRun });
  },
  print: printListed("transforms"),
});

/** `cytonet import masks`: tissue found by other software, or drawn. */
export const importMasks = defineCommand({
  name: "import masks",
  summary: "take over masks of grey and white matter of sections",
  details:
    "DIR holds BRAIN/SECTION.png or .tif with 0 slide, 128 grey and 255 white matter (or 0, 1, 2), drawn on the whole " +
    "section at any pixel size. They go to overrides/masks, which cytonet segment uses instead of its own result.",
  positionals: [{ name: "DIR", description: "folder with a folder for each brain" }],
  options: shared,
  examples: ["cytonet import masks drawn --cohort brains"],
  async execute({ options, positionals }) {
    const { importMasks: run } = await import("../preparation/importParts.js");
    return run({ cohortDir: options.cohort, from: positionals[0]!, dryRun: options.dryRun });
  },
  print: printListed("masks"),
});

const values = (description: string) => ({
  placeholder: "VALUES",
  description: `${description}, with commas`,
  parse: (value: string): readonly number[] => value.split(",").map(Number),
});

/** `cytonet import volumes`: a brain that comes with its own reconstruction. */
export const importVolumes = defineCommand({
  name: "import volumes",
  summary: "take over a brain's own volume of grey and white matter",
  details:
    "The NIfTI file lies in the brain's own RAS millimetres. It goes to external/BRAIN.nii.gz and cohort.yaml names it; " +
    "cytonet reconstruct then leaves the brain alone.",
  positionals: [{ name: "FILE.nii.gz", description: "classes of tissue" }],
  options: {
    ...shared,
    brain: required(text("ID", "the brain")),
    grey: withDefault(values("values that are grey matter"), [1]),
    white: withDefault(values("values that are white matter"), [2]),
  },
  examples: ["cytonet import volumes bigbrain.nii.gz --cohort brains --brain B2020 --grey 1 --white 2"],
  async execute({ options, positionals }) {
    const { importVolume } = await import("../preparation/importVolume.js");
    const { cohort, ...rest } = options;
    return importVolume({ ...rest, cohortDir: cohort, file: positionals[0]! });
  },
  print: ({ brain, volume, greyVoxels, whiteVoxels, dryRun }) =>
    `${brain}: ${greyVoxels} voxels of grey and ${whiteVoxels} of white matter ${dryRun ? "would go" : "went"} to ${volume}`,
});

/** `cytonet import surfaces`: surfaces made by other software. */
export const importSurfaces = defineCommand({
  name: "import surfaces",
  summary: "take over a brain's own surfaces",
  details:
    "GIfTI files with points and triangles in the brain's own RAS millimetres. Every file is read and checked first; then " +
    "they go to external/BRAIN, each with what is known of it (space, counts, box, hash) as NAME.json beside it.",
  positionals: [{ name: "FILE.surf.gii", description: "a surface", rest: true }],
  options: { ...shared, brain: required(text("ID", "the brain")) },
  examples: ["cytonet import surfaces lh.pial.surf.gii lh.white.surf.gii --cohort brains --brain B2020"],
  async execute({ options, positionals }) {
    const { importSurface } = await import("../preparation/importSurface.js");
    const { brainOf, loadCohort } = await import("@cytonet/cohort");
    const cohort = await loadCohort(options.cohort);
    const brain = brainOf(cohort, options.brain);
    // All or none: a bad file is told of before the first is copied.
    for (const file of options.dryRun ? [] : positionals) await importSurface(cohort, brain, file, true);
    const surfaces = [];
    for (const file of positionals) surfaces.push(await importSurface(cohort, brain, file, options.dryRun));
    return { brain: options.brain, surfaces, dryRun: options.dryRun };
  },
  print: ({ surfaces, dryRun }) =>
    surfaces
      .map(
        ({ surface, vertices, triangles, space }) =>
          `${surface}: ${vertices} vertices, ${triangles} triangles in ${space}${dryRun ? "; would be written" : ""}`,
      )
      .join("\n"),
});
