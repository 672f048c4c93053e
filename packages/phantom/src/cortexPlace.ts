import { type Territory, territoryAt } from "./areas/layout.js";
import type { Brain } from "./brain.js";
import type { PialLevel } from "./geometry/levelSets.js";
import { displacementAt } from "./geometry/warp.js";
import { fieldAt } from "./random/smoothField.js";

/**
 * Finds the territory of a place in the cortex: the foot point on the hull, moved by the individual's wobble, decides, so
 * that an area reaches from the crown of a gyrus down both banks of its sulci.
 */
export function cortexTerritory(brain: Brain, place: PialLevel, out: Territory): Territory {
  const { foot } = place;
  const [wx, wy, wz] = displacementAt(brain.borderWobble, foot.x, foot.y, foot.z);
  return territoryAt(brain.layouts[place.tx >= 0 ? 0 : 1], foot.x + wx, foot.y + wy, foot.z + wz, out);
}

/**
 * Evaluates the smooth gradients along the cortex at a template point: from posterior to anterior, one that all brains
 * share, and one of this individual. About standard normal.
 */
export function gradientsAt(brain: Brain, tx: number, ty: number, tz: number): [number, number, number] {
  return [
    ty / (45 * brain.template.preset.scale),
    fieldAt(brain.template.gradient, tx, ty, tz),
    fieldAt(brain.gradient, tx, ty, tz),
  ];
}
