import { type Canvas, type PixelWindow, splat } from "./canvas.js";
import { largestCellUm } from "./cellField.js";
import { composeWindow } from "./compose.js";
import { drawDust } from "./drawDust.js";
import { drawVessel } from "./drawVessel.js";
import { forEachDrawnCell, type SectionModel, tissueAround, VesselMap } from "./sectionModel.js";
import { CellKind } from "./shapes.js";
import { reachUm, SpriteBank } from "./sprites.js";
import { toneOf } from "./tone.js";

/** The smallest pixel that is rendered: finer ones would show nothing that the model has. */
export const finestPixelUm = 1;

/** Edge of the blocks that are rendered at a time. */
const blockPx = 1024;

/**
 * Renders a window of a section as 8-bit grey, row by row. A pixel depends on the model, the pixel size and its own
 * place only: a window rendered alone equals that of the whole section byte for byte.
 *
 * Every cell is drawn at every pixel size, as the area average of its shape; the texture is averaged likewise, and
 * the tissue's tone is smooth. So a coarse image is the area average of a fine one up to rounding, the quarter of a
 * pixel to which cells are placed, and edges of tissue: see docs/phantom-histology.md for how much that is.
 *
 * @throws RangeError for pixels below 1 µm or windows that are not whole pixels.
 */
export function renderWindow(
  model: SectionModel,
  window: PixelWindow,
  pixelUm: number,
): Uint8Array<ArrayBuffer> {
  if (!(pixelUm >= finestPixelUm)) {
    throw new RangeError(
      `Sections are rendered at ${finestPixelUm} µm per pixel or more, not at ${pixelUm}.`,
    );
  }
  const { xPx, yPx, widthPx, heightPx } = window;
  if (![xPx, yPx, widthPx, heightPx].every(Number.isInteger) || widthPx < 1 || heightPx < 1) {
    throw new RangeError("A window is given in whole pixels and has at least one.");
  }
  const result = new Uint8Array(widthPx * heightPx);
  // Blocks keep the working memory small; cells that reach across their edges are drawn in both.
  for (let top = 0; top < heightPx; top += blockPx) {
    for (let left = 0; left < widthPx; left += blockPx) {
      const block = {
        xPx: xPx + left,
        yPx: yPx + top,
        widthPx: Math.min(blockPx, widthPx - left),
        heightPx: Math.min(blockPx, heightPx - top),
      };
      renderBlock(model, block, pixelUm, result, top * widthPx + left, widthPx);
    }
  }
  return result;
}

/** Renders a block into `result`, whose rows are `stride` long, from `offset` on. */
function renderBlock(
  model: SectionModel,
  block: PixelWindow,
  pixelUm: number,
  result: Uint8Array,
  offset: number,
  stride: number,
): void {
  const { stain, variant } = model;
  // Cells are placed to a quarter of a pixel, which may bring them nearer than they are.
  const marginUm = reachUm(CellKind.giant, largestCellUm, stain.blurUm) + pixelUm;
  const leftUm = block.xPx * pixelUm - marginUm;
  const topUm = block.yPx * pixelUm - marginUm;
  const rightUm = (block.xPx + block.widthPx) * pixelUm + marginUm;
  const bottomUm = (block.yPx + block.heightPx) * pixelUm + marginUm;
  const grid = tissueAround(model, leftUm, topUm, rightUm, bottomUm);
  const canvas: Canvas = { ...block, pixelUm, darkness: new Int32Array(block.widthPx * block.heightPx) };
  if (variant.geometryOnly !== true) {
    const bank = spriteBank(pixelUm, stain.blurUm);
    const vessels = new VesselMap(model, grid, leftUm, topUm, rightUm, bottomUm, pixelUm);
    for (const vessel of vessels.vessels) drawVessel(canvas, bank, vessel, stain.cells);
    const strength = stain.cells;
    forEachDrawnCell(model, grid, vessels, {
      cell(xUm, yUm, kind, diameterUm, turn, share, bits) {
        const x = xUm / pixelUm;
        const y = yUm / pixelUm;
        const column = Math.floor(x);
        const row = Math.floor(y);
        const sprite = bank.of(kind, diameterUm, turn, x - column, y - row, (bits >>> 21) % 3);
        splat(canvas, sprite, column, row, (strength * share) | 0);
      },
    });
    drawDust(canvas, bank, model, leftUm, topUm, rightUm, bottomUm);
  }
  const tone = toneOf(model, grid, leftUm, topUm, rightUm, bottomUm);
  composeWindow(canvas, grid, tone, model, result, offset, stride);
}

/** Sprites of the last few pixel sizes; a bank costs a few megabytes. */
const banks = new Map<string, SpriteBank>();

function spriteBank(pixelUm: number, blurUm: number): SpriteBank {
  // Blur below a quarter of a pixel does not show.
  const soft = 4 * blurUm < pixelUm ? 0.5 : Math.max(0.5, Math.round(blurUm * 2) / 2);
  const key = `${pixelUm}/${soft}`;
  let bank = banks.get(key);
  if (bank === undefined) {
    bank = new SpriteBank(pixelUm, soft);
    if (banks.size >= 12) banks.delete(banks.keys().next().value!);
    banks.set(key, bank);
  }
  return bank;
}
