import type { AreaLayout } from "../areas/layout.js";
import { territoryAt } from "../areas/layout.js";
import type { Template } from "../brain.js";
import { hullNodes, NodeIndex } from "../geometry/folds.js";
import { makeHull } from "../geometry/hull.js";

/** Two areas that share a border, and about how long it is along the hull, both hemispheres together. */
export interface AreaBorder {
  readonly areas: readonly [number, number];
  readonly borderMm: number;
}

/**
 * Gives the adjacency graph of the areas: which ones touch, in either hemisphere. Territories are compared between
 * neighbouring nodes of the hull; contacts shorter than two node distances are left out.
 *
 * @param template the template
 * @param layouts the territories of the right and the left hemisphere: the template's or a brain's
 */
export function areaAdjacency(
  template: Template,
  layouts: readonly [AreaLayout, AreaLayout] = template.layouts,
): AreaBorder[] {
  const { scale } = template.preset;
  const step = 2 * scale;
  const nodes = hullNodes(makeHull(scale), step);
  const index = new NodeIndex(nodes, 1.3 * step);
  const territory = { profile: 0, neighbour: 0, borderMm: 0 };
  const pairs = new Map<number, number>();
  const count = template.areas.length;
  for (const layout of layouts) {
    const area = Uint16Array.from({ length: nodes.length / 3 }, (_, i) => {
      territoryAt(layout, nodes[3 * i]!, nodes[3 * i + 1]!, nodes[3 * i + 2]!, territory);
      return template.profiles[territory.profile]!.area;
    });
    for (let i = 0; i < area.length; i++) {
      index.visit(nodes[3 * i]!, nodes[3 * i + 1]!, nodes[3 * i + 2]!, (j) => {
        if (j > i && area[i] !== area[j]) {
          const key = Math.min(area[i]!, area[j]!) * count + Math.max(area[i]!, area[j]!);
          pairs.set(key, (pairs.get(key) ?? 0) + 1);
        }
      });
    }
  }
  // About two pairs of nodes face each other per node distance of border.
  return [...pairs]
    .map(
      ([key, contacts]): AreaBorder => ({
        areas: [Math.floor(key / count), key % count],
        borderMm: (contacts * step) / 2,
      }),
    )
    .filter(({ borderMm }) => borderMm >= 2 * step)
    .sort((a, b) => a.areas[0] - b.areas[0] || a.areas[1] - b.areas[1]);
}
