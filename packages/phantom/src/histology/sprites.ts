import { type CellKind, shapes } from "./shapes.js";

/** A cell body as it darkens pixels; `data` holds the stain times 256, row by row. */
export interface Sprite {
  readonly width: number;
  readonly height: number;
  /** Pixels from the sprite's first column and row to the pixel that holds the cell's centre. */
  readonly offsetX: number;
  readonly offsetY: number;
  readonly data: Uint16Array;
}

/** Directions and outlines that are told apart where cells are large enough to show them. */
const orientations = 16;
const variants = 3;
const smallestUm = 3.5;
const sizeRatio = 1.12;
const sizes = 28;
/** Places within a pixel, along one axis, in the numbering of sprites. */
const places = 4;

/** A shape on a grid finer than pixels. */
interface Mask {
  /** Even number of samples a side; the cell's centre lies between the two in the middle. */
  readonly side: number;
  readonly stain: Uint8Array;
}

/**
 * Sprites of all cells at one pixel size and one sharpness, made when first asked for. Each is the area average of its
 * shape over pixels, so that the stain of a cell summed over pixels, times the pixel's area, is the same at every pixel
 * size. Sizes are told apart in steps of 12 %, places within a pixel in quarters (halves where a cell's radius exceeds
 * three pixels, not at all above ten), directions in sixteenths of a turn (eighths below a radius of one pixel).
 */
export class SpriteBank {
  readonly #pixelUm: number;
  readonly #blurUm: number;
  readonly #sprites: (Sprite | undefined)[] = new Array(
    shapes.length * sizes * orientations * variants * places * places,
  ).fill(undefined);
  readonly #masks = new Map<number, Mask>();

  /**
   * @param pixelUm pixel size, µm.
   * @param blurUm half the width over which edges are soft, µm.
   */
  constructor(pixelUm: number, blurUm: number) {
    this.#pixelUm = pixelUm;
    this.#blurUm = blurUm;
  }

  /**
   * The sprite of a cell.
   *
   * @param diameterUm diameter of the circle with the body's area, µm.
   * @param turn direction of the apical side, in turns from image-up (−y) over image-right, 0 to 1.
   * @param fx,fy place of the centre within its pixel, 0 to 1.
   * @param variant a whole number that picks an outline.
   */
  of(kind: CellKind, diameterUm: number, turn: number, fx: number, fy: number, variant: number): Sprite {
    const size = sizeBin(diameterUm);
    const radiusPx = diameterUm / this.#pixelUm / 2;
    const sub = radiusPx > 10 ? 1 : radiusPx > 3 ? 2 : places;
    const step = radiusPx < 1 ? 2 : 1;
    const direction = shapes[kind]!.oriented
      ? (((turn * (orientations / step) + 0.5) | 0) * step) & (orientations - 1)
      : 0;
    const outline = radiusPx < 1.5 ? 0 : variant % variants;
    const sx = (fx * sub) | 0;
    const sy = (fy * sub) | 0;
    const shape = ((kind * sizes + size) * orientations + direction) * variants + outline;
    const key = (shape * places + sy) * places + sx;
    let sprite = this.#sprites[key];
    if (sprite === undefined) {
      sprite = this.#make(shape, sub, sx, sy);
      this.#sprites[key] = sprite;
    }
    return sprite;
  }

  #make(shape: number, sub: number, sx: number, sy: number): Sprite {
    const radiusUm = (smallestUm * sizeRatio ** (Math.floor(shape / (orientations * variants)) % sizes)) / 2;
    // Samples from one place within a pixel to the next; even, so that the centre lies between samples.
    const perPlace = 2 * Math.max(1, Math.ceil((4 * this.#pixelUm) / (2 * sub * radiusUm)));
    const perPixel = perPlace * sub;
    const mask = this.#maskOf(shape, radiusUm, this.#pixelUm / perPixel, sub);
    const half = mask.side / 2;
    // The centre lies (s + ½) places from the pixel's left edge.
    const left = (sx + 0.5) * perPlace;
    const top = (sy + 0.5) * perPlace;
    const firstX = Math.floor((left - half) / perPixel);
    const firstY = Math.floor((top - half) / perPixel);
    const width = Math.ceil((left + half) / perPixel) - firstX;
    const height = Math.ceil((top + half) / perPixel) - firstY;
    const sums = new Float64Array(width * height);
    for (let y = 0; y < mask.side; y++) {
      const row = (Math.floor((top - half + y) / perPixel) - firstY) * width;
      for (let x = 0; x < mask.side; x++) {
        const value = mask.stain[y * mask.side + x]!;
        if (value > 0) sums[row + Math.floor((left - half + x) / perPixel) - firstX]! += value;
      }
    }
    const scale = 256 / (255 * perPixel * perPixel);
    const data = Uint16Array.from(sums, (sum) => Math.round(sum * scale));
    return trim({ width, height, offsetX: -firstX, offsetY: -firstY, data });
  }

  #maskOf(shape: number, radiusUm: number, sampleUm: number, sub: number): Mask {
    const key = shape * 4 + sub;
    const known = this.#masks.get(key);
    if (known !== undefined) return known;
    const outline = shape % variants;
    const direction = Math.floor(shape / variants) % orientations;
    const { reach, stain } = shapes[Math.floor(shape / (variants * orientations * sizes))]!;
    const softness = Math.max(this.#blurUm / radiusUm, 0.02);
    const half = Math.ceil(((reach + softness) * radiusUm) / sampleUm);
    const side = 2 * half;
    const angle = (direction / orientations) * 2 * Math.PI;
    const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
    const mask = { side, stain: new Uint8Array(side * side) };
    const limit = (reach + softness) ** 2;
    for (let y = 0; y < side; y++) {
      const dy = ((y + 0.5 - half) * sampleUm) / radiusUm;
      for (let x = 0; x < side; x++) {
        const dx = ((x + 0.5 - half) * sampleUm) / radiusUm;
        if (dx * dx + dy * dy > limit) continue;
        // Image to cell axes: y grows downwards in the image and to the surface in the cell.
        const value = stain(dx * cos + dy * sin, dx * sin - dy * cos, softness, outline);
        mask.stain[y * side + x] = Math.round(255 * value);
      }
    }
    this.#masks.set(key, mask);
    return mask;
  }
}

/** How far a cell of this diameter reaches from its centre, in µm. */
export function reachUm(kind: CellKind, diameterUm: number, blurUm: number): number {
  return (shapes[kind]!.reach * diameterUm * sizeRatio) / 2 + blurUm;
}

/** The diameter, µm, with which a cell of this diameter is drawn. */
export function drawnDiameterUm(diameterUm: number): number {
  return smallestUm * sizeRatio ** sizeBin(diameterUm);
}

const logSmallest = Math.log(smallestUm);
const logRatio = Math.log(sizeRatio);

function sizeBin(diameterUm: number): number {
  const bin = Math.round((Math.log(diameterUm) - logSmallest) / logRatio);
  return Math.max(0, Math.min(sizes - 1, bin));
}

/** Drops empty rows and columns at the margins. */
function trim(sprite: Sprite): Sprite {
  const { width, height, offsetX, offsetY, data } = sprite;
  let [minX, maxX, minY, maxY] = [width, -1, height, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] === 0) continue;
      [minX, maxX] = [Math.min(minX, x), Math.max(maxX, x)];
      [minY, maxY] = [Math.min(minY, y), Math.max(maxY, y)];
    }
  }
  if (maxX < minX) return { width: 0, height: 0, offsetX: 0, offsetY: 0, data: new Uint16Array(0) };
  const rows = Array.from({ length: maxY - minY + 1 }, (_, y) => {
    const from = (minY + y) * width + minX;
    return data.subarray(from, from + maxX - minX + 1);
  });
  const trimmed = new Uint16Array(rows.length * (maxX - minX + 1));
  for (const [y, row] of rows.entries()) trimmed.set(row, y * row.length);
  return {
    width: maxX - minX + 1,
    height: rows.length,
    offsetX: offsetX - minX,
    offsetY: offsetY - minY,
    data: trimmed,
  };
}
