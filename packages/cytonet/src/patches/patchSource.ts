import { type PatchForm, PatchReader } from "./patchReader.js";
import type { SiteTable } from "./sites.js";

/** Square patches by number, as bytes with cells dark on light. */
export interface PatchSource {
  readonly count: number;
  readonly sidePx: number;
  /** `indices.length` × side × side bytes, patch by patch. */
  read(indices: ArrayLike<number>): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Scans that are open at one time. */
const OPEN_SCANS = 8;

/**
 * Patches read one by one as they are asked for, in this thread: for pictures. Training and embedding read
 * through a `PatchPipeline`.
 *
 * @throws ScanError, on reading, naming the file that cannot be read at the resolution asked for
 */
export function openPatches(
  sites: SiteTable,
  form: Omit<PatchForm, "tone"> & Partial<PatchForm>,
): PatchSource {
  const reader = new PatchReader(sites, { tone: "asScanned", ...form, openScans: OPEN_SCANS });
  const { sidePx } = form;
  const area = sidePx ** 2;
  return {
    count: sites.image.length,
    sidePx,
    async read(indices) {
      const out = new Uint8Array(indices.length * area);
      // Section by section, so that a call opens no scan twice.
      const order = Array.from({ length: indices.length }, (_, place) => place).sort(
        (a, b) => sites.image[indices[a]!]! - sites.image[indices[b]!]!,
      );
      for (const place of order)
        await reader.readInto(indices[place]!, out.subarray(place * area, (place + 1) * area));
      return out;
    },
    close: () => reader.close(),
  };
}
