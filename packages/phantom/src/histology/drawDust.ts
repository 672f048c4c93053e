import { type Canvas, splat } from "./canvas.js";
import { largestCellUm } from "./cellField.js";
import { KeyedStream } from "./counter.js";
import type { SectionModel } from "./sectionModel.js";
import { CellKind } from "./shapes.js";
import type { SpriteBank } from "./sprites.js";

const dustSquareUm = 2000;

/** Dark particles anywhere on the slide. */
export function drawDust(
  canvas: Canvas,
  bank: SpriteBank,
  { stain }: SectionModel,
  leftUm: number,
  topUm: number,
  rightUm: number,
  bottomUm: number,
): void {
  const mean = stain.dustPerMm2 * (dustSquareUm / 1000) ** 2;
  if (mean === 0) return;
  for (let y = Math.floor(topUm / dustSquareUm); y <= Math.floor(bottomUm / dustSquareUm); y++) {
    for (let x = Math.floor(leftUm / dustSquareUm); x <= Math.floor(rightUm / dustSquareUm); x++) {
      const stream = new KeyedStream(stain.seed, 0xd057, x, y);
      const count = stream.poisson(mean);
      for (let i = 0; i < count; i++) {
        const px = ((x + stream.next()) * dustSquareUm) / canvas.pixelUm;
        const py = ((y + stream.next()) * dustSquareUm) / canvas.pixelUm;
        const kind = stream.next() < 0.3 ? CellKind.endothelial : CellKind.granular;
        const [column, row] = [Math.floor(px), Math.floor(py)];
        const sizeUm = stream.between(6, largestCellUm * 0.7);
        const sprite = bank.of(kind, sizeUm, stream.next(), px - column, py - row, i % 3);
        splat(canvas, sprite, column, row, stream.between(60, 190) | 0);
      }
    }
  }
}
