import { basename } from "node:path";
import { ConfigError, checkOutput, DataError, moveAside, writeFeatures } from "@cytonet/cohort";
import { openScan } from "@cytonet/scans";
import { rankDevice, setNumThreads } from "@cytonet/torch";
import { checkDevice } from "../device.js";
import { loadModelFolder } from "../models/modelFolder.js";
import { defaultWorkers, openDecoder } from "../patches/pipeline/openDecoder.js";
import type { PatchFailure } from "../patches/pipeline/unreadable.js";
import { WaitMeter } from "../pretraining/waitMeter.js";
import { sizesDiffer } from "../scans/pixelSize.js";
import type { WorkContext } from "../workContext.js";
import { describePoints, readAhead } from "./describePoints.js";
import { modelDescriptor, type Views } from "./descriptor.js";
import { type ImagePoints, readImagePoints, refuseOutside } from "./imagePoints.js";

export interface EmbedImageOptions {
  readonly model: string;
  readonly image: string;
  /** CSV with the columns `xPx,yPx` and, where points have names, `pointId`. */
  readonly points: string;
  /** µm per pixel where the image states none; what it states may differ by 1 %. */
  readonly pixelSizeXUm?: number | undefined;
  readonly pixelSizeYUm?: number | undefined;
  /** Go by the given pixel sizes where the image states others. */
  readonly trustPixelSizes?: boolean | undefined;
  readonly stainPolarity: "dark" | "light";
  readonly output: "backbone" | "projection";
  readonly views: Views;
  readonly out: string;
  /** Replace a file that is there; it is kept aside. */
  readonly force?: boolean | undefined;
  /** Points at a time; default 64. */
  readonly batchSize?: number | undefined;
  readonly device?: string | undefined;
  readonly threads?: number | undefined;
  /** Threads that read patches; 0 reads in this one. Default by cores. */
  readonly workers?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: WorkContext["progress"] | undefined;
}

export interface EmbedImageResult {
  readonly modelId: string;
  readonly out: string;
  readonly points: number;
  readonly length: number;
  /** Points whose patch cannot be read: they are not in the file. */
  readonly failures: number;
  readonly failed: readonly PatchFailure[];
  /** Where the old file is now, if one was replaced. */
  readonly replaced: string | undefined;
}

const DEFAULT_BATCH = 64;

/**
 * Features of points on one image, without a cohort.
 *
 * @throws DataError naming file, line and column of a bad point, or where none can be read; ConfigError for an output
 * that exists while `force` is not given, and for pixel sizes that are not known or contradict the image
 */
export async function embedImage(options: EmbedImageOptions): Promise<EmbedImageResult> {
  const { out, force } = options;
  checkDevice(options.device ?? "cpu");
  await checkOutput(out, { force, inputs: [options.image, options.points, options.model] });
  const points = await readImagePoints(options.points);
  await checkImage(options, points);
  const device = rankDevice(options.device ?? "cpu");
  if (options.threads !== undefined) setNumThreads(options.threads);
  const loaded = await loadModelFolder(options.model, device);
  try {
    const descriptor = modelDescriptor(loaded, { ...options, device });
    const { pixelSizeXUm, pixelSizeYUm, stainPolarity } = options;
    const image = {
      brain: "",
      section: basename(options.image),
      path: options.image,
      pixelSizeXUm,
      pixelSizeYUm,
      stainPolarity,
    };
    const sites = {
      images: [image],
      image: new Uint32Array(points.pointId.length),
      xPx: points.xPx,
      yPx: points.yPx,
      pointId: points.pointId,
    };
    const decoder = openDecoder(options.workers ?? defaultWorkers(device));
    try {
      const signal = options.signal ?? new AbortController().signal;
      const pipeline = readAhead(sites, descriptor, {
        decoder,
        batchSize: options.batchSize ?? DEFAULT_BATCH,
        signal,
      });
      const total = points.pointId.length;
      const tell = (done: number): void => options.progress?.({ stage: "embed", done, total });
      const { pointId, values, failures } = await describePoints(descriptor, pipeline, new WaitMeter(), tell);
      if (pointId.length === 0 && failures[0] !== undefined) throw nothingReadable(failures[0]);
      const { id: modelId, output, length } = descriptor;
      const { referenceSpace } = loaded.config;
      const replaced = await moveAside(out, force);
      await writeFeatures(out, { modelId, output, length, referenceSpace, pointId, values });
      return {
        modelId,
        out,
        points: pointId.length,
        length,
        failures: failures.length,
        failed: failures,
        replaced,
      };
    } finally {
      await decoder.close();
    }
  } finally {
    loaded.model.dispose();
  }
}

/** The error for an image, or a section, of which no patch can be read. */
export function nothingReadable({ file, reason }: PatchFailure): DataError {
  return new DataError({
    file,
    message: `no patch can be read: ${reason}`,
    remedy: "Check the file with `cytonet scan info`, and that its pixel size is known.",
  });
}

/** Looks at the image before a model is loaded: is its scale known, and do the points lie in it? */
async function checkImage(options: EmbedImageOptions, points: ImagePoints): Promise<void> {
  const { image: file, pixelSizeXUm, pixelSizeYUm, trustPixelSizes = false } = options;
  const scan = await openScan(file);
  try {
    const [x, y] = [pixelSizeXUm ?? scan.pixelSizeXUm, pixelSizeYUm ?? scan.pixelSizeYUm];
    if (x === undefined || y === undefined) {
      throw new ConfigError({
        file,
        message: "does not state its pixel size",
        remedy: "Give --image-pixel-size-x-um and --image-pixel-size-y-um.",
      });
    }
    if (!trustPixelSizes && sizesDiffer({ pixelSizeXUm, pixelSizeYUm }, scan)) {
      throw new ConfigError({
        file,
        message: `states ${scan.pixelSizeXUm} x ${scan.pixelSizeYUm} µm/px, and ${x} x ${y} were given`,
        remedy: "Leave the pixel sizes out, or give --trust-pixel-sizes to go by those that were given.",
      });
    }
    refuseOutside(points, scan);
  } finally {
    await scan.close();
  }
}
