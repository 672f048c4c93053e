import { KeyedStream } from "./counter.js";
import { gridAround, type SlideTissue } from "./tissue.js";

/** Blood vessels begin in squares of this edge, µm. */
const squareUm = 480;
const longestUm = 1100;
const widestUm = 28;

/** A vessel as it is cut: a slightly bent band. */
export interface Vessel {
  readonly xUm: number;
  readonly yUm: number;
  /** Unit vector along it. */
  readonly alongX: number;
  readonly alongY: number;
  readonly halfLengthUm: number;
  readonly halfWidthUm: number;
  /** How far it leaves the straight line at its ends, µm. */
  readonly bendUm: number;
  readonly seed: number;
}

/**
 * Vessels that can reach into a rectangle of the slide: in grey matter most run with the columns, as penetrating
 * arterioles do; a cut across shows a short, wide one.
 *
 * @param softUm how far from their walls vessels still show.
 */
export function vesselsIn(
  tissue: SlideTissue,
  seed: number,
  leftUm: number,
  topUm: number,
  rightUm: number,
  bottomUm: number,
  softUm: number,
): Vessel[] {
  const margin = 0.7 * longestUm + widestUm + softUm;
  const vessels: Vessel[] = [];
  const lastX = Math.floor((rightUm + margin) / squareUm);
  const lastY = Math.floor((bottomUm + margin) / squareUm);
  for (let y = Math.floor((topUm - margin) / squareUm); y <= lastY; y++) {
    for (let x = Math.floor((leftUm - margin) / squareUm); x <= lastX; x++) {
      const stream = new KeyedStream(seed, 0x7e55e1, x, y);
      if (stream.next() > 0.62) continue;
      const vessel = drawVessel(tissue, stream, x, y);
      if (vessel !== undefined) vessels.push(vessel);
    }
  }
  return vessels;
}

function drawVessel(tissue: SlideTissue, stream: KeyedStream, x: number, y: number): Vessel | undefined {
  const xUm = (x + stream.next()) * squareUm;
  const yUm = (y + stream.next()) * squareUm;
  const grid = gridAround(xUm, yUm, xUm, yUm);
  tissue.sample(grid);
  if (grid.insideUm[0]! < 60) return undefined;
  const inGrey = grid.depth[0]! < 1;
  const [cx, cy] = [grid.columnX[0]!, grid.columnY[0]!];
  const inPlane = Math.hypot(cx, cy);
  let angle = stream.between(0, 2 * Math.PI);
  if (inGrey && inPlane > 0.2 && stream.next() < 0.7) angle = Math.atan2(cy, cx) + 0.25 * stream.normal();
  // Many capillaries, few arterioles.
  const halfWidthUm = 2.6 + 1.4 * Math.exp(0.9 * stream.normal());
  const across = stream.next() < 0.5 || !(inPlane > 0.45);
  const wanted = across
    ? halfWidthUm * stream.between(1, 2.5)
    : 40 + (longestUm / 2 - 40) * stream.next() ** 2;
  const halfLengthUm = Math.min(wanted, Math.max(20, grid.insideUm[0]! - 40));
  return {
    xUm,
    yUm,
    alongX: Math.cos(angle),
    alongY: Math.sin(angle),
    halfLengthUm,
    halfWidthUm: Math.min(widestUm, across ? halfWidthUm * 1.6 : halfWidthUm),
    bendUm: 0.12 * halfLengthUm * stream.between(-1, 1),
    seed: (stream.next() * 4294967296) >>> 0,
  };
}

/** Distance from a point to the vessel's wall, µm; positive in the lumen. */
export function insideVessel(vessel: Vessel, xUm: number, yUm: number): number {
  const halfWidthUm = halfWidthAt(vessel, xUm, yUm);
  return halfWidthUm - Math.abs(acrossVessel(vessel, xUm, yUm));
}

/** Half the width of the lumen beside a point, µm: round or pointed at the ends, whichever its length makes them. */
export function halfWidthAt(vessel: Vessel, xUm: number, yUm: number): number {
  const square = alongVessel(vessel, xUm, yUm) ** 2;
  return vessel.halfWidthUm * Math.sqrt(Math.max(0, 1 - square * square));
}

/** Distance of a point from the vessel's bent axis, µm, with its side. */
export function acrossVessel(vessel: Vessel, xUm: number, yUm: number): number {
  const { alongX, alongY, bendUm } = vessel;
  const across = (yUm - vessel.yUm) * alongX - (xUm - vessel.xUm) * alongY;
  return across - bendUm * (alongVessel(vessel, xUm, yUm) ** 2 - 0.3);
}

/** Place along the vessel: −1 and 1 are its ends. */
function alongVessel(
  { alongX, alongY, halfLengthUm, xUm: x, yUm: y }: Vessel,
  xUm: number,
  yUm: number,
): number {
  return ((xUm - x) * alongX + (yUm - y) * alongY) / halfLengthUm;
}
