import { type AreaProfile, GRADIENTS, type Stratum } from "../areas/profile.js";

/** Entries of a table from the pia (0) to the white matter (last). */
export const depthBins = 128;
/** Kinds whose shares add up to 1: granular, pyramidal, giant, glial, fusiform. */
export const mixKinds = 5;
/** Half the width over which one stratum passes into the next, as a share of the depth. */
const boundarySoftness = 0.014;

/**
 * The cells of one profile by equivolume depth, ready for rendering. Densities are per µm² of section; sizes are
 * logarithms of diameters in µm; `mix` holds running sums of the shares of kinds.
 */
export interface CellTable {
  readonly density: Float32Array;
  readonly logDiameter: Float32Array;
  readonly logDiameterSd: Float32Array;
  readonly mix: Float32Array;
  readonly logGiantDiameter: Float32Array;
  readonly columnarity: Float32Array;
  /** `GRADIENTS` numbers a bin. */
  readonly densityGradient: Float32Array;
  readonly sizeGradient: Float32Array;
}

/** Diameter of the circle with this area. */
export function diameterOfArea(areaUm2: number): number {
  return Math.sqrt((4 * areaUm2) / Math.PI);
}

/**
 * Tabulates a profile. Strata pass into one another over ± 1.4 % of the depth, weighted by densities where the
 * property belongs to cells.
 */
export function cellTable({ strata }: AreaProfile): CellTable {
  const table: CellTable = {
    density: new Float32Array(depthBins),
    logDiameter: new Float32Array(depthBins),
    logDiameterSd: new Float32Array(depthBins),
    mix: new Float32Array(depthBins * mixKinds),
    logGiantDiameter: new Float32Array(depthBins),
    columnarity: new Float32Array(depthBins),
    densityGradient: new Float32Array(depthBins * GRADIENTS),
    sizeGradient: new Float32Array(depthBins * GRADIENTS),
  };
  for (let bin = 0; bin < depthBins; bin++) fillBin(table, bin, strata);
  return table;
}

function fillBin(table: CellTable, bin: number, strata: readonly Stratum[]): void {
  const weights = strataWeights(strata, (bin + 0.5) / depthBins);
  const perUm2 = weights.map((weight, i) => (weight * strata[i]!.densityPerMm2) / 1e6);
  const density = perUm2.reduce((a, b) => a + b, 0);
  // Cells that follow their number; a stratum without cells has no say.
  const mean = (value: (stratum: Stratum) => number): number =>
    density > 0 ? perUm2.reduce((sum, part, i) => sum + part * value(strata[i]!), 0) / density : 0;
  table.density[bin] = density;
  table.logDiameter[bin] = mean((stratum) => Math.log(diameterOfArea(stratum.cellAreaUm2)));
  table.logDiameterSd[bin] = mean((stratum) => stratum.cellAreaLogSd / 2);
  const giantShare = mean((stratum) => stratum.giantShare);
  const giantLog = mean(
    (stratum) => stratum.giantShare * Math.log(diameterOfArea(Math.max(1, stratum.giantAreaUm2))),
  );
  table.logGiantDiameter[bin] = giantShare > 0 ? giantLog / giantShare : Math.log(30);
  table.columnarity[bin] = mean((stratum) => stratum.columnarity);
  const others = 1 - giantShare;
  const shares = [
    others * mean(({ mix }) => mix.granular),
    others * mean(({ mix }) => mix.pyramidal),
    giantShare,
    others * mean(({ mix }) => mix.glial),
    others * mean(({ mix }) => mix.fusiform),
  ];
  let running = 0;
  for (const [kind, share] of shares.entries()) {
    running += share;
    table.mix[bin * mixKinds + kind] = running;
  }
  for (let g = 0; g < GRADIENTS; g++) {
    table.densityGradient[bin * GRADIENTS + g] = mean((stratum) => stratum.densityGradient[g] ?? 0);
    table.sizeGradient[bin * GRADIENTS + g] = mean((stratum) => stratum.sizeGradient[g] ?? 0);
  }
}

/** How much each stratum contributes at a depth: linear ramps across the boundaries; they add up to 1. */
function strataWeights(strata: readonly Stratum[], depth: number): number[] {
  let lower = 0;
  const below = strata.slice(0, -1).map(({ share }) => {
    lower += share;
    return Math.min(1, Math.max(0, 0.5 + (depth - lower) / (2 * boundarySoftness)));
  });
  return strata
    .map((_, i) => (i === 0 ? 1 : below[i - 1]!) - (i < below.length ? below[i]! : 0))
    .map((w) => Math.max(0, w));
}

/** What a mean place of a profile looks like; equal for all areas in equalised phantoms. */
export interface ProfileMeans {
  /** Cells per µm². */
  readonly density: number;
  /** Mean area of a cell body, µm². */
  readonly cellAreaUm2: number;
}

/** Means over the depth (equal shares of depth are equal shares of volume). */
export function profileMeans(table: CellTable): ProfileMeans {
  let density = 0;
  let area = 0;
  for (let bin = 0; bin < depthBins; bin++) {
    density += table.density[bin]! / depthBins;
    area += (table.density[bin]! * meanArea(table, bin)) / depthBins;
  }
  return { density, cellAreaUm2: area / density };
}

/** Mean area of the cell bodies at a depth, giant cells included, µm². */
export function meanArea(table: CellTable, bin: number): number {
  const spread = table.logDiameterSd[bin]!;
  // E[d²] of a log-normal diameter.
  const usual = (Math.PI / 4) * Math.exp(2 * table.logDiameter[bin]! + 2 * spread * spread);
  const giants = table.mix[bin * mixKinds + 2]! - table.mix[bin * mixKinds + 1]!;
  const giant = (Math.PI / 4) * Math.exp(2 * table.logGiantDiameter[bin]!);
  return (1 - giants) * usual + giants * giant;
}

/**
 * The same table with another mean density and mean cell area, its course over the depth kept: what a variant
 * without differences in mean density, size and grey is made of.
 */
export function withMeans(table: CellTable, wanted: ProfileMeans): CellTable {
  const has = profileMeans(table);
  const densityFactor = wanted.density / has.density;
  const logSize = Math.log(wanted.cellAreaUm2 / has.cellAreaUm2) / 2;
  return {
    ...table,
    density: table.density.map((value) => value * densityFactor),
    logDiameter: table.logDiameter.map((value) => value + logSize),
    logGiantDiameter: table.logGiantDiameter.map((value) => value + logSize),
    // Gradients would bring differences of the mean back.
    densityGradient: new Float32Array(table.densityGradient.length),
    sizeGradient: new Float32Array(table.sizeGradient.length),
  };
}
