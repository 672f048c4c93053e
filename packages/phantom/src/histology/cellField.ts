import { GRADIENTS } from "../areas/profile.js";
import { type CellTable, depthBins, mixKinds } from "./cellTables.js";
import { mixBits, siteBits } from "./counter.js";
import { CellKind } from "./shapes.js";
import { type NodeGrid, nodeStepUm } from "./tissue.js";

/** Edge of the squares that hold at most one cell, µm. */
const siteUm = 10;
const sitesPerNode = nodeStepUm / siteUm;
/** A cell lies this share of the square's edge, at most, away from the square's middle. */
const jitter = 0.84;
/** Mean distance between the axes of neighbouring columns, µm; they hold together within squares of 0.26 mm. */
const columnSpacingUm = 46;
const columnDomainUm = 260;
/** Change of density across the columns where they are clearest. */
const columnContrast = 0.8;
/** Glia per µm² of white matter, and neurons that stray into it near the cortex. */
const whiteDensity = 0.00072;
/** The largest cell body drawn, µm. */
export const largestCellUm = 62;

/** Everything that decides a section's cells besides the tissue. */
export interface CellSettings {
  readonly seed: number;
  readonly tables: readonly CellTable[];
  /** Factor of this section on all densities. */
  readonly densityFactor: number;
}

/** Receives cells one by one. */
export interface CellSink {
  /**
   * @param xUm,yUm centre, from the image's top-left corner.
   * @param turn direction of the apical side in turns from image-up over image-right.
   * @param stain how dark the body is, 0 to 1.
   * @param bits 32 random bits that belong to the cell.
   * @param node index of the node at the top left of the cell.
   */
  cell(
    xUm: number,
    yUm: number,
    kind: CellKind,
    diameterUm: number,
    turn: number,
    stain: number,
    bits: number,
    node: number,
  ): void;
}

const cosine = Float32Array.from({ length: 256 }, (_, i) => Math.cos((i / 128) * Math.PI));

/** Cells per µm² of section at a node: what its profiles, gradients and white matter give. */
export function densityAt(grid: NodeGrid, node: number, { tables, densityFactor }: CellSettings): number {
  if (grid.insideUm[node]! <= 0) return 0;
  const depth = grid.depth[node]!;
  const white = depth <= 0.985 ? 0 : depth >= 1.045 ? 1 : (depth - 0.985) / 0.06;
  let grey = 0;
  if (white < 1) {
    const share = grid.otherShare[node]!;
    grey = tableDensity(tables[grid.profile[node]!], grid, node, depth);
    if (share > 0) grey += share * (tableDensity(tables[grid.otherProfile[node]!], grid, node, depth) - grey);
  }
  return densityFactor * (grey + white * (whiteDensity - grey));
}

function tableDensity(table: CellTable | undefined, grid: NodeGrid, node: number, depth: number): number {
  if (table === undefined) return 0;
  const at = Math.min(depthBins - 1.001, Math.max(0, depth * depthBins - 0.5));
  const bin = at | 0;
  const here = table.density[bin]!;
  let logFactor = 0;
  for (let g = 0; g < GRADIENTS; g++) {
    logFactor += table.densityGradient[bin * GRADIENTS + g]! * grid.gradients[node * GRADIENTS + g]!;
  }
  const density = here + (table.density[bin + 1]! - here) * (at - bin);
  return logFactor === 0 ? density : density * Math.exp(logFactor);
}

/**
 * Visits every cell of the node squares of a grid. Each square of 10 × 10 µm holds a cell with probability
 * λ · 100 µm², where λ is the local density; its place is jittered within the square, so that cells keep apart as
 * bodies do. λ is bilinear between nodes and, where an area is columnar, modulated across the columns.
 * A cell is a function of the seed and of its square alone.
 */
export function forEachCell(grid: NodeGrid, settings: CellSettings, sink: CellSink): void {
  const { columns, rows } = grid;
  const perSite = new Float32Array(columns * rows);
  for (let node = 0; node < perSite.length; node++) {
    perSite[node] = Math.min(1, densityAt(grid, node, settings) * siteUm * siteUm);
  }
  const { seed } = settings;
  for (let r = 0; r + 1 < rows; r++) {
    for (let c = 0; c + 1 < columns; c++) {
      const node = r * columns + c;
      const p00 = perSite[node]!;
      const p10 = perSite[node + 1]!;
      const p01 = perSite[node + columns]!;
      const p11 = perSite[node + columns + 1]!;
      if (p00 === 0 && p10 === 0 && p01 === 0 && p11 === 0) continue;
      const siteX = (grid.firstColumn + c) * sitesPerNode;
      const siteY = (grid.firstRow + r) * sitesPerNode;
      const columnarity = columnarityAt(grid, node, settings.tables);
      const limit = 1 + columnarity;
      const [cx, cy] = [grid.columnX[node]!, grid.columnY[node]!];
      const inPlane = Math.sqrt(cx * cx + cy * cy) || 1;
      const acrossX = -cy / inPlane;
      const acrossY = cx / inPlane;
      for (let j = 0; j < sitesPerNode; j++) {
        const fy = (j + 0.5) / sitesPerNode;
        const left = p00 + (p01 - p00) * fy;
        const step = (p10 + (p11 - p10) * fy - left) / sitesPerNode;
        for (let i = 0; i < sitesPerNode; i++) {
          const p = left + step * (i + 0.5);
          const bits = siteBits(seed, siteX + i, siteY + j);
          const drawn = bits / 4294967296;
          if (drawn >= p * limit) continue;
          const more = mixBits(bits ^ 0x51ed270b);
          const x = (siteX + i + 0.5 + jitter * ((more & 0xffff) / 65536 - 0.5)) * siteUm;
          const y = (siteY + j + 0.5 + jitter * ((more >>> 16) / 65536 - 0.5)) * siteUm;
          if (columnarity > 0 && drawn >= p * columnFactor(acrossX, acrossY, seed, columnarity, x, y))
            continue;
          emit(grid, node, settings, sink, x, y, more);
        }
      }
    }
  }
}

/** How clearly columns show here, 0 to 1: only where the cut runs along them. */
function columnarityAt(grid: NodeGrid, node: number, tables: readonly CellTable[]): number {
  const depth = grid.depth[node]!;
  const table = tables[grid.profile[node]!];
  if (table === undefined || depth <= 0 || depth >= 1) return 0;
  const inPlane = grid.columnX[node]! ** 2 + grid.columnY[node]! ** 2;
  return columnContrast * table.columnarity[(depth * depthBins) | 0]! * inPlane;
}

/** Factor of mean 1 on the density: a cosine across the columns, whose spacing and phase are fixed in squares. */
function columnFactor(
  acrossX: number,
  acrossY: number,
  seed: number,
  columnarity: number,
  xUm: number,
  yUm: number,
): number {
  const dx = Math.floor(xUm / columnDomainUm);
  const dy = Math.floor(yUm / columnDomainUm);
  const across =
    (xUm - (dx + 0.5) * columnDomainUm) * acrossX + (yUm - (dy + 0.5) * columnDomainUm) * acrossY;
  const bits = siteBits(seed ^ 0x3c6ef372, dx, dy);
  const spacingUm = columnSpacingUm * (0.78 + 0.44 * ((bits & 255) / 255));
  const phase = across / spacingUm + bits / 4294967296 + 64;
  return 1 + columnarity * cosine[((phase - Math.floor(phase)) * 256) & 255]!;
}

/** Draws what a cell looks like and hands it on. */
function emit(
  grid: NodeGrid,
  node: number,
  { tables }: CellSettings,
  sink: CellSink,
  xUm: number,
  yUm: number,
  more: number,
): void {
  const { columns } = grid;
  const fx = xUm / nodeStepUm - grid.firstColumn - (node % columns);
  const fy = yUm / nodeStepUm - grid.firstRow - Math.floor(node / columns);
  const insideUm = bilinear(grid.insideUm, node, columns, fx, fy);
  if (insideUm < 4) return;
  const bits = mixBits(more ^ 0x2c1b3c6d);
  const a = (bits & 0xffff) / 65536;
  const b = (bits >>> 16) / 65536;
  const shapeBits = mixBits(bits ^ 0x7feb352d);
  const c = (shapeBits & 0xffff) / 65536;
  const d = (shapeBits >>> 16) / 65536;
  const depth = bilinear(grid.depth, node, columns, fx, fy);
  const stain = 0.62 + 0.38 * d;
  if (depth > 1.045 || (depth > 0.985 && a * 0.06 < depth - 0.985)) {
    // White matter: small glia, here and there a neuron.
    const neuron = b < 0.06;
    const kind = neuron ? CellKind.fusiform : CellKind.glial;
    sink.cell(xUm, yUm, kind, neuron ? 9 : 5.2 + 2 * c, d, stain, shapeBits, node);
    return;
  }
  // The corner whose profile the cell belongs to: the nearer, the likelier.
  const corner =
    node +
    (mixBits(shapeBits) / 4294967296 < fx ? 1 : 0) +
    (((shapeBits >>> 7) & 255) / 256 < fy ? columns : 0);
  const second = ((more >>> 5) & 1023) / 1024 < grid.otherShare[corner]!;
  const table = tables[second ? grid.otherProfile[corner]! : grid.profile[corner]!];
  if (table === undefined) return;
  const bin = Math.min(depthBins - 1, Math.max(0, (depth * depthBins) | 0));
  let kind: CellKind = CellKind.granular;
  while (kind < mixKinds - 1 && a >= table.mix[bin * mixKinds + kind]!) kind = (kind + 1) as CellKind;
  let logDiameter: number;
  if (kind === CellKind.glial) logDiameter = Math.log(5 + 1.8 * c);
  else {
    // A sum of three uniform numbers: nearly normal, of variance 1.
    const spread = (b + c + ((shapeBits >>> 3) & 4095) / 4096 - 1.5) * 2;
    const giant = kind === CellKind.giant;
    logDiameter = giant ? table.logGiantDiameter[bin]! : table.logDiameter[bin]!;
    logDiameter += spread * (giant ? 0.12 : table.logDiameterSd[bin]!);
    for (let g = 0; g < GRADIENTS; g++) {
      logDiameter += 0.5 * table.sizeGradient[bin * GRADIENTS + g]! * grid.gradients[corner * GRADIENTS + g]!;
    }
  }
  const cx = grid.columnX[corner]!;
  const cy = grid.columnY[corner]!;
  let turn = Math.atan2(cx, -cy) / (2 * Math.PI);
  // Cut across, a pyramid looks round.
  if ((kind === CellKind.pyramidal || kind === CellKind.giant) && c > 0.25 + cx * cx + cy * cy) {
    kind = CellKind.granular;
  }
  turn += kind === CellKind.fusiform ? 0.5 * (b - 0.5) : 0.09 * (b + c - 1);
  const diameterUm = Math.min(largestCellUm, Math.exp(logDiameter));
  sink.cell(xUm, yUm, kind, diameterUm, turn - Math.floor(turn), stain, shapeBits, node);
}

function bilinear(values: Float32Array, node: number, columns: number, fx: number, fy: number): number {
  const top = values[node]! + (values[node + 1]! - values[node]!) * fx;
  const bottom = values[node + columns]! + (values[node + columns + 1]! - values[node + columns]!) * fx;
  return top + (bottom - top) * fy;
}
