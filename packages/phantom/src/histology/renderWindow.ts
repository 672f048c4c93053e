import { densityAt, largestCellUm } from "./cellField.js";
import { composeWindow, type NodeTone } from "./compose.js";
import { KeyedStream, valueNoise } from "./counter.js";
import { forEachDrawnCell, type SectionModel, tissueAround, VesselMap } from "./sectionModel.js";
import { CellKind } from "./shapes.js";
import { reachUm, type Sprite, SpriteBank } from "./sprites.js";
import { distanceToLines, linesNear } from "./stain.js";
import { type NodeGrid, nodeStepUm } from "./tissue.js";
import { acrossVessel, halfWidthAt, type Vessel } from "./vessels.js";

/** The smallest pixel that is rendered: finer ones would show nothing that the model has. */
export const finestPixelUm = 1;

/** Edge of the blocks that are rendered at a time. */
const blockPx = 1024;

/** A rectangle in pixels of the size that is rendered, from the image's top-left corner. */
export interface PixelWindow {
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Darkness of a window in 1/256 grey levels, to be taken from what lies beneath. */
interface Canvas extends PixelWindow {
  readonly pixelUm: number;
  readonly darkness: Int32Array;
}

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
  const canvas = { ...block, pixelUm, darkness: new Int32Array(block.widthPx * block.heightPx) };
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

/** Adds a sprite whose cell lies in the pixel (column, row) of the image. */
function splat(canvas: Canvas, sprite: Sprite, column: number, row: number, strength: number): void {
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

/** A pale lumen with a slightly darker wall, in which nuclei lie. */
function drawVessel(canvas: Canvas, bank: SpriteBank, vessel: Vessel, cells: number): void {
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

const dustSquareUm = 2000;

/** Dark particles anywhere on the slide. */
function drawDust(
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

/**
 * Area over which a cell darkens the neuropil around it evenly, µm² of full stain: its processes, and bodies above and
 * below the focal plane.
 */
const unfocused = 45;

/** Grey levels at the nodes: of tissue, of the bare slide, and the factor on everything that darkens. */
function toneOf(
  { stain, variant, cells }: SectionModel,
  grid: NodeGrid,
  leftUm: number,
  topUm: number,
  rightUm: number,
  bottomUm: number,
): NodeTone {
  const count = grid.columns * grid.rows;
  const tone = {
    base: new Float32Array(count),
    gain: new Float32Array(count),
    glass: new Float32Array(count),
  };
  const flat = variant.geometryOnly === true;
  const withCells = !flat && variant.withoutCells !== true;
  const folds = flat ? [] : linesNear(stain.folds, leftUm, topUm, rightUm, bottomUm);
  const uneven = flat ? 0 : stain.unevenness;
  for (let r = 0, node = 0; r < grid.rows; r++) {
    const y = (grid.firstRow + r) * nodeStepUm;
    for (let c = 0; c < grid.columns; c++, node++) {
      const x = (grid.firstColumn + c) * nodeStepUm;
      const light = flat
        ? 1
        : 1 + stain.light[0] * Math.sin(x / 31000) + stain.light[1] * Math.sin(y / 27000);
      tone.glass[node] = stain.glass * light;
      if (grid.insideUm[node]! < -2 * nodeStepUm) {
        tone.base[node] = stain.glass * light;
        tone.gain[node] = light;
        continue;
      }
      const depth = grid.depth[node]!;
      const white = Math.min(1, Math.max(0, (depth - 0.97) / 0.06));
      let factor = 1;
      if (uneven > 0) {
        factor +=
          uneven *
          (0.65 * valueNoise(stain.seed, x / 5200, y / 5200) +
            0.35 * valueNoise(stain.seed + 1, x / 1100, y / 1100));
      }
      if (!flat) factor += 0.03 * valueNoise(stain.seed + 2, x / 190, y / 190);
      if (folds.length > 0) {
        const off = distanceToLines(folds, x, y);
        if (off < 40) factor *= 1 + 0.75 * Math.min(1, (40 - off) / 80);
      }
      let level = stain.grey + white * (stain.white - stain.grey);
      if (withCells) level -= unfocused * stain.cells * densityAt(grid, node, cells);
      tone.base[node] = light * (stain.glass - (stain.glass - level) * factor);
      tone.gain[node] = light * factor;
    }
  }
  return tone;
}
