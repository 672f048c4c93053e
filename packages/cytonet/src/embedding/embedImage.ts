import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { DataError, parseCsv, writeFeatures } from "@cytonet/cohort";
import { loadModelFolder } from "../models/modelFolder.js";
import { openPatches } from "../patches/patchSource.js";
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
}

export interface EmbedImageResult {
  readonly modelId: string;
  readonly out: string;
  readonly points: number;
  readonly length: number;
}

/**
 * Features of points on one image, without a cohort.
 *
 * @throws DataError naming file, line and column of a bad point; ScanError where the image has no pixel size
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
    const source = await openPatches(
      { images: [image], image: new Uint32Array(points.pointId.length), xPx: points.xPx, yPx: points.yPx },
      {
        sidePx: descriptor.patchPx,
        pixelSizeUm: descriptor.pixelSizeUm,
        tone: descriptor.tone,
        memoryBytes: 0,
      },
    );
    try {
      const values = new Float32Array(points.pointId.length * descriptor.length);
      const step = 64;
      for (let start = 0; start < points.pointId.length; start += step) {
        const count = Math.min(step, points.pointId.length - start);
        const bytes = await source.read(Array.from({ length: count }, (_, i) => start + i));
        values.set(descriptor.describe(bytes), start * descriptor.length);
      }
      const { id: modelId, output, length } = descriptor;
      const { referenceSpace } = loaded.config;
      await writeFeatures(options.out, {
        modelId,
        output,
        length,
        referenceSpace,
        pointId: points.pointId,
        values,
      });
      return { modelId, out: options.out, points: points.pointId.length, length };
    } finally {
      await source.close();
    }
  } finally {
    loaded.model.dispose();
  }
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
