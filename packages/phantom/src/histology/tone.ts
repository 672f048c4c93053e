import { densityAt } from "./cellField.js";
import type { NodeTone } from "./compose.js";
import { valueNoise } from "./counter.js";
import type { SectionModel } from "./sectionModel.js";
import { distanceToLines, linesNear } from "./stain.js";
import { type NodeGrid, nodeStepUm } from "./tissue.js";

/**
 * Area over which a cell darkens the neuropil around it evenly, µm² of full stain: its processes, and bodies above and
 * below the focal plane.
 */
const unfocused = 45;

/** Grey levels at the nodes: of tissue, of the bare slide, and the factor on everything that darkens. */
export function toneOf(
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
