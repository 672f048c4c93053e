import type { BitDepth, GreyImage, SampleMemory } from "./image.js";

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

/** How a scan is stored, for people who want to know. Absent where a reader cannot tell. */
export interface ScanDetails {
  readonly tileWidthPx?: number;
  readonly tileHeightPx?: number;
  /** Of the finest level, in words: `jpeg`, `deflate`, `none`. */
  readonly compression?: string;
  /** What states the pixel size: `OME-XML`, `coordinateTransformations`. */
  readonly pixelSizeFrom?: string;
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
  readonly details?: ScanDetails;
  readRegion(level: number, region: PixelRegion): Promise<GreyImage>;
  /**
   * The same pixels in bands from top to bottom, for a source that decodes them so: `rows` holds `heightPx` rows
   * of the region from `yPx` of the level on, and is overwritten after `take` returns.
   *
   * @param into memory for all rows of the region, if they are to stay: `rows` is a part of it then
   */
  eachRows?(
    level: number,
    region: PixelRegion,
    take: (rows: SampleMemory, yPx: number, heightPx: number) => void,
    into?: SampleMemory,
  ): Promise<void>;
  close(): Promise<void>;
}

export interface SourceOptions {
  /** Grey level on which transparent pixels are composited; white if absent. */
  readonly background?: number;
  /** See `OpenScanOptions`. */
  readonly maxPixelsInMemory?: number;
  readonly axisIndex?: Readonly<Record<string, number>>;
}

/** What a reader is shown of a path before it is asked to open it. */
export interface ScanPlace {
  readonly path: string;
  /** `url`: http or https. */
  readonly kind: "file" | "folder" | "url";
  /** A file's first bytes (up to 64); empty for folders and URLs. */
  readonly head: Uint8Array;
}

/** A kind of file, folder or URL. Readers are asked in turn; the first that recognises the place opens it. */
export interface ScanReader {
  readonly name: string;
  readonly formats: readonly FormatInfo[];
  recognises(place: ScanPlace): boolean | Promise<boolean>;
  open(path: string, options: SourceOptions): Promise<ScanSource>;
}

/** What `cytonet doctor` prints about a format. */
export interface FormatInfo {
  readonly name: string;
  readonly extensions: readonly string[];
  readonly note: string;
}
