import { applyAffine, type LabelColumns, type PointColumns } from "@cytonet/cohort";
import { areas } from "./areas.js";
import type { SyntheticBrain } from "./brain.js";
import { NODE_PX, positionOf, type SectionFrame, type SectionShape, sampleField } from "./sectionShape.js";

/** Distance of neighbouring points in the section's plane, mm. */
const spacingMm = 0.36;
/** Points lie about half-way between surface and white matter. */
const middle = { from: 0.38, to: 0.62 };
/** Side of the square in which the share of tissue is measured, mm. */
const windowMm = 2;

/** Name of the labels' atlas. */
export const demoAtlas = "synthetic-areas";

/** A section's grid points in the middle of its cortex, with the coordinates and areas that they were made from. */
export function samplePoints(
  brain: SyntheticBrain,
  section: string,
  frame: SectionFrame,
  shape: SectionShape,
): { readonly points: PointColumns; readonly labels: LabelColumns } {
  const spacingPx = (spacingMm * 1000) / frame.pixelSizeUm;
  const tissue = tissueShares(shape, Math.round((windowMm * 1000) / frame.pixelSizeUm / NODE_PX));
  const found: { id: string; xPx: number; yPx: number; node: number }[] = [];
  const count = Math.floor(frame.sizePx / spacingPx);
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      const [xPx, yPx] = [(column + 0.5) * spacingPx, (row + 0.5) * spacingPx];
      const node = Math.floor(yPx / NODE_PX) * shape.nodes + Math.floor(xPx / NODE_PX);
      if (!(shape.depthMm[node]! > 0)) continue;
      const depth = sampleField(shape.relativeDepth, shape.nodes, xPx, yPx);
      if (depth < middle.from || depth > middle.to) continue;
      found.push({ id: `${brain.id}/${section}/r${row}c${column}`, xPx, yPx, node });
    }
  }
  const brainMm = Float64Array.from(found.flatMap(({ xPx, yPx }) => positionOf(frame, xPx, yPx)));
  const refMm = applyAffine(brain.toReference, brainMm);
  const axis = (values: Float64Array, offset: number): Float64Array =>
    Float64Array.from(found, (_, index) => values[3 * index + offset]!);
  const pointId = found.map(({ id }) => id);
  const points: PointColumns = {
    pointId,
    brain: found.map(() => brain.id),
    section: found.map(() => section),
    hemisphere: found.map((_, index) => (brainMm[3 * index]! < 0 ? "left" : "right")),
    xPx: Float64Array.from(found, ({ xPx }) => xPx),
    yPx: Float64Array.from(found, ({ yPx }) => yPx),
    xBrainMm: axis(brainMm, 0),
    yBrainMm: axis(brainMm, 1),
    zBrainMm: axis(brainMm, 2),
    xRefMm: axis(refMm, 0),
    yRefMm: axis(refMm, 1),
    zRefMm: axis(refMm, 2),
    sampler: found.map(() => "grid"),
    tissueShare: Float32Array.from(found, ({ node }) => tissue[node]!),
  };
  const labels: LabelColumns = {
    pointId,
    atlas: found.map(() => demoAtlas),
    area: found.map(({ node }) => areas[shape.area[node]!]!.name),
    probability: Float32Array.from(found, ({ node }) => 1 - shape.neighbourShare[node]!),
    source: found.map(() => "construction"),
  };
  return { points, labels };
}

/** For every node the share of tissue in a square of `side` nodes around it, by a summed-area table. */
function tissueShares({ nodes, depthMm }: SectionShape, side: number): Float32Array {
  const width = nodes + 1;
  const sums = new Float64Array(width * width);
  for (let y = 0; y < nodes; y++) {
    let row = 0;
    for (let x = 0; x < nodes; x++) {
      row += depthMm[y * nodes + x]! > 0 ? 1 : 0;
      sums[(y + 1) * width + x + 1] = sums[y * width + x + 1]! + row;
    }
  }
  const half = side >> 1;
  const clamp = (value: number): number => Math.min(nodes, Math.max(0, value));
  return Float32Array.from(depthMm, (_, index) => {
    const [x, y] = [index % nodes, Math.floor(index / nodes)];
    const [x0, x1, y0, y1] = [clamp(x - half), clamp(x + half), clamp(y - half), clamp(y + half)];
    const inside =
      sums[y1 * width + x1]! - sums[y0 * width + x1]! - sums[y1 * width + x0]! + sums[y0 * width + x0]!;
    return inside / (4 * half * half);
  });
}
