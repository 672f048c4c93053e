import { type TiffDirectory, tiffTag } from "./readers/tiff/directory.js";

/** Pixel sizes that a file states, µm; undefined where it states none. */
export interface StatedPixelSize {
  readonly pixelSizeXUm: number | undefined;
  readonly pixelSizeYUm: number | undefined;
  /** What states them: `OME-XML`, `Aperio's MPP` or `TIFF resolution`. */
  readonly details: { readonly pixelSizeFrom?: string };
}

const umPerUnit: Readonly<Record<string, number>> = {
  nm: 1e-3,
  µm: 1, // micro sign
  μm: 1, // Greek mu
  um: 1,
  mm: 1e3,
  cm: 1e4,
  m: 1e6,
};

/**
 * The physical pixel size that TIFF tags state, from the first of these that does:
 * OME-XML `PhysicalSizeX/Y` (with their units), Aperio's `MPP`, X/YResolution per centimetre. For `FileBytes.parsed`.
 *
 * Resolutions per inch are not taken: that is how image editors store a print size (72 or 300 dpi), and
 * reading one as a scale would be a guess. PNG and JPEG densities are left alone for the same reason.
 */
export function tiffPixelSize(tags: TiffDirectory): StatedPixelSize {
  const description = tags.text(tiffTag.imageDescription);
  if (description !== undefined) {
    if (description.includes("<Pixels")) {
      const pixelSizeXUm = omePhysicalSizeUm(description, "X");
      const pixelSizeYUm = omePhysicalSizeUm(description, "Y");
      if (pixelSizeXUm !== undefined || pixelSizeYUm !== undefined) {
        return { pixelSizeXUm, pixelSizeYUm, details: { pixelSizeFrom: "OME-XML" } };
      }
    }
    if (description.startsWith("Aperio")) {
      const sizeUm = positive(Number(/\bMPP\s*=\s*([0-9.eE+-]+)/.exec(description)?.[1]));
      if (sizeUm !== undefined) {
        return { pixelSizeXUm: sizeUm, pixelSizeYUm: sizeUm, details: { pixelSizeFrom: "Aperio's MPP" } };
      }
    }
  }
  const centimetre = 3;
  if (tags.number(tiffTag.resolutionUnit, 2) !== centimetre) {
    return { pixelSizeXUm: undefined, pixelSizeYUm: undefined, details: {} };
  }
  return {
    pixelSizeXUm: positive(1e4 / tags.number(tiffTag.xResolution, Number.NaN)),
    pixelSizeYUm: positive(1e4 / tags.number(tiffTag.yResolution, Number.NaN)),
    details: { pixelSizeFrom: "TIFF resolution" },
  };
}

function omePhysicalSizeUm(xml: string, axis: "X" | "Y"): number | undefined {
  const pixels = /<Pixels\b[^>]*>/.exec(xml)?.[0] ?? "";
  const attribute = (name: string) => new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(pixels)?.[1];
  // The OME schema's default unit is the micrometre.
  const unit = (attribute(`PhysicalSize${axis}Unit`) ?? "µm").replace("&#181;", "µ");
  const size = attribute(`PhysicalSize${axis}`);
  return size === undefined ? undefined : positive(Number(size) * (umPerUnit[unit] ?? Number.NaN));
}

function positive(value: number): number | undefined {
  return Number.isFinite(value) && value > 0 ? value : undefined;
}
