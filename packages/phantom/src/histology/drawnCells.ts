import { largestCellUm } from "./cellField.js";
import { forEachDrawnCell, type SectionModel, tissueAround, VesselMap } from "./sectionModel.js";
import type { CellKind } from "./shapes.js";
import { nodeStepUm } from "./tissue.js";

/** A cell of a section: what is drawn of it. */
export interface DrawnCell {
  /** Its centre, µm from the image's top-left corner. */
  readonly xUm: number;
  readonly yUm: number;
  readonly kind: CellKind;
  /** Diameter of the circle with the body's area. */
  readonly diameterUm: number;
  /** Direction of the apical side in turns, from image-up over image-right. */
  readonly turn: number;
  /** How dark the body is, 0 to 1. */
  readonly stain: number;
  /** Equivolume depth at the node nearest to it: above 1 in white matter. */
  readonly depth: number;
}

/** The cells whose centres lie in a rectangle of the slide, given in µm, in the order of the lattice. */
export function drawnCells(
  model: SectionModel,
  leftUm: number,
  topUm: number,
  rightUm: number,
  bottomUm: number,
): DrawnCell[] {
  const margin = largestCellUm;
  const box = [leftUm - margin, topUm - margin, rightUm + margin, bottomUm + margin] as const;
  const grid = tissueAround(model, ...box);
  const cells: DrawnCell[] = [];
  forEachDrawnCell(model, grid, new VesselMap(model, grid, ...box), {
    cell(xUm, yUm, kind, diameterUm, turn, stain, _bits, node) {
      if (xUm < leftUm || yUm < topUm || xUm >= rightUm || yUm >= bottomUm) return;
      const right = xUm / nodeStepUm - Math.floor(xUm / nodeStepUm) >= 0.5 ? 1 : 0;
      const below = yUm / nodeStepUm - Math.floor(yUm / nodeStepUm) >= 0.5 ? grid.columns : 0;
      cells.push({ xUm, yUm, kind, diameterUm, turn, stain, depth: grid.depth[node + right + below]! });
    },
  });
  return cells;
}
