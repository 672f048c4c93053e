import { GRADIENTS } from "../areas/profile.js";

/** Distance of neighbouring nodes, µm: between them all fields are bilinear. */
export const nodeStepUm = 40;

/** Depth is 0 at the pia, 1 at the white matter and up to this within it. */
export const deepestDepth = 1.3;

/**
 * Tissue at nodes of a lattice on the slide, row by row. The node in column c and row r lies at
 * ((firstColumn + c) · nodeStepUm, (firstRow + r) · nodeStepUm) µm from the image's top-left corner.
 */
export interface NodeGrid {
  readonly firstColumn: number;
  readonly firstRow: number;
  readonly columns: number;
  readonly rows: number;
  /** Distance to the edge of the tissue in µm, positive within it; exact near the edge only. */
  readonly insideUm: Float32Array;
  /** Equivolume depth: 0 at the pia, 1 at the white matter, above 1 within it. */
  readonly depth: Float32Array;
  /** The two profiles that meet here, as indices into the tables, and the second one's share. */
  readonly profile: Uint16Array;
  readonly otherProfile: Uint16Array;
  readonly otherShare: Float32Array;
  /** Direction towards the pia in the image (x right, y down); its length is the share that lies in the plane. */
  readonly columnX: Float32Array;
  readonly columnY: Float32Array;
  /** `GRADIENTS` numbers a node. */
  readonly gradients: Float32Array;
}

/** Tissue on a slide, at any place of it. */
export interface SlideTissue {
  /** Size of the slide's image, µm. */
  readonly widthUm: number;
  readonly heightUm: number;
  /** Fills the fields of all nodes of the grid. */
  sample(grid: NodeGrid): void;
}

/** An empty grid for the nodes around a rectangle of the slide, given in µm. */
export function gridAround(leftUm: number, topUm: number, rightUm: number, bottomUm: number): NodeGrid {
  const firstColumn = Math.floor(leftUm / nodeStepUm);
  const firstRow = Math.floor(topUm / nodeStepUm);
  const columns = Math.floor(rightUm / nodeStepUm) - firstColumn + 2;
  const rows = Math.floor(bottomUm / nodeStepUm) - firstRow + 2;
  const count = columns * rows;
  return {
    firstColumn,
    firstRow,
    columns,
    rows,
    insideUm: new Float32Array(count),
    depth: new Float32Array(count),
    profile: new Uint16Array(count),
    otherProfile: new Uint16Array(count),
    otherShare: new Float32Array(count),
    columnX: new Float32Array(count),
    columnY: new Float32Array(count),
    gradients: new Float32Array(count * GRADIENTS),
  };
}
