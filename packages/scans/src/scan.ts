import type { BitDepth, GreyImage } from "./image.js";
import type { ScanDetails, ScanLevel } from "./reader.js";

/** A rectangle in level-0 pixels: real numbers, (0, 0) the image's top-left corner, pixel centres at +0.5. */
export interface ScanWindow {
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A square patch: `sizePx` pixels a side at `pixelSizeUm`, centred on a level-0 pixel position. */
export interface PatchRequest {
  readonly centerXPx: number;
  readonly centerYPx: number;
  readonly sizePx: number;
  readonly pixelSizeUm: number;
}

export interface ReadOptions {
  /** Interpolate (bilinear) where finer pixels are asked for than the scan has, instead of refusing. */
  readonly allowUpsampling?: boolean;
}

export interface OpenScanOptions {
  /** µm per pixel along x and y: they replace what the file states, and supply what it does not. */
  readonly pixelSizeXUm?: number;
  readonly pixelSizeYUm?: number;
  /** Grey level beyond the edge and under transparent pixels (0..255, or 0..65535 for 16 bits). */
  readonly background?: number;
  /**
   * Images of up to so many pixels are decoded once and kept as grey; larger ones are decoded window by window,
   * which only tiled files do quickly. Default 2²⁷, 128 MiB at 8 bits.
   */
  readonly maxPixelsInMemory?: number;
  /** OME-Zarr of more than two axes: which plane to read, by axis name, such as `{ c: 0, z: 3 }`. */
  readonly axisIndex?: Readonly<Record<string, number>>;
}

/** An open scan of one section, read as grey at any scale. */
export interface Scan {
  readonly path: string;
  /** Format and layout in words. */
  readonly format: string;
  /** Size of level 0. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** µm per level-0 pixel; undefined where neither the file nor the caller states it. Never guessed. */
  readonly pixelSizeXUm: number | undefined;
  readonly pixelSizeYUm: number | undefined;
  readonly bitDepth: BitDepth;
  readonly levels: readonly ScanLevel[];
  /** How it is stored; `pixelSizeFrom` is "given" where the caller stated both pixel sizes, and tells them apart where one. */
  readonly details: ScanDetails;

  /** Grey level of the bare slide: the one given at opening, else the median of the border. */
  background(): Promise<number>;

  /**
   * Read a window as square pixels of `pixelSizeUm`: exact area average from the coarsest level that is
   * still fine enough, the slide's background beyond the edge.
   *
   * Output pixels begin at the window's top-left corner; their number is the window's extent divided by
   * `pixelSizeUm`, rounded to whole pixels and at least one, so the last may reach past the window.
   *
   * @throws ScanError `pixel-size` where the scan has none, `resolution` where finer than the scan,
   * `request` for a window that is not finite and positive, `corrupt` for damaged pixels, `closed`
   */
  read(window: ScanWindow, pixelSizeUm: number, options?: ReadOptions): Promise<GreyImage>;

  /** Read a square patch of exactly `sizePx` × `sizePx` pixels. Throws as `read` does. */
  readPatch(patch: PatchRequest, options?: ReadOptions): Promise<GreyImage>;

  /**
   * Read a patch into memory that is given, which threads may share: with nothing to copy and nothing to collect.
   *
   * @param out receives `sizePx` × `sizePx` samples: bytes of a scan of 8 bits, words of one of 16. After an error it
   * holds anything.
   * @throws as `read` does, and ScanError `request` for memory of another length or depth
   */
  readPatchInto(patch: PatchRequest, out: Uint8Array | Uint16Array, options?: ReadOptions): Promise<void>;

  /** Free what the scan holds. Reading afterwards throws. */
  close(): Promise<void>;
}
