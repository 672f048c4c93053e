import { type GreyImage, openScan, type Scan } from "@cytonet/scans";
import { standardisingTable, type Tone } from "./sectionTone.js";
import type { PatchSites } from "./sites.js";

/** Square patches by number, as bytes with cells dark on light. */
export interface PatchSource {
  readonly count: number;
  readonly sidePx: number;
  /** `indices.length` × side × side bytes, patch by patch. */
  read(indices: ArrayLike<number>): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** What to read around each site. */
export interface PatchSourceOptions {
  readonly sidePx: number;
  /** Isotropic size of a patch's pixels. */
  readonly pixelSizeUm: number;
  /** Whether every section's tissue is brought to one mean and spread. Default: as scanned. */
  readonly tone?: Tone;
  /** Patches are kept in memory where all of them fit into this many bytes. Default 2 GiB. */
  readonly memoryBytes?: number;
  /** Scans that are open at one time where patches are read as they are asked for. Default 8. */
  readonly openScans?: number;
  readonly signal?: AbortSignal;
  onProgress?(done: number, total: number): void;
}

const DEFAULT_MEMORY_BYTES = 2 * 1024 ** 3;

/**
 * Opens patches for reading: into memory once where they fit, else from the scans on each call. Both give the
 * same bytes.
 *
 * @throws ScanError naming the file for scans that cannot be read at the resolution asked for
 */
export async function openPatches(sites: PatchSites, options: PatchSourceOptions): Promise<PatchSource> {
  const bytes = sites.image.length * options.sidePx ** 2;
  const direct = new ScanPatches(sites, options);
  if (bytes > (options.memoryBytes ?? DEFAULT_MEMORY_BYTES)) return direct;
  try {
    return await bank(direct, sites, options);
  } finally {
    await direct.close();
  }
}

class ScanPatches implements PatchSource {
  readonly count: number;
  readonly sidePx: number;
  // In the order of last use.
  readonly #open = new Map<number, Promise<Scan>>();
  readonly #tables = new Map<number, Promise<Uint8Array>>();

  constructor(
    readonly sites: PatchSites,
    readonly options: PatchSourceOptions,
  ) {
    this.count = sites.image.length;
    this.sidePx = options.sidePx;
  }

  async read(indices: ArrayLike<number>): Promise<Uint8Array> {
    const area = this.sidePx ** 2;
    const out = new Uint8Array(indices.length * area);
    // Section by section, so that a batch opens no scan twice.
    const order = Array.from({ length: indices.length }, (_, place) => place).sort(
      (a, b) => this.sites.image[indices[a]!]! - this.sites.image[indices[b]!]!,
    );
    for (const place of order)
      await this.#readInto(indices[place]!, out.subarray(place * area, (place + 1) * area));
    return out;
  }

  async close(): Promise<void> {
    const scans = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(scans.map(async (scan) => (await scan).close()));
  }

  async #readInto(index: number, out: Uint8Array): Promise<void> {
    const number = this.sites.image[index]!;
    const scan = await this.#scan(number);
    const patch = await scan.readPatch({
      centerXPx: this.sites.xPx[index]!,
      centerYPx: this.sites.yPx[index]!,
      sizePx: this.sidePx,
      pixelSizeUm: this.options.pixelSizeUm,
    });
    toBytes(patch, out);
    if (this.options.tone === "standardised") {
      const table = await this.#table(number, scan);
      for (let i = 0; i < out.length; i++) out[i] = table[out[i]!]!;
    }
    if (this.sites.images[number]!.stainPolarity === "light")
      for (let i = 0; i < out.length; i++) out[i] = 255 - out[i]!;
  }

  #table(number: number, scan: Scan): Promise<Uint8Array> {
    const known = this.#tables.get(number) ?? standardisingTable(scan);
    this.#tables.set(number, known);
    return known;
  }

  async #scan(number: number): Promise<Scan> {
    const known = this.#open.get(number);
    this.#open.delete(number);
    const { path, pixelSizeXUm, pixelSizeYUm } = this.sites.images[number]!;
    const scan =
      known ??
      openScan(path, { ...(pixelSizeXUm && { pixelSizeXUm }), ...(pixelSizeYUm && { pixelSizeYUm }) });
    this.#open.set(number, scan);
    if (this.#open.size > (this.options.openScans ?? 8)) {
      const [oldest, closing] = this.#open.entries().next().value!;
      this.#open.delete(oldest);
      await (await closing).close();
    }
    return scan;
  }
}

async function bank(
  direct: ScanPatches,
  sites: PatchSites,
  options: PatchSourceOptions,
): Promise<PatchSource> {
  const { count, sidePx } = direct;
  const area = sidePx ** 2;
  const bytes = new Uint8Array(count * area);
  const order = Array.from({ length: count }, (_, i) => i).sort((a, b) => sites.image[a]! - sites.image[b]!);
  const step = 256;
  for (let start = 0; start < count; start += step) {
    options.signal?.throwIfAborted();
    const some = order.slice(start, start + step);
    const read = await direct.read(some);
    for (const [place, index] of some.entries())
      bytes.set(read.subarray(place * area, (place + 1) * area), index * area);
    options.onProgress?.(Math.min(count, start + step), count);
  }
  return {
    count,
    sidePx,
    async read(indices) {
      const out = new Uint8Array(indices.length * area);
      for (let place = 0; place < indices.length; place++) {
        const index = indices[place]!;
        out.set(bytes.subarray(index * area, (index + 1) * area), place * area);
      }
      return out;
    },
    async close() {},
  };
}

/** Eight bits, whatever the scan has. */
function toBytes({ data, bitDepth }: GreyImage, out: Uint8Array): void {
  if (bitDepth === 8) out.set(data);
  else for (let i = 0; i < data.length; i++) out[i] = Math.round(data[i]! / 257);
}
