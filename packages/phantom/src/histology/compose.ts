import type { Canvas } from "./canvas.js";
import type { SectionModel } from "./sectionModel.js";
import { NeuropilTexture } from "./texture.js";
import { type NodeGrid, nodeStepUm } from "./tissue.js";

/** Grey levels at the nodes of a grid. */
export interface NodeTone {
  /** Of tissue without cells. */
  readonly base: Float32Array;
  /** Factor on cells and texture. */
  readonly gain: Float32Array;
  /** Of the bare slide. */
  readonly glass: Float32Array;
}

let texture: NeuropilTexture | undefined;

/**
 * Puts tone, texture and cells together: v = base − gain · (cells − texture) in tissue, the slide outside of it, and
 * at its edge a mixture by the share of the pixel that is covered.
 *
 * @param result 8-bit grey; the window's rows begin at `offset` and every `stride` bytes after it.
 */
export function composeWindow(
  window: Canvas,
  grid: NodeGrid,
  tone: NodeTone,
  { stain, variant }: SectionModel,
  result: Uint8Array,
  offset: number,
  stride: number,
): void {
  texture ??= new NeuropilTexture();
  const { xPx, yPx, widthPx, heightPx, pixelUm, darkness } = window;
  const { fine, fineSize, coarse, coarseSize } = texture.levels(pixelUm);
  const across = texture.axis(xPx, widthPx, pixelUm, stain.seed % 100003);
  const down = texture.axis(yPx, heightPx, pixelUm, (stain.seed >>> 8) % 100003);
  const [fineX, coarseX] = [across.fine, across.coarse];
  const amount = variant.geometryOnly === true ? 0 : stain.texture;
  const { base, gain, glass } = tone;
  const { columns, insideUm } = grid;
  // Edges are as soft as the pixel and the blur make them.
  const softUm = Math.max(pixelUm, 2 + stain.blurUm);
  const fractions = Float32Array.from({ length: widthPx }, (_, i) => {
    const at = ((xPx + i + 0.5) * pixelUm) / nodeStepUm;
    return at - Math.floor(at);
  });
  const squareOf = Int32Array.from(
    { length: widthPx },
    (_, i) => Math.floor(((xPx + i + 0.5) * pixelUm) / nodeStepUm) - grid.firstColumn,
  );
  for (let y = 0; y < heightPx; y++) {
    const atY = ((yPx + y + 0.5) * pixelUm) / nodeStepUm;
    const row = Math.floor(atY);
    const fy = atY - row;
    const nodeRow = (row - grid.firstRow) * columns;
    const fineRow = down.fine[y]! * fineSize;
    const coarseRow = down.coarse[y]! * coarseSize;
    let x = 0;
    while (x < widthPx) {
      const square = squareOf[x]!;
      let end = x + 1;
      while (end < widthPx && squareOf[end] === square) end += 1;
      const a = nodeRow + square;
      const b = a + columns;
      const i00 = insideUm[a]!;
      const i10 = insideUm[a + 1]!;
      const i01 = insideUm[b]!;
      const i11 = insideUm[b + 1]!;
      const least = Math.min(i00, i10, i01, i11);
      const most = Math.max(i00, i10, i01, i11);
      const from = y * widthPx;
      const to = offset + y * stride;
      const b0 = base[a]! + (base[b]! - base[a]!) * fy;
      const b1 = base[a + 1]! + (base[b + 1]! - base[a + 1]!) * fy - b0;
      const g0 = gain[a]! + (gain[b]! - gain[a]!) * fy;
      const g1 = gain[a + 1]! + (gain[b + 1]! - gain[a + 1]!) * fy - g0;
      if (least >= softUm) {
        for (; x < end; x++) {
          const f = fractions[x]!;
          const pattern = amount * (fine[fineRow + fineX[x]!]! + coarse[coarseRow + coarseX[x]!]!);
          const v = b0 + b1 * f + (g0 + g1 * f) * (pattern - darkness[from + x]! / 256);
          result[to + x] = v < 6 ? 6 : v > 255 ? 255 : (v + 0.5) | 0;
        }
        continue;
      }
      const s0 = glass[a]! + (glass[b]! - glass[a]!) * fy;
      const s1 = glass[a + 1]! + (glass[b + 1]! - glass[a + 1]!) * fy - s0;
      const e0 = i00 + (i01 - i00) * fy;
      const e1 = i10 + (i11 - i10) * fy - e0;
      const bare = most <= -softUm;
      for (; x < end; x++) {
        const f = fractions[x]!;
        const dark = darkness[from + x]! / 256;
        const slide = s0 + s1 * f;
        let v = slide - Math.max(dark, 0);
        if (!bare) {
          const cover = Math.min(1, Math.max(0, 0.5 + (e0 + e1 * f) / softUm));
          if (cover > 0) {
            const pattern = amount * (fine[fineRow + fineX[x]!]! + coarse[coarseRow + coarseX[x]!]!);
            const tissue = b0 + b1 * f + (g0 + g1 * f) * (pattern - dark);
            v += cover * (tissue - v);
          }
        }
        result[to + x] = v < 6 ? 6 : v > 255 ? 255 : (v + 0.5) | 0;
      }
    }
  }
}
