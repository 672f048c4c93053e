import { openScan, type ScanLevel, whiteLevel } from "@cytonet/scans";
import { type VerifiedScan, verifyScan } from "./verifyScan.js";

export interface ScanInfoOptions {
  readonly pixelSizeXUm?: number | undefined;
  readonly pixelSizeYUm?: number | undefined;
  readonly axisIndex?: Readonly<Record<string, number>> | undefined;
  /** Check the scan against the checksums that were written with it. */
  readonly verify?: boolean;
}

/** What `cytonet scan info` tells. Lengths that are not known are null. */
export interface ScanInfo {
  readonly path: string;
  readonly format: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bitDepth: 8 | 16;
  readonly pixelSizeXUm: number | null;
  readonly pixelSizeYUm: number | null;
  /** What states the pixel size; null where nothing does. */
  readonly pixelSizeFrom: string | null;
  readonly widthMm: number | null;
  readonly heightMm: number | null;
  readonly tileWidthPx: number | null;
  readonly tileHeightPx: number | null;
  readonly compression: string | null;
  readonly levels: readonly ScanLevel[];
  /** Grey of the bare slide: the median along the image's border. */
  readonly background: number;
  /** Estimated from the background: dark cells on a light slide, or light ones on a dark slide. */
  readonly stainPolarity: "dark" | "light";
  readonly verified: VerifiedScan | null;
}

/**
 * What a scan says of itself. Label and macro images, which carry donors' ids, are neither read nor listed.
 *
 * @throws ScanError of the scan; DataError where `verify` finds a difference
 */
export async function scanInfo(path: string, options: ScanInfoOptions = {}): Promise<ScanInfo> {
  const { verify = false, ...opening } = options;
  const given = Object.entries(opening).filter(([, value]) => value !== undefined);
  const scan = await openScan(path, Object.fromEntries(given));
  try {
    const { widthPx, heightPx, pixelSizeXUm, pixelSizeYUm, bitDepth, details } = scan;
    const background = await scan.background();
    const known = pixelSizeXUm !== undefined && pixelSizeYUm !== undefined;
    return {
      path,
      format: scan.format,
      widthPx,
      heightPx,
      bitDepth,
      pixelSizeXUm: pixelSizeXUm ?? null,
      pixelSizeYUm: pixelSizeYUm ?? null,
      pixelSizeFrom: known ? (details.pixelSizeFrom ?? "the file's metadata") : null,
      widthMm: known ? (widthPx * pixelSizeXUm) / 1000 : null,
      heightMm: known ? (heightPx * pixelSizeYUm) / 1000 : null,
      tileWidthPx: details.tileWidthPx ?? null,
      tileHeightPx: details.tileHeightPx ?? null,
      compression: details.compression ?? null,
      levels: scan.levels,
      background,
      stainPolarity: background > whiteLevel(bitDepth) / 2 ? "dark" : "light",
      verified: verify ? await verifyScan(path) : null,
    };
  } finally {
    await scan.close();
  }
}

/** The same for people. */
export function renderScanInfo(info: ScanInfo): string {
  const { widthPx, heightPx, pixelSizeXUm, pixelSizeYUm, widthMm, heightMm, verified } = info;
  const cells = info.stainPolarity === "dark" ? "dark cells on a light slide" : "light cells on a dark slide";
  const rows: readonly (readonly [string, string])[] = [
    ["format", info.format],
    ["size", `${widthPx} x ${heightPx} px, ${info.bitDepth} bits`],
    [
      "pixel size",
      pixelSizeXUm === null
        ? "not known: give --pixel-size-x-um and --pixel-size-y-um where it is used"
        : `${pixelSizeXUm} x ${pixelSizeYUm} µm (${info.pixelSizeFrom}); ${widthMm!.toFixed(2)} x ${heightMm!.toFixed(2)} mm`,
    ],
    ...(info.tileWidthPx === null
      ? []
      : [["tiles", `${info.tileWidthPx} x ${info.tileHeightPx} px, ${info.compression}`] as const]),
    ["levels", info.levels.map((level) => `${level.widthPx} x ${level.heightPx}`).join(", ")],
    ["background", `${info.background}: ${cells} (estimated from the border)`],
    ...(verified === null
      ? []
      : [["checksums", `${verified.files} files, ${verified.bytes} bytes as written`] as const]),
  ];
  return [info.path, ...rows.map(([name, value]) => `  ${name.padEnd(11)} ${value}`)].join("\n");
}
