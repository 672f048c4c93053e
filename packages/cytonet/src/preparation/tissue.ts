import { type GreyImage, whiteLevel } from "@cytonet/scans";

/** Where a section's image shows tissue, on square pixels. */
export interface TissueMask {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pixelSizeUm: number;
  /** 1 where there is tissue, row by row. */
  readonly inside: Uint8Array;
}

/**
 * Tissue is what differs from the bare slide by more than a share of the grey range: darker for a dark stain
 * on a light slide, lighter for the opposite.
 *
 * @param background grey level of the slide
 * @param contrast share of black to white, 0 to 1
 */
export function tissueMask(
  image: GreyImage,
  pixelSizeUm: number,
  background: number,
  stain: "dark" | "light",
  contrast: number,
): TissueMask {
  const sign = stain === "dark" ? 1 : -1;
  const least = contrast * whiteLevel(image.bitDepth);
  const inside = new Uint8Array(image.data.length);
  for (let i = 0; i < inside.length; i++) inside[i] = sign * (background - image.data[i]!) > least ? 1 : 0;
  return { widthPx: image.widthPx, heightPx: image.heightPx, pixelSizeUm, inside };
}

/**
 * A function that gives the share of tissue, 0 to 1, in a square around a position in µm from the image's
 * top-left corner. The square is moved to whole mask pixels; beyond the image there is no tissue.
 */
export function tissueShares(mask: TissueMask, sideUm: number): (xUm: number, yUm: number) => number {
  const { widthPx, heightPx, pixelSizeUm } = mask;
  const table = summedArea(mask);
  const side = Math.max(1, Math.round(sideUm / pixelSizeUm));
  const within = (value: number, limit: number) => Math.min(Math.max(value, 0), limit);
  return (xUm, yUm) => {
    const left = Math.round(xUm / pixelSizeUm - side / 2);
    const top = Math.round(yUm / pixelSizeUm - side / 2);
    const [x0, x1] = [within(left, widthPx), within(left + side, widthPx)];
    const [y0, y1] = [within(top, heightPx), within(top + side, heightPx)];
    const at = (x: number, y: number) => table[y * (widthPx + 1) + x]!;
    return (at(x1, y1) - at(x0, y1) - at(x1, y0) + at(x0, y0)) / (side * side);
  };
}

/** Sums of the mask over all pixels above and left of each pixel corner. */
function summedArea({ widthPx, heightPx, inside }: TissueMask): Uint32Array {
  const stride = widthPx + 1;
  const table = new Uint32Array(stride * (heightPx + 1));
  for (let y = 0; y < heightPx; y++) {
    let row = 0;
    for (let x = 0; x < widthPx; x++) {
      row += inside[y * widthPx + x]!;
      table[(y + 1) * stride + x + 1] = table[y * stride + x + 1]! + row;
    }
  }
  return table;
}
