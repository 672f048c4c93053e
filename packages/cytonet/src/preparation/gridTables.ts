import type { LabelColumns, PointColumns } from "@cytonet/cohort";
import type { GridPoint } from "./gridSampler.js";

/** Atlases of the `labels` table that the Allen annotation gives. */
export const ccfAtlases = {
  /** The structure's own name, for every labelled point. */
  structure: "allen-ccfv3-structure",
  /** Isocortical area without its layer; both hemispheres alike. */
  area: "allen-ccfv3-area",
  /** Isocortical layer: 1, 2, 2/3, 4, 5, 6a or 6b. */
  layer: "allen-ccfv3-layer",
} as const;

/** Columns of `points` for the grid of one section; ids stay the same when the grid is sampled again. */
export function pointColumns(
  brain: string,
  section: string,
  gridSpacingMm: number,
  points: readonly GridPoint[],
): PointColumns {
  const spacing = `grid-${Number((gridSpacingMm * 1000).toPrecision(6))}um`;
  const numbers = (value: (point: GridPoint) => number) => Float64Array.from(points, value);
  return {
    pointId: points.map(({ row, column }) => `${brain}/${section}/${spacing}/r${row}c${column}`),
    brain: points.map(() => brain),
    section: points.map(() => section),
    hemisphere: points.map(({ hemisphere }) => hemisphere),
    xPx: numbers(({ xPx }) => xPx),
    yPx: numbers(({ yPx }) => yPx),
    xBrainMm: numbers(({ brainMm }) => brainMm[0]),
    yBrainMm: numbers(({ brainMm }) => brainMm[1]),
    zBrainMm: numbers(({ brainMm }) => brainMm[2]),
    xRefMm: numbers(({ refMm }) => refMm[0]),
    yRefMm: numbers(({ refMm }) => refMm[1]),
    zRefMm: numbers(({ refMm }) => refMm[2]),
    sampler: points.map(() => "grid"),
    tissueShare: Float32Array.from(points, ({ tissueShare }) => tissueShare),
  };
}

/**
 * Columns of `labels`: the structure of every point, and area and layer where it lies in the isocortex. The
 * labels come from registration, which gives no probability (NaN).
 */
export function labelColumns(pointIds: readonly string[], points: readonly GridPoint[]): LabelColumns {
  const rows = points.flatMap(({ label }, i) => {
    const pointId = pointIds[i]!;
    const structure = { pointId, atlas: ccfAtlases.structure, area: label.name };
    if (label.cortex === undefined) return [structure];
    const { area, layer } = label.cortex;
    return [
      structure,
      { pointId, atlas: ccfAtlases.area, area },
      { pointId, atlas: ccfAtlases.layer, area: layer },
    ];
  });
  return {
    pointId: rows.map(({ pointId }) => pointId),
    atlas: rows.map(({ atlas }) => atlas),
    area: rows.map(({ area }) => area),
    probability: new Float32Array(rows.length).fill(Number.NaN),
    source: rows.map(() => "registration"),
  };
}
