import { isScanError, openScan, type Scan, whiteLevel } from "@cytonet/scans";
import { sizesDiffer } from "./pixelSize.js";
import { extentFault } from "./plausibleExtent.js";

/** Pixel sizes of a row of the user's CSV; null where the cell is empty. */
export interface GivenPixelSize {
  readonly pixelSizeXUm: number | null;
  readonly pixelSizeYUm: number | null;
}

/** A scan that can be used as it is. */
export interface CheckedScan {
  readonly pixelSizeXUm: number;
  readonly pixelSizeYUm: number;
  /** What a user should look at, though it stops nothing. */
  readonly doubts: readonly string[];
}

/** Why a scan cannot be used. */
export interface ScanFault {
  /** Column of the row that is at fault. */
  readonly field: "path" | "pixelSizeXUm";
  readonly problem: string;
  readonly remedy: string;
}

/**
 * Open a scan and look at its size: readable, a pixel size stated or given, a width and height that a section of a
 * brain can have.
 *
 * @param trustGiven take given pixel sizes also where the file states others
 */
export async function checkScan(
  path: string,
  given: GivenPixelSize,
  stainPolarity: "dark" | "light" | undefined,
  trustGiven: boolean,
): Promise<CheckedScan | ScanFault> {
  let scan: Scan;
  try {
    scan = await openScan(path);
  } catch (error) {
    if (isScanError(error)) return { field: "path", problem: error.problem, remedy: error.remedy };
    throw error;
  }
  try {
    return await checkOpen(scan, given, stainPolarity, trustGiven);
  } catch (error) {
    if (isScanError(error)) return { field: "path", problem: error.problem, remedy: error.remedy };
    throw error;
  } finally {
    await scan.close();
  }
}

async function checkOpen(
  scan: Scan,
  given: GivenPixelSize,
  stainPolarity: "dark" | "light" | undefined,
  trustGiven: boolean,
): Promise<CheckedScan | ScanFault> {
  const pixelSizeXUm = given.pixelSizeXUm ?? scan.pixelSizeXUm;
  const pixelSizeYUm = given.pixelSizeYUm ?? scan.pixelSizeYUm;
  if (pixelSizeXUm === undefined || pixelSizeYUm === undefined) {
    return {
      field: "pixelSizeXUm",
      problem: "neither the file nor the row states its pixel size",
      remedy: "Give both in the columns pixelSizeXUm and pixelSizeYUm",
    };
  }
  if (!trustGiven && sizesDiffer(given, scan)) {
    return {
      field: "pixelSizeXUm",
      problem: `the row says ${pixelSizeXUm} x ${pixelSizeYUm} µm/px and the file ${scan.pixelSizeXUm} x ${scan.pixelSizeYUm}`,
      remedy: "Correct the row, or give --trust-pixel-sizes to go by the rows",
    };
  }
  const { widthPx, heightPx } = scan;
  const fault = extentFault({ widthPx, heightPx, pixelSizeXUm, pixelSizeYUm });
  if (fault !== undefined) return { field: "pixelSizeXUm", ...fault };
  const background = await scan.background();
  const seen = background > whiteLevel(scan.bitDepth) / 2 ? "dark" : "light";
  const doubts =
    stainPolarity === undefined || stainPolarity === seen
      ? []
      : [`its background of ${background} suggests stainPolarity ${seen}, not ${stainPolarity}`];
  return { pixelSizeXUm, pixelSizeYUm, doubts };
}
