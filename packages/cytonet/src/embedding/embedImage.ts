import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { DataError, parseCsv, writeFeatures } from "@cytonet/cohort";
import { loadModelFolder } from "../models/modelFolder.js";
import { defaultWorkers, openDecoder } from "../patches/pipeline/openDecoder.js";
import type { PatchFailure } from "../patches/pipeline/unreadable.js";
import { WaitMeter } from "../pretraining/waitMeter.js";
import type { WorkContext } from "../workContext.js";
import { describePoints, readAhead } from "./describePoints.js";
import { modelDescriptor, type Views } from "./descriptor.js";

export interface EmbedImageOptions {
  readonly model: string;
  readonly image: string;
  /** CSV with the columns `xPx,yPx` and, where points have names, `pointId`. */
  readonly points: string;
  /** Replace what the image says of itself, or supply what it does not. */
  readonly pixelSizeXUm?: number | undefined;
  readonly pixelSizeYUm?: number | undefined;
  readonly stainPolarity: "dark" | "light";
  readonly output: "backbone" | "projection";
  readonly views: Views;
  readonly out: string;
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
}

const POINTS_AT_A_TIME = 64;

/**
 * Features of points on one image, without a cohort.
 *
 * @throws DataError naming file, line and column of a bad point, or where none can be read
 */
export async function embedImage(options: EmbedImageOptions): Promise<EmbedImageResult> {
  const points = await readPointsCsv(options.points);
  const loaded = await loadModelFolder(options.model);
  try {
    const descriptor = modelDescriptor(loaded, { ...options, device: "cpu" });
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
    const decoder = openDecoder(options.workers ?? defaultWorkers("cpu"));
    try {
      const signal = options.signal ?? new AbortController().signal;
      const pipeline = readAhead(sites, descriptor, { decoder, batchSize: POINTS_AT_A_TIME, signal });
      const total = points.pointId.length;
      const tell = (done: number): void => options.progress?.({ stage: "embed", done, total });
      const { pointId, values, failures } = await describePoints(descriptor, pipeline, new WaitMeter(), tell);
      if (pointId.length === 0 && failures[0] !== undefined) throw nothingReadable(failures[0]);
      const { id: modelId, output, length } = descriptor;
      const { referenceSpace } = loaded.config;
      await writeFeatures(options.out, { modelId, output, length, referenceSpace, pointId, values });
      return {
        modelId,
        out: options.out,
        points: pointId.length,
        length,
        failures: failures.length,
        failed: failures,
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

async function readPointsCsv(
  path: string,
): Promise<{ pointId: string[]; xPx: Float64Array; yPx: Float64Array }> {
  const text = await readFile(path, "utf8").catch((cause: Error) => {
    throw new DataError(
      { file: path, message: `cannot be read (${cause.message})`, remedy: "Name a CSV file with --points." },
      { cause },
    );
  });
  const [header, ...records] = parseCsv(text, path);
  const column = (name: string): number => header?.cells.indexOf(name) ?? -1;
  const [x, y, id] = [column("xPx"), column("yPx"), column("pointId")];
  if (x < 0 || y < 0) {
    const remedy =
      "Give the columns xPx,yPx (level-0 pixels, the first pixel's centre at 0.5) and, if points have names, pointId.";
    throw new DataError({
      file: path,
      line: 1,
      field: x < 0 ? "xPx" : "yPx",
      message: "column is missing",
      remedy,
    });
  }
  const number = (cells: readonly string[], place: number, line: number): number => {
    const value = Number(cells[place]);
    if (cells[place]?.trim() !== "" && Number.isFinite(value)) return value;
    const field = place === x ? "xPx" : "yPx";
    throw new DataError({
      file: path,
      line,
      field,
      message: `is ${JSON.stringify(cells[place])}`,
      remedy: "Give a number of pixels.",
    });
  };
  return {
    pointId: records.map(({ cells }, i) => (id < 0 ? String(i) : cells[id]!)),
    xPx: Float64Array.from(records, ({ cells, line }) => number(cells, x, line)),
    yPx: Float64Array.from(records, ({ cells, line }) => number(cells, y, line)),
  };
}
