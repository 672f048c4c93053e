import type { Scan } from "@cytonet/scans";

/** How grey values of a section are brought to a common tone before anything else. */
export type Tone = "asScanned" | "standardised";

/** Side of the thumbnail's longer edge from which a section's tone is measured. */
const THUMBNAIL_PX = 512;
/** Difference from the slide's grey that makes tissue, as a share of the grey range. */
const TISSUE_CONTRAST = 0.04;
/** Mean and spread of tissue after standardising, in bytes: dark details and the slide both keep their room. */
const TARGET_MEAN = 150;
const TARGET_SD = 30;

/**
 * A table that maps a section's grey bytes to ones whose tissue has a common mean and spread, so that a
 * section cannot be told by its staining. The identity where there is too little tissue to measure.
 *
 * @param scan an open scan with known pixel sizes
 * @returns 256 bytes
 */
export async function standardisingTable(scan: Scan): Promise<Uint8Array> {
  const { widthPx, heightPx } = scan;
  const pixelSizeX = scan.pixelSizeXUm!;
  const pixelSizeY = scan.pixelSizeYUm!;
  const longerUm = Math.max(widthPx * pixelSizeX, heightPx * pixelSizeY);
  const finestUm = Math.max(pixelSizeX, pixelSizeY);
  const thumbnail = await scan.read(
    { xPx: 0, yPx: 0, widthPx, heightPx },
    Math.max(finestUm, longerUm / THUMBNAIL_PX),
  );
  const white = thumbnail.bitDepth === 8 ? 255 : 65535;
  const background = await scan.background();
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (const value of thumbnail.data) {
    if (Math.abs(value - background) < TISSUE_CONTRAST * white) continue;
    const byte = (value * 255) / white;
    count += 1;
    sum += byte;
    squares += byte * byte;
  }
  const mean = sum / count;
  const sd = Math.sqrt(Math.max(0, squares / count - mean * mean));
  const measurable = count >= 64 && sd >= 1;
  return Uint8Array.from({ length: 256 }, (_, byte) =>
    measurable
      ? Math.min(255, Math.max(0, Math.round(((byte - mean) / sd) * TARGET_SD + TARGET_MEAN)))
      : byte,
  );
}
