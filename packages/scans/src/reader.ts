import type { BitDepth, GreyImage } from "./image.js";

/** One resolution of a scan. Level 0 is the finest; the others are downsampled by these factors. */
export interface ScanLevel {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Level-0 pixels per pixel of this level, along x and along y; 1 for level 0. */
  readonly downsampleX: number;
  readonly downsampleY: number;
}

/** Whole pixels of one level, wholly inside it. */
export interface PixelRegion {
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** An open file as a reader gives it: grey pixels of whole regions, no resampling, no fill. */
export interface ScanSource {
  /** Format and layout in words, such as "tiff, tiled". */
  readonly format: string;
  readonly bitDepth: BitDepth;
  /** From the file's own metadata, in µm; undefined where it states none. */
  readonly pixelSizeXUm: number | undefined;
  readonly pixelSizeYUm: number | undefined;
  /** Finest first. */
  readonly levels: readonly ScanLevel[];
  readRegion(level: number, region: PixelRegion): Promise<GreyImage>;
  close(): Promise<void>;
}

export interface SourceOptions {
  /** Grey level on which transparent pixels are composited; white if absent. */
  readonly background?: number;
  /** See `OpenScanOptions`. */
  readonly maxPixelsInMemory?: number;
}

/** A kind of file. Readers are asked in turn; the first one that recognises the content opens it. */
export interface ScanReader {
  readonly name: string;
  readonly formats: readonly FormatInfo[];
  /** @param head the file's first bytes (up to 64) */
  recognises(head: Uint8Array, path: string): boolean;
  open(path: string, options: SourceOptions): Promise<ScanSource>;
}

/** What `cytonet doctor` prints about a format. */
export interface FormatInfo {
  readonly name: string;
  readonly extensions: readonly string[];
  readonly note: string;
}
