/**
 * Reading of section images and of volumes, without libtorch.
 *
 * ```ts
 * import { openScan } from "@cytonet/scans";
 *
 * const scan = await openScan("section.png", { pixelSizeXUm: 11.8, pixelSizeYUm: 14.4 });
 * const patch = await scan.readPatch({ centerXPx: 300, centerYPx: 200, sizePx: 64, pixelSizeUm: 16 });
 * console.log(patch.data.length); // 64 · 64 grey values
 * await scan.close();
 * ```
 *
 * @packageDocumentation
 */
export { type ScanCodecs, scanCodecs } from "./codecs/native.js";
export {
  type ConvertedScan,
  type ConvertOptions,
  type ConvertRun,
  convertScan,
} from "./convert/convertScan.js";
export { type ConversionEstimate, estimateConversion } from "./convert/estimate.js";
export { isScanError, ScanError, type ScanErrorKind } from "./errors.js";
export { type BitDepth, type GreyImage, type GreySamples, whiteLevel } from "./image.js";
export { openScan } from "./openScan.js";
export type { FormatInfo, ScanDetails, ScanLevel } from "./reader.js";
export { supportedFormats } from "./readers/registry.js";
export { boxResample, type GridAxis, type PlacedImage } from "./resample.js";
export type { OpenScanOptions, PatchRequest, ReadOptions, Scan, ScanWindow } from "./scan.js";
export { readNifti, type Volume } from "./volumes/nifti.js";
export type { VolumeSamples } from "./volumes/niftiTypes.js";
export { type NrrdVolume, readNrrd } from "./volumes/nrrd.js";
export type { NrrdHeader } from "./volumes/nrrdHeader.js";
export type { NrrdSamples, NrrdType } from "./volumes/nrrdTypes.js";
export { writeNifti } from "./volumes/writeNifti.js";
export {
  createScanWriter,
  type ScanWriter,
  type WrittenScan,
} from "./writers/createScanWriter.js";
export type { ScanCompression, ScanFormat, ScanWriterOptions } from "./writers/options.js";
export type { WrittenFile } from "./writers/tileSink.js";
