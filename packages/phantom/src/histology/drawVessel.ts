import { type Canvas, splat } from "./canvas.js";
import { KeyedStream } from "./counter.js";
import { CellKind } from "./shapes.js";
import type { SpriteBank } from "./sprites.js";
import { acrossVessel, halfWidthAt, type Vessel } from "./vessels.js";

/** A pale lumen with a slightly darker wall, in which nuclei lie. */
export function drawVessel(canvas: Canvas, bank: SpriteBank, vessel: Vessel, cells: number): void {
  const { xPx, yPx, widthPx, heightPx, pixelUm, darkness } = canvas;
  const { xUm, yUm, alongX, alongY, halfLengthUm, halfWidthUm, bendUm } = vessel;
  const reach = halfLengthUm;
  const side = halfWidthUm + Math.abs(bendUm) + 4 + pixelUm;
  const spanY = Math.abs(alongY) * reach + Math.abs(alongX) * side;
  const firstRow = Math.max(0, Math.floor((yUm - spanY) / pixelUm) - yPx);
  const lastRow = Math.min(heightPx - 1, Math.floor((yUm + spanY) / pixelUm) - yPx);
  const softUm = Math.max(pixelUm, 1.5);
  // Capillaries are hardly paler than what is around them.
  const pale = 26 * Math.min(1, halfWidthUm / 9);
  const wallUm = halfWidthUm > 5 ? 3 : 0;
  for (let row = firstRow; row <= lastRow; row++) {
    const y = (yPx + row + 0.5) * pixelUm;
    const [low, high] = rowSpan(y - yUm, alongX, alongY, reach, side);
    const from = Math.max(0, Math.ceil((xUm + low) / pixelUm - 0.5) - xPx);
    const to = Math.min(widthPx - 1, Math.floor((xUm + high) / pixelUm - 0.5) - xPx);
    for (let column = from; column <= to; column++) {
      const x = (xPx + column + 0.5) * pixelUm;
      const half = halfWidthAt(vessel, x, y);
      if (half === 0) continue;
      const across = acrossVessel(vessel, x, y);
      // Shares of the pixel's width that lumen and walls take: right also where they are narrower than a pixel.
      const lumen = overlap(across, softUm, half) / softUm;
      const walls = (overlap(across, softUm, half + wallUm) / softUm - lumen) * 10;
      darkness[row * widthPx + column]! += Math.round(256 * (walls - pale * lumen));
    }
  }
  const stream = new KeyedStream(vessel.seed, 1);
  const count = Math.floor((2 * halfLengthUm) / 34);
  for (let i = 0; i < count; i++) {
    const along = 0.9 * stream.between(-1, 1);
    const wallSide = stream.next() < 0.5 ? 1 : -1;
    const off =
      vessel.bendUm * (along * along - 0.3) + wallSide * (halfWidthUm * Math.sqrt(1 - along ** 4) + 1);
    const x = (xUm + along * halfLengthUm * alongX - off * alongY) / pixelUm;
    const y = (yUm + along * halfLengthUm * alongY + off * alongX) / pixelUm;
    const turn = Math.atan2(alongX, -alongY) / (2 * Math.PI) + 1;
    const [column, row] = [Math.floor(x), Math.floor(y)];
    const sprite = bank.of(CellKind.endothelial, 4.6, turn % 1, x - column, y - row, i % 3);
    splat(canvas, sprite, column, row, (0.85 * cells) | 0);
  }
}

/** Length that an interval of width `width` about `at` has in common with [−half, half]. */
function overlap(at: number, width: number, half: number): number {
  return Math.max(0, Math.min(half, at + width / 2) - Math.max(-half, at - width / 2));
}

/** The part of a row, relative to the middle, that a band along (ax, ay) covers. */
function rowSpan(dy: number, ax: number, ay: number, reach: number, side: number): [number, number] {
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  // |dx·ax + dy·ay| ≤ reach and |dy·ax − dx·ay| ≤ side.
  for (const [slope, offset, limit] of [
    [ax, dy * ay, reach],
    [-ay, dy * ax, side],
  ] as const) {
    if (Math.abs(slope) < 1e-9) {
      if (Math.abs(offset) > limit) return [1, 0];
      continue;
    }
    const a = (-limit - offset) / slope;
    const b = (limit - offset) / slope;
    low = Math.max(low, Math.min(a, b));
    high = Math.min(high, Math.max(a, b));
  }
  return [low, high];
}
