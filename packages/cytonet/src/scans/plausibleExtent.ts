/** A scan's size in pixels and the size of these. */
export interface ScanExtent {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pixelSizeXUm: number;
  readonly pixelSizeYUm: number;
}

/** Sections smaller or larger than this have a wrong pixel size, mm. A human hemisphere is about 180 mm long. */
const plausibleMm = { least: 0.5, most: 400 };
const mostUnequal = 4;

/** What speaks against a scan's extent as that of a section of a brain; undefined where nothing does. */
export function extentFault({
  widthPx,
  heightPx,
  pixelSizeXUm,
  pixelSizeYUm,
}: ScanExtent): { readonly problem: string; readonly remedy: string } | undefined {
  const [wide, high] = [(widthPx * pixelSizeXUm) / 1000, (heightPx * pixelSizeYUm) / 1000];
  const { least, most } = plausibleMm;
  if (Math.max(wide, high) < least || Math.max(wide, high) > most) {
    return {
      problem: `it would be ${inMm(wide)} x ${inMm(high)} mm in size`,
      remedy: `Check its pixel size: sections are ${least} to ${most} mm long`,
    };
  }
  if (Math.max(pixelSizeXUm / pixelSizeYUm, pixelSizeYUm / pixelSizeXUm) > mostUnequal) {
    return {
      problem: `its pixels are ${pixelSizeXUm} x ${pixelSizeYUm} µm`,
      remedy: "Check both pixel sizes",
    };
  }
  return undefined;
}

/** Three digits, without an exponent for large numbers. */
function inMm(length: number): string {
  return length >= 1000 ? length.toFixed(0) : length.toPrecision(3);
}
