import { type GreyImage, isScanError, openScan, type Scan } from "@cytonet/scans";
import { type CacheOptions, PatchCache } from "./cache/patchCache.js";
import { ScanPool } from "./scanPool.js";
import { standardisingTable, type Tone } from "./sectionTone.js";
import type { SiteTable } from "./sites.js";

/** How patches are read. Travels to worker threads as it is. */
export interface PatchForm {
  readonly sidePx: number;
  /** Isotropic size of a patch's pixels. */
  readonly pixelSizeUm: number;
  /** Whether every section's tissue is brought to one mean and spread. */
  readonly tone: Tone;
}

export interface PatchReaderOptions extends PatchForm {
  /** Scans that stay open. */
  readonly openScans: number;
  readonly cache?: CacheOptions;
}

/** Reads patches from scans, one after the other or several at once. Without libtorch: worker threads use it. */
export class PatchReader {
  readonly #scans: ScanPool;
  readonly #tables = new Map<number, Promise<Uint8Array>>();
  readonly #cache: PatchCache | undefined;

  constructor(
    readonly sites: SiteTable,
    readonly options: PatchReaderOptions,
  ) {
    this.#scans = new ScanPool(options.openScans, (number) => this.#openScan(number));
    if (options.cache !== undefined) this.#cache = new PatchCache(options.cache, sites, options);
  }

  /**
   * Reads patch `index` as bytes, cells dark on light.
   *
   * @param out side × side bytes
   * @throws ScanError for a scan or a window that cannot be read, also when it is opened anew
   */
  async readInto(index: number, out: Uint8Array): Promise<void> {
    if (await this.#cache?.read(index, out)) return;
    try {
      await this.#decode(index, out);
    } catch (error) {
      // A file may have been replaced, or a server restarted, since it was opened.
      if (!isScanError(error, "corrupt") && !isScanError(error, "missing")) throw error;
      const number = this.sites.image[index]!;
      await this.#scans.drop(number);
      this.#tables.delete(number);
      await this.#decode(index, out);
    }
    await this.#cache?.write(index, out);
  }

  /** Does `work`, which reads several patches of the scan of patch `index`: it stays open meanwhile. */
  holdScan<T>(index: number, work: () => Promise<T>): Promise<T> {
    return this.#scans.hold(this.sites.image[index]!, work);
  }

  close(): Promise<void> {
    return this.#scans.close();
  }

  async #decode(index: number, out: Uint8Array): Promise<void> {
    const { sites, options } = this;
    const number = sites.image[index]!;
    await this.#scans.use(number, async (scan) => {
      const { sidePx: sizePx, pixelSizeUm } = options;
      const patch = {
        centerXPx: onPixelGrid(sites.xPx[index]!, sizePx, pixelSizeUm / scan.pixelSizeXUm!),
        centerYPx: onPixelGrid(sites.yPx[index]!, sizePx, pixelSizeUm / scan.pixelSizeYUm!),
        sizePx,
        pixelSizeUm,
      };
      if (scan.bitDepth === 8) await scan.readPatchInto(patch, out);
      else toBytes(await scan.readPatch(patch), out);
      if (options.tone === "standardised") {
        const table = await this.#table(number, scan);
        for (let i = 0; i < out.length; i++) out[i] = table[out[i]!]!;
      }
    });
    if (sites.images[number]!.stainPolarity === "light")
      for (let i = 0; i < out.length; i++) out[i] = 255 - out[i]!;
  }

  #table(number: number, scan: Scan): Promise<Uint8Array> {
    const known = this.#tables.get(number) ?? standardisingTable(scan);
    this.#tables.set(number, known);
    return known;
  }

  #openScan(number: number): Promise<Scan> {
    const { path, pixelSizeXUm, pixelSizeYUm } = this.sites.images[number]!;
    return openScan(path, { ...(pixelSizeXUm && { pixelSizeXUm }), ...(pixelSizeYUm && { pixelSizeYUm }) });
  }
}

/** Relative slack of a whole number of scan pixels in a patch's pixel. */
const WHOLE = 1e-6;

/**
 * Moves a patch's centre by at most half a pixel of the patch, so that its pixels are whole pixels of the scan or of
 * a level of its pyramid. Otherwise each would be a mixture of neighbours, by weights that differ from patch to
 * patch: a blur that means nothing. Where a patch's pixel is no whole number of the scan's, the centre stays.
 *
 * @param centrePx level-0 pixels
 * @param step level-0 pixels per pixel of the patch; not finite where the scan's size is unknown
 */
export function onPixelGrid(centrePx: number, sidePx: number, step: number): number {
  const whole = Math.round(step);
  if (whole < 1 || !(Math.abs(step - whole) <= WHOLE * whole)) return centrePx;
  const half = (sidePx * whole) / 2;
  return Math.round((centrePx - half) / whole) * whole + half;
}

/** Sixteen bits as eight. */
function toBytes({ data }: GreyImage, out: Uint8Array): void {
  for (let i = 0; i < data.length; i++) out[i] = Math.round(data[i]! / 257);
}
