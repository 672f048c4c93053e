import { applyRigid, type Rigid2D } from "@cytonet/imaging";
import type { TissueMask } from "../tissue.js";

/** A small picture of a section, of at most about 512 px a side. */
export interface Overview {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pixelSizeUm: number;
  /** Means over the pixels of the image, row by row. */
  readonly grey: Uint8Array<ArrayBuffer>;
  /** 1 where at least half is tissue. */
  readonly inside: Uint8Array<ArrayBuffer>;
}

const largestSidePx = 512;

/** Reduces an image and its tissue by a whole factor; a rim that does not fill a pixel counts as slide. */
export function overviewOf(grey: Uint8Array, mask: TissueMask, background: number): Overview {
  const factor = Math.max(1, Math.ceil(Math.max(mask.widthPx, mask.heightPx) / largestSidePx));
  const widthPx = Math.ceil(mask.widthPx / factor);
  const heightPx = Math.ceil(mask.heightPx / factor);
  const [small, inside] = [new Uint8Array(widthPx * heightPx), new Uint8Array(widthPx * heightPx)];
  for (let row = 0, at = 0; row < heightPx; row++) {
    for (let column = 0; column < widthPx; column++, at++) {
      let [sum, tissue] = [0, 0];
      for (let y = row * factor; y < (row + 1) * factor; y++) {
        for (let x = column * factor; x < (column + 1) * factor; x++) {
          const within = x < mask.widthPx && y < mask.heightPx;
          const pixel = y * mask.widthPx + x;
          sum += within ? grey[pixel]! : background;
          tissue += within ? mask.inside[pixel]! : 0;
        }
      }
      small[at] = Math.round(sum / factor ** 2);
      inside[at] = 2 * tissue >= factor ** 2 ? 1 : 0;
    }
  }
  return { widthPx, heightPx, pixelSizeUm: mask.pixelSizeUm * factor, grey: small, inside };
}

/** How well two sections cover one another. */
export interface Agreement {
  /** Dice coefficient of their tissue, 0 to 1. */
  readonly overlap: number;
  /** Pearson correlation of their greys where either has tissue; null where one of them is even. */
  readonly correlation: number | null;
}

/** Lays `first` on `second` by a map of µm and compares them at the nearest pixels. */
export function compareOverviews(first: Overview, second: Overview, map: Rigid2D): Agreement {
  const size = first.pixelSizeUm;
  let [both, ofFirst] = [0, 0];
  let [n, sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0, 0];
  const origin = applyRigid(map, [0.5 * size, 0.5 * size]);
  const right = applyRigid(map, [1.5 * size, 0.5 * size]);
  const down = applyRigid(map, [0.5 * size, 1.5 * size]);
  const step = [
    right[0] - origin[0],
    right[1] - origin[1],
    down[0] - origin[0],
    down[1] - origin[1],
  ] as const;
  for (let row = 0, at = 0; row < first.heightPx; row++) {
    for (let column = 0; column < first.widthPx; column++, at++) {
      const x = Math.floor((origin[0] + column * step[0] + row * step[2]) / second.pixelSizeUm);
      const y = Math.floor((origin[1] + column * step[1] + row * step[3]) / second.pixelSizeUm);
      const a = first.inside[at]!;
      ofFirst += a;
      if (x < 0 || y < 0 || x >= second.widthPx || y >= second.heightPx) continue;
      const other = y * second.widthPx + x;
      const b = second.inside[other]!;
      both += a * b;
      if (a + b === 0) continue;
      const [u, v] = [first.grey[at]!, second.grey[other]!];
      n += 1;
      sa += u;
      sb += v;
      saa += u * u;
      sbb += v * v;
      sab += u * v;
    }
  }
  // Pixels of both may differ in size: counts become areas of the first's pixels.
  const ofSecond = (tissuePixels(second) * second.pixelSizeUm ** 2) / size ** 2;
  const spread = (n * saa - sa * sa) * (n * sbb - sb * sb);
  return {
    overlap: ofFirst + ofSecond === 0 ? 0 : Math.min(1, (2 * both) / (ofFirst + ofSecond)),
    correlation: spread > 0 ? (n * sab - sa * sb) / Math.sqrt(spread) : null,
  };
}

/** The map that lays the centre of one picture on the centre of the other. */
export function centreOnCentre(first: Overview, second: Overview): Rigid2D {
  const middle = (side: "widthPx" | "heightPx"): number =>
    (second[side] * second.pixelSizeUm - first[side] * first.pixelSizeUm) / 2;
  return { angleRad: 0, mirrored: false, shift: [middle("widthPx"), middle("heightPx")] };
}

function tissuePixels({ inside }: Overview): number {
  return inside.reduce((sum, value) => sum + value, 0);
}
