import { ConfigError } from "@cytonet/cohort/errors";
import { InvalidArgumentError } from "commander";
import { defineCommand } from "./command.js";
import { choice, common, flag, integer, longName, number, text, withDefault } from "./options.js";
import { refuseHalfSize } from "./scanOptions.js";

const views = {
  placeholder: "1|8",
  description: "8 averages over a patch's mirror images and quarter turns",
  parse: (value: string): 1 | 8 => {
    if (value === "1" || value === "8") return Number(value) as 1 | 8;
    throw new InvalidArgumentError("Give 1 or 8.");
  },
};

export const embed = defineCommand({
  name: "embed",
  summary: "compute the features of a cohort's points, or of points on one image",
  details:
    "With --cohort the features go to derived/features-…, section by section; finished sections are skipped. " +
    "With --image and --points no cohort is needed. --histogram gives the grey-value baseline instead of a model's features.",
  options: {
    cohort: common.cohort,
    model: common.model,
    output: withDefault(
      choice(["backbone", "projection"], "the encoder's feature, or the projection head's"),
      "backbone",
    ),
    views: withDefault(views, 1 as const),
    sampler: text("NAME", "embed the points of this sampler only"),
    histogram: {
      ...common.dryRun,
      description: "grey-value histograms of patches of --patch-px at --pixel-size-um",
    },
    patchPx: integer("N", "with --histogram: side of a patch", 1),
    pixelSizeUm: number("UM", "with --histogram: µm per pixel of a patch"),
    image: text("FILE", "embed points of this image"),
    points: text(
      "FILE.csv",
      "with --image: a CSV with the columns xPx,yPx and, if points have names, pointId",
    ),
    imagePixelSizeXUm: number("UM", "with --image: µm per pixel along x, where the image does not say it"),
    imagePixelSizeYUm: number("UM", "with --image: µm per pixel along y"),
    trustPixelSizes: flag("with --image: go by the given pixel sizes where the image states others"),
    stainPolarity: withDefault(
      choice(["dark", "light"], "with --image: cells dark on light, or light on dark"),
      "dark",
    ),
    out: { ...common.out, description: "with --image: the Parquet file to write" },
    batchSize: integer("N", "patches at a time", 1),
    device: text("DEVICE", "cpu, cuda or cuda:N"),
    threads: integer("N", "processor threads", 1),
    workers: integer("N", "threads that read patches ahead; 0 reads in the main thread"),
    cacheDir: text("DIR", "with --cohort: a folder of a local disk that keeps patches for the next model"),
    force: common.force,
  },
  examples: [
    "cytonet embed --cohort mice --model runs/mice-1/model",
    "cytonet embed --model runs/mice-1/model --image section.png --points points.csv --image-pixel-size-x-um 12.1 --image-pixel-size-y-um 14.3 --out features.parquet",
    "cytonet embed --cohort mice --histogram --patch-px 64 --pixel-size-um 16",
  ],
  async execute({ options, ...context }) {
    const { output, cohort: cohortDir, sampler, batchSize, device, threads, workers, force } = options;
    if (options.image !== undefined) {
      const { imagePixelSizeXUm: pixelSizeXUm, imagePixelSizeYUm: pixelSizeYUm } = options;
      refuseHalfSize({ pixelSizeXUm, pixelSizeYUm }, "--image-pixel-size");
      refuseIdle(options, ofCohorts, "--image");
      const { embedImage } = await import("../embedding/embedImage.js");
      return embedImage({
        image: options.image,
        model: needed(options.model, "model"),
        points: needed(options.points, "points"),
        out: needed(options.out, "out"),
        pixelSizeXUm,
        pixelSizeYUm,
        trustPixelSizes: options.trustPixelSizes,
        stainPolarity: options.stainPolarity,
        output,
        views: options.views,
        force,
        batchSize,
        device,
        threads,
        workers,
        signal: context.signal,
        progress: context.progress,
      });
    }
    refuseIdle(options, ofImages, "--cohort");
    const source = options.histogram
      ? {
          histogram: {
            patchPx: needed(options.patchPx, "patch-px"),
            pixelSizeUm: needed(options.pixelSizeUm, "pixel-size-um"),
          },
        }
      : { model: needed(options.model, "model"), output, views: options.views };
    const { runEmbedding } = await import("../embedding/runEmbedding.js");
    const request = {
      cohortDir: needed(cohortDir, "cohort"),
      source,
      sampler,
      batchSize,
      device,
      threads,
      workers,
      cacheDir: options.cacheDir,
      force,
    };
    return runEmbedding(request, context);
  },
  print: (result) =>
    "features" in result
      ? `${result.features}: ${result.points} points of ${result.sections.done + result.sections.skipped} sections ` +
        `(${result.sections.skipped} were there already` +
        `${result.failedSections ? `, ${result.failedSections} sections failed` : ""}` +
        `${result.failedPoints ? `, ${result.failedPoints} points cannot be read` : ""})`
      : `${result.out}: ${result.points} points, ${result.length} numbers each` +
        (result.failures === 0 ? "" : `; ${result.failures} points cannot be read`) +
        (result.replaced === undefined ? "" : `; the old one is ${result.replaced}`),
});

const ofCohorts = ["cohort", "sampler", "histogram", "patchPx", "pixelSizeUm", "cacheDir"] as const;
const ofImages = ["points", "imagePixelSizeXUm", "imagePixelSizeYUm", "trustPixelSizes", "out"] as const;

/** @throws ConfigError for an option that would change nothing */
function refuseIdle<K extends string>(
  options: Readonly<Partial<Record<K, unknown>>>,
  names: readonly K[],
  beside: string,
): void {
  const idle = names.find((name) => options[name] !== undefined && options[name] !== false);
  if (idle === undefined) return;
  throw new ConfigError({
    field: longName(idle),
    message: `means nothing beside ${beside}`,
    remedy: "See cytonet embed --help.",
  });
}

function needed<T>(value: T | undefined, option: string): T {
  if (value !== undefined) return value;
  throw new ConfigError({ field: `--${option}`, message: "is missing", remedy: "See cytonet embed --help." });
}
