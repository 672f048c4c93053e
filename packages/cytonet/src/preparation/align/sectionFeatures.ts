import { join } from "node:path";
import { DataError } from "@cytonet/cohort";
import { type LocalFeatures, type LocatedFeatures, mirroredDescriptors, surf } from "@cytonet/imaging";
import { openScan, whiteLevel } from "@cytonet/scans";
import { noGrad, readSafetensors, scope, type Tensor, tensor, writeSafetensors } from "@cytonet/torch";
import { tissueMask } from "../tissue.js";
import type { AlignConfig } from "./alignConfig.js";
import type { Overview } from "./overview.js";
import { overviewOf } from "./overview.js";

/** Features of a section and a small picture of it, as pairs need them. */
export interface SectionFeatures extends LocatedFeatures {
  /** The same in this process's memory, and as seen from behind. */
  readonly local: LocalFeatures;
  readonly mirroredVectors: Float32Array;
  readonly overview: Overview;
  readonly tissueAreaUm2: number;
}

/** What a section's summary says; `summary.json` beside its features. */
export interface FeatureSummary {
  readonly brain: string;
  readonly section: string;
  readonly widthUm: number;
  readonly heightUm: number;
  readonly features: number;
  readonly tissueAreaMm2: number;
  /** Grey level of the bare slide, 0 to 255. */
  readonly background: number;
}

/** A scan and how it is read. */
export interface FeatureRequest {
  readonly brain: string;
  readonly section: string;
  readonly scan: string;
  readonly pixelSizeXUm: number;
  readonly pixelSizeYUm: number;
  readonly stainPolarity: "dark" | "light";
}

/** Fewer features than this cannot be told from noise. */
const fewestFeatures = 16;

/**
 * Finds the features of a section and writes them.
 *
 * @throws DataError for a blank slide and for one without structure; ScanError where it cannot be read
 */
export async function findSectionFeatures(
  request: FeatureRequest,
  { pixelSizeUm, allowUpsampling, tissue, features: settings }: AlignConfig,
  device: string,
  outDir: string,
): Promise<FeatureSummary> {
  const { pixelSizeXUm, pixelSizeYUm } = request;
  const scan = await openScan(request.scan, { pixelSizeXUm, pixelSizeYUm });
  try {
    const { widthPx, heightPx } = scan;
    const toByte = 255 / whiteLevel(scan.bitDepth);
    const background = Math.round((await scan.background()) * toByte);
    const read = await scan.read({ xPx: 0, yPx: 0, widthPx, heightPx }, pixelSizeUm, { allowUpsampling });
    const data = toByte === 1 ? read.data : Uint8Array.from(read.data, (grey) => Math.round(grey * toByte));
    const image = { ...read, data: data as Uint8Array<ArrayBuffer>, bitDepth: 8 as const };
    const mask = tissueMask(image, pixelSizeUm, background, request.stainPolarity, tissue.minContrast);
    const pixels = mask.inside.reduce((sum, value) => sum + value, 0);
    const share = pixels / mask.inside.length;
    if (share < tissue.minShare) {
      throw new DataError({
        file: request.scan,
        field: "tissue.minShare",
        message: `shows ${(100 * share).toFixed(2)} % tissue: a blank slide`,
        remedy: "Set its status to excluded or missing in sections.csv, or lower tissue.minShare.",
      });
    }
    const overview = overviewOf(image.data, mask, background);
    const count = scope(() => {
      const shape = [image.heightPx, image.widthPx];
      const found = surf(tensor(image.data, { shape, device }), {
        ...settings,
        background,
        inside: tensor(mask.inside, { shape, device }),
      });
      const tensors = {
        places: found.places,
        positive: found.positive.to({ dtype: "uint8" }),
        descriptors: found.descriptors.to({ dtype: "float16" }),
        overview: tensor(overview.grey, { shape: [overview.heightPx, overview.widthPx] }),
        overviewTissue: tensor(overview.inside, { shape: [overview.heightPx, overview.widthPx] }),
      };
      const metadata = {
        pixelSizeUm: String(pixelSizeUm),
        overviewPixelUm: String(overview.pixelSizeUm),
        tissueAreaUm2: String(pixels * pixelSizeUm ** 2),
      };
      const onCpu = Object.fromEntries(
        Object.entries(tensors).map(([name, value]) => [name, value.to({ device: "cpu" }).contiguous()]),
      );
      writeSafetensors(join(outDir, "features.safetensors"), onCpu, metadata);
      return found.places.shape[0]!;
    });
    if (count < fewestFeatures) {
      throw new DataError({
        file: request.scan,
        field: "features.threshold",
        message: `has only ${count} features`,
        remedy: "Look at the scan: exclude the section, or lower features.threshold.",
      });
    }
    return {
      brain: request.brain,
      section: request.section,
      widthUm: widthPx * pixelSizeXUm,
      heightUm: heightPx * pixelSizeYUm,
      features: count,
      tissueAreaMm2: (pixels * pixelSizeUm ** 2) / 1e6,
      background,
    };
  } finally {
    await scan.close();
  }
}

/** Reads a section's features onto a device; `dispose` releases them. @throws SafetensorsError */
export function readSectionFeatures(path: string, device: string): SectionFeatures {
  return noGrad(() =>
    scope(() => {
      const { tensors, metadata } = readSafetensors(path);
      const get = (name: string): Tensor => tensors.get(name)!;
      const pixelSizeUm = Number(metadata.pixelSizeUm);
      const descriptors = get("descriptors").to({ dtype: "float32" });
      const positive = get("positive").toTypedArray() as Uint8Array;
      const places = get("places").toTypedArray() as Float32Array;
      const count = positive.length;
      const column = (at: number, scale: number): Float64Array =>
        Float64Array.from({ length: count }, (_, i) => places[4 * i + at]! * scale);
      const placesUm = Float64Array.from(
        { length: 2 * count },
        (_, i) => places[4 * (i >> 1) + (i & 1)]! * pixelSizeUm,
      );
      const anglesRad = column(3, 1);
      const grey = get("overview");
      return {
        descriptors: descriptors.to({ device }),
        positive: get("positive").to({ device, dtype: "bool" }),
        placesUm,
        anglesRad,
        local: {
          vectors: descriptors.toTypedArray() as Float32Array,
          length: descriptors.shape[1]!,
          positive,
          placesUm,
          anglesRad,
          scalesUm: column(2, pixelSizeUm),
        },
        mirroredVectors: mirroredDescriptors(descriptors).toTypedArray() as Float32Array,
        overview: {
          widthPx: grey.shape[1]!,
          heightPx: grey.shape[0]!,
          pixelSizeUm: Number(metadata.overviewPixelUm),
          grey: grey.toTypedArray() as Uint8Array<ArrayBuffer>,
          inside: get("overviewTissue").toTypedArray() as Uint8Array<ArrayBuffer>,
        },
        tissueAreaUm2: Number(metadata.tissueAreaUm2),
      };
    }),
  );
}
