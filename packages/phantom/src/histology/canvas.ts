import type { Sprite } from "./sprites.js";

/** A rectangle in pixels of the size that is rendered, from the image's top-left corner. */
export interface PixelWindow {
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Darkness of a window in 1/256 grey levels, to be taken from what lies beneath. */
export interface Canvas extends PixelWindow {
  readonly pixelUm: number;
  readonly darkness: Int32Array;
}

/** Adds a sprite whose cell lies in the pixel (column, row) of the image. */
export function splat(canvas: Canvas, sprite: Sprite, column: number, row: number, strength: number): void {
  const { widthPx, heightPx, darkness } = canvas;
  const { width, height, data } = sprite;
  const left = column - canvas.xPx - sprite.offsetX;
  const top = row - canvas.yPx - sprite.offsetY;
  const fromX = left < 0 ? -left : 0;
  const fromY = top < 0 ? -top : 0;
  const toX = left + width > widthPx ? widthPx - left : width;
  const toY = top + height > heightPx ? heightPx - top : height;
  for (let y = fromY; y < toY; y++) {
    let at = (top + y) * widthPx + left + fromX;
    let from = y * width + fromX;
    const end = y * width + toX;
    while (from < end) darkness[at++]! += data[from++]! * strength;
  }
}
