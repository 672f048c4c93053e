import { isScanError, openScan, type Scan, whiteLevel } from "@cytonet/scans";
import { sizesDiffer } from "./pixelSize.js";

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
  readonly problem: string;
  readonly remedy: string;
}

/** Sections smaller or larger than this have a wrong pixel size, mm. A human hemisphere is about 180 mm long. */
const plausibleMm = { least: 0.5, most: 400 };
const mostUnequal = 4;

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
    if (isScanError(error)) return { problem: error.problem, remedy: error.remedy };
    throw error;
  }
  try {
    return await checkOpen(scan, given, stainPolarity, trustGiven);
  } catch (error) {
    if (isScanError(error)) return { problem: error.problem, remedy: error.remedy };
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
      problem: "neither the file nor the row states its pixel size",
      remedy: "Fill pixelSizeXUm and pixelSizeYUm in",
    };
  }
  if (!trustGiven && sizesDiffer(given, scan)) {
    return {
      problem: `the row says ${pixelSizeXUm} x ${pixelSizeYUm} µm/px and the file ${scan.pixelSizeXUm} x ${scan.pixelSizeYUm}`,
      remedy: "Correct the row, or give --trust-pixel-sizes to go by the rows",
    };
  }
  const [wide, high] = [(scan.widthPx * pixelSizeXUm) / 1000, (scan.heightPx * pixelSizeYUm) / 1000];
  const { least, most } = plausibleMm;
  if (Math.max(wide, high) < least || Math.max(wide, high) > most) {
    return {
      problem: `it would be ${wide.toPrecision(3)} x ${high.toPrecision(3)} mm in size`,
      remedy: `Check its pixel size: sections are ${least} to ${most} mm long`,
    };
  }
  const unequal = Math.max(pixelSizeXUm / pixelSizeYUm, pixelSizeYUm / pixelSizeXUm);
  if (unequal > mostUnequal) {
    return {
      problem: `its pixels are ${pixelSizeXUm} x ${pixelSizeYUm} µm`,
      remedy: "Check both pixel sizes",
    };
  }
  const background = await scan.background();
  const seen = background > whiteLevel(scan.bitDepth) / 2 ? "dark" : "light";
  const doubts =
    stainPolarity === undefined || stainPolarity === seen
      ? []
      : [`its background of ${background} suggests stainPolarity ${seen}, not ${stainPolarity}`];
  return { pixelSizeXUm, pixelSizeYUm, doubts };
}
