import { defineCommand } from "./command.js";
import { choice, common, integer, number, required, texts, withDefault } from "./options.js";

/** What `--variant` leaves out of the sections. */
const variants = {
  full: {},
  "no-cells": { withoutCells: true },
  geometry: { geometryOnly: true },
  equalised: { equalised: true },
} as const;

/** `cytonet phantom`: a cohort of brains whose truth is known. */
export const phantom = defineCommand({
  name: "phantom",
  summary: "make a cohort of phantom brains, whose areas, layers, cells and coordinates are known",
  details:
    "demo: 4 small brains for a first look; study: 10 brains with the roles of the paper; paper: human size, 1 um per " +
    "pixel (give --brains and --sections). Writes scans, points, labels, a split, and truth/ beside them. Stopped at " +
    "any moment, the same command goes on; finished sections are skipped. Results do not depend on --threads.",
  options: {
    preset: required(choice(["demo", "study", "paper"], "size of the cohort")),
    out: required({ ...common.out, description: "the cohort folder to make" }),
    seed: withDefault(common.seed, 1),
    confounds: withDefault(
      choice(["none", "mild", "strong"], "staining, artefacts and displacement of sections"),
      "mild",
    ),
    pixelUm: number("UM", "level-0 pixel of the scans, at least 1 (default: the preset's)"),
    format: withDefault(choice(["tiff", "ome-zarr"], "format of the scans"), "tiff"),
    variant: withDefault(
      choice(
        ["full", "no-cells", "geometry", "equalised"],
        "leave out cells, or all but geometry; or equalise the areas' mean density, cell size and grey",
      ),
      "full",
    ),
    brains: texts("ID", "make these brains only"),
    sections: texts("NUMBER", "make these sections only, by number, or every:N"),
    threads: integer("N", "threads that render (default: all cores)", 1),
    dryRun: common.dryRun,
    force: common.force,
  },
  examples: [
    "cytonet phantom --preset demo --seed 1 --out demo/cohort",
    "cytonet phantom --preset study --out study --confounds strong",
    "cytonet phantom --preset paper --out paper --brains B11 --sections every:100",
  ],
  async execute({ options, signal, progress }) {
    const { estimatePhantom, phantomPresets, writePhantom } = await import("@cytonet/phantom");
    const { preset, out, seed, confounds, format, variant, brains, sections, threads, force } = options;
    const { pixelUm = phantomPresets[preset].pixelUm } = options;
    const settings = { seed, confounds, pixelUm, format, variant: variants[variant] };
    const request = { preset, out, settings, brains, sections, threads, force, signal, progress };
    return options.dryRun ? { estimate: estimatePhantom(request) } : writePhantom(request);
  },
  print(result) {
    if ("estimate" in result) {
      const { brains, sections, megapixelsPerSection, gigabytes, minutes, threads } = result.estimate;
      return (
        `${brains} brains, about ${sections} sections of ${megapixelsPerSection} megapixels; ` +
        `about ${gigabytes} GB and ${minutes} minutes on ${threads} threads. Nothing was written.`
      );
    }
    const { cohortDir, brains, sections, missing, made, skipped, failures, megapixels } = result;
    const failed = failures > 0 ? `, ${failures} failed (derived/phantom/failures.jsonl)` : "";
    return (
      `${cohortDir}: ${sections} sections of ${brains.length} brains (${megapixels} megapixels), ` +
      `${made} made, ${skipped} there already${failed}; ${missing} lost as sections are`
    );
  },
});
