import type { AreaProfile } from "../areas/profile.js";
import { type CellSettings, type CellSink, forEachCell } from "./cellField.js";
import { type CellTable, cellTable, type ProfileMeans, profileMeans, withMeans } from "./cellTables.js";
import { valueNoise } from "./counter.js";
import { distanceToLines, linesNear, type SectionStain } from "./stain.js";
import { gridAround, type NodeGrid, nodeStepUm, type SlideTissue } from "./tissue.js";
import { insideVessel, type Vessel, vesselsIn } from "./vessels.js";

/** What is left out or changed, to find out what a model reads from a section. */
export interface Variant {
  /** No cell bodies; staining, vessels, borders and folding stay. */
  readonly withoutCells?: boolean;
  /** Flat grey and white matter and slide: nothing but the geometry. */
  readonly geometryOnly?: boolean;
  /** Density and cell size, and with them grey, averaged over the depth, are the same for all areas. */
  readonly equalised?: boolean;
}

/** A change of the tissue within a rectangle of the slide: profiles there are replaced by others. */
export interface Intervention {
  readonly leftUm: number;
  readonly topUm: number;
  readonly rightUm: number;
  readonly bottomUm: number;
  /** Profile index to the profile that takes its place. */
  readonly replace: ReadonlyMap<number, AreaProfile>;
}

/** Everything that decides the look of one section. */
export interface SectionModel {
  readonly tissue: SlideTissue;
  readonly stain: SectionStain;
  readonly cells: CellSettings;
  readonly variant: Variant;
  readonly interventions: readonly (Intervention & { readonly firstTable: number })[];
}

/**
 * Puts a section together.
 *
 * @param profiles those that `tissue` speaks of, by index.
 */
export function sectionModel(
  tissue: SlideTissue,
  stain: SectionStain,
  profiles: readonly AreaProfile[],
  variant: Variant = {},
  interventions: readonly Intervention[] = [],
): SectionModel {
  const tables = cellTables(profiles, variant.equalised === true);
  const placed = interventions.map((intervention) => {
    const firstTable = tables.length;
    tables.push(...[...intervention.replace.values()].map(cellTable));
    return { ...intervention, firstTable };
  });
  const cells: CellSettings = {
    seed: stain.seed,
    tables,
    densityFactor: stain.thickness,
  };
  return { tissue, stain, cells, variant, interventions: placed };
}

const tablesOf = new WeakMap<readonly AreaProfile[], { plain?: CellTable[]; equalised?: CellTable[] }>();

/** Tables of all profiles, kept, since every section of a brain has the same. */
function cellTables(profiles: readonly AreaProfile[], equalised: boolean): CellTable[] {
  const kept = tablesOf.get(profiles) ?? {};
  tablesOf.set(profiles, kept);
  kept.plain ??= profiles.map(cellTable);
  if (!equalised) return [...kept.plain];
  if (kept.equalised === undefined) {
    const means = kept.plain.map(profileMeans);
    const mean = (value: (one: ProfileMeans) => number): number =>
      means.reduce((sum, one) => sum + value(one), 0) / means.length;
    const wanted = { density: mean((one) => one.density), cellAreaUm2: mean((one) => one.cellAreaUm2) };
    kept.equalised = kept.plain.map((table) => withMeans(table, wanted));
  }
  return [...kept.equalised];
}

/** The tissue around a rectangle of the slide, with tears, rough edges and interventions. */
export function tissueAround(
  { tissue, stain, variant, interventions }: SectionModel,
  leftUm: number,
  topUm: number,
  rightUm: number,
  bottomUm: number,
): NodeGrid {
  const grid = gridAround(leftUm, topUm, rightUm, bottomUm);
  tissue.sample(grid);
  for (const intervention of interventions) replaceProfiles(grid, intervention);
  if (variant.geometryOnly === true) return grid;
  const tears = linesNear(stain.tears, leftUm, topUm, rightUm, bottomUm);
  for (let r = 0, node = 0; r < grid.rows; r++) {
    const yUm = (grid.firstRow + r) * nodeStepUm;
    for (let c = 0; c < grid.columns; c++, node++) {
      const insideUm = grid.insideUm[node]!;
      if (insideUm < -200) continue;
      const xUm = (grid.firstColumn + c) * nodeStepUm;
      const rough = insideUm < 200 ? 7 * valueNoise(stain.seed ^ 0x0ed6e, xUm / 75, yUm / 75) : 0;
      const torn = tears.length > 0 ? distanceToLines(tears, xUm, yUm) + rough : insideUm;
      grid.insideUm[node] = Math.min(insideUm + rough, torn);
    }
  }
  return grid;
}

function replaceProfiles(grid: NodeGrid, intervention: SectionModel["interventions"][number]): void {
  const { leftUm, topUm, rightUm, bottomUm, replace, firstTable } = intervention;
  const tables = new Map([...replace.keys()].map((profile, i) => [profile, firstTable + i]));
  for (let r = 0, node = 0; r < grid.rows; r++) {
    const yUm = (grid.firstRow + r) * nodeStepUm;
    for (let c = 0; c < grid.columns; c++, node++) {
      const xUm = (grid.firstColumn + c) * nodeStepUm;
      if (xUm < leftUm || xUm > rightUm || yUm < topUm || yUm > bottomUm) continue;
      grid.profile[node] = tables.get(grid.profile[node]!) ?? grid.profile[node]!;
      grid.otherProfile[node] = tables.get(grid.otherProfile[node]!) ?? grid.otherProfile[node]!;
    }
  }
}

/** The vessels of a rectangle, found by node square. */
export class VesselMap {
  readonly vessels: readonly Vessel[];
  readonly #bySquare = new Map<number, Vessel[]>();
  /** 1 for squares that have a list; most have none. */
  readonly #touched: Uint8Array;

  constructor(
    { tissue, stain }: SectionModel,
    grid: NodeGrid,
    leftUm: number,
    topUm: number,
    rightUm: number,
    bottomUm: number,
    pixelUm = 0,
  ) {
    this.#touched = new Uint8Array(grid.columns * grid.rows);
    this.vessels = vesselsIn(tissue, stain.seed, leftUm, topUm, rightUm, bottomUm, 4 + pixelUm);
    for (const vessel of this.vessels) this.#enter(vessel, grid);
  }

  /** Whether a place lies in a lumen. */
  holds(node: number, xUm: number, yUm: number): boolean {
    if (this.#touched[node] === 0) return false;
    const near = this.#bySquare.get(node)!;
    for (let i = 0; i < near.length; i++) if (insideVessel(near[i]!, xUm, yUm) > 0) return true;
    return false;
  }

  #enter(vessel: Vessel, grid: NodeGrid): void {
    const { xUm, yUm, alongX, alongY, halfLengthUm, halfWidthUm, bendUm } = vessel;
    const reach = 1.15 * halfLengthUm;
    const side = halfWidthUm + Math.abs(bendUm);
    const [spanX, spanY] = [
      Math.abs(alongX) * reach + Math.abs(alongY) * side,
      Math.abs(alongY) * reach + Math.abs(alongX) * side,
    ];
    const index = (um: number, first: number): number => Math.floor(um / nodeStepUm) - first;
    for (
      let r = Math.max(0, index(yUm - spanY, grid.firstRow));
      r <= Math.min(grid.rows - 1, index(yUm + spanY, grid.firstRow));
      r++
    ) {
      for (
        let c = Math.max(0, index(xUm - spanX, grid.firstColumn));
        c <= Math.min(grid.columns - 1, index(xUm + spanX, grid.firstColumn));
        c++
      ) {
        const node = r * grid.columns + c;
        const [dx, dy] = [
          (grid.firstColumn + c + 0.5) * nodeStepUm - xUm,
          (grid.firstRow + r + 0.5) * nodeStepUm - yUm,
        ];
        if (Math.abs(dy * alongX - dx * alongY) > side + nodeStepUm) continue;
        this.#touched[node] = 1;
        const list = this.#bySquare.get(node);
        if (list === undefined) this.#bySquare.set(node, [vessel]);
        else list.push(vessel);
      }
    }
  }
}

/** Visits the cells around a rectangle that are drawn: all but those in the lumen of a vessel. */
export function forEachDrawnCell(
  model: SectionModel,
  grid: NodeGrid,
  vessels: VesselMap,
  sink: CellSink,
): void {
  if (model.variant.withoutCells === true || model.variant.geometryOnly === true) return;
  forEachCell(grid, model.cells, {
    cell(xUm, yUm, kind, diameterUm, turn, stain, bits, node) {
      if (vessels.holds(node, xUm, yUm)) return;
      sink.cell(xUm, yUm, kind, diameterUm, turn, stain, bits, node);
    },
  });
}
