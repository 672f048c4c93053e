import { neighbourShare } from "../areas/layout.js";
import { GRADIENTS } from "../areas/profile.js";
import { deepestDepth, type NodeGrid, nodeStepUm, type SlideTissue } from "../histology/tissue.js";
import { NO_AREA, type SectionFields } from "../sectionFields.js";
import { imageToPlane, type SectionPlacement } from "./placement.js";

/** Insides beyond this are not told apart, µm. */
const farUm = 1000;

/**
 * A section's fields as they lie on the slide. Real-valued fields are bilinear between samples. Across a border the
 * two profiles mix over `borderWidthMm`.
 */
export function sectionTissue(
  fields: SectionFields,
  placement: SectionPlacement,
  borderWidthMm: number,
): SlideTissue {
  const map = imageToPlane(placement);
  const { width, height, stepMm, originXMm, originZMm } = fields;
  const { pialMm, depth, profile, neighbour, borderMm, columnX, columnZ, obliqueness, gradients } = fields;
  // A direction of the plane in the image: the inverse of the map's turn, up to its scale.
  const scale = Math.hypot(map.a, map.d);
  const [ux, uz, vx, vz] = [map.a / scale, map.d / scale, map.b / scale, map.e / scale];
  const clear = (grid: NodeGrid, node: number): void => {
    grid.insideUm[node] = -farUm;
    grid.depth[node] = 0;
    grid.profile[node] = NO_AREA;
    grid.otherProfile[node] = NO_AREA;
  };
  return {
    widthUm: placement.widthPx * placement.pixelUm,
    heightUm: placement.heightPx * placement.pixelUm,
    sample(grid) {
      for (let r = 0, node = 0; r < grid.rows; r++) {
        const v = (grid.firstRow + r) * nodeStepUm;
        for (let column = 0; column < grid.columns; column++, node++) {
          const u = (grid.firstColumn + column) * nodeStepUm;
          const i = (map.a * u + map.b * v + map.c - originXMm) / stepMm;
          const j = (originZMm - (map.d * u + map.e * v + map.f)) / stepMm;
          const i0 = Math.floor(i);
          const j0 = Math.floor(j);
          if (!(i0 >= 0 && j0 >= 0 && i0 < width - 1 && j0 < height - 1)) {
            clear(grid, node);
            continue;
          }
          const at = j0 * width + i0;
          const fx = i - i0;
          const fy = j - j0;
          const inside = 1000 * bilinear(pialMm, at, width, fx, fy);
          if (inside < -400) {
            clear(grid, node);
            continue;
          }
          grid.insideUm[node] = Math.min(farUm, inside);
          grid.depth[node] = Math.min(deepestDepth, bilinear(depth, at, width, fx, fy));
          const nearest = at + (fx < 0.5 ? 0 : 1) + (fy < 0.5 ? 0 : width);
          grid.profile[node] = profile[nearest]!;
          grid.otherProfile[node] = neighbour[nearest]!;
          grid.otherShare[node] =
            neighbour[nearest] === NO_AREA ? 0 : neighbourShare(borderMm[nearest]!, borderWidthMm);
          // Columns point to the surface: against growing depth, as far as they lie in the plane.
          const px = -bilinear(columnX, at, width, fx, fy);
          const pz = -bilinear(columnZ, at, width, fx, fy);
          const inPlane = bilinear(obliqueness, at, width, fx, fy) / (Math.sqrt(px * px + pz * pz) || 1);
          grid.columnX[node] = inPlane * (px * ux + pz * uz);
          grid.columnY[node] = inPlane * (px * vx + pz * vz);
          for (let g = 0; g < GRADIENTS; g++) {
            const values = gradients[g];
            if (values !== undefined) {
              grid.gradients[node * GRADIENTS + g] = bilinear(values, at, width, fx, fy);
            }
          }
        }
      }
    },
  };
}

function bilinear(values: Float32Array, at: number, width: number, fx: number, fy: number): number {
  const top = values[at]! + (values[at + 1]! - values[at]!) * fx;
  const bottom = values[at + width]! + (values[at + width + 1]! - values[at + width]!) * fx;
  return top + (bottom - top) * fy;
}
