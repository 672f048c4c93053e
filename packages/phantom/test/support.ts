import { existsSync, readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { createBrain, createTemplate, DEMO_GEOMETRY, type GeometryPreset } from "../src/index.js";

/** The smallest brain that still has folds: made in about a second. */
export const TINY: GeometryPreset = {
  ...DEMO_GEOMETRY,
  name: "tiny",
  scale: 0.25,
  cortexThicknessMm: 1.8,
  foldSpacingMm: 6.5,
  sulcalDepthMm: 4,
  warpResidualMm: 1.1,
  sectionStepMm: 0.2,
};

export const tinyTemplate = createTemplate(TINY, 7);
export const tinyBrain = createBrain(tinyTemplate, 1);

/** BigBrain's laminar data, where a checkout has it beside it. */
export const bigBrainFolder = `${import.meta.dirname}/../../../../shared/data/bigbrain`;
export const hasBigBrain = existsSync(bigBrainFolder);

/** Reads BigBrain's layer shares: for every vertex with all six layers its Brodmann label and six shares. */
export function bigBrainShares(): { readonly label: string; readonly shares: readonly number[] }[] {
  const columns = [1, 2, 3, 4, 5, 6].map((layer) =>
    readFileSync(`${bigBrainFolder}/tpl-bigbrain_hemi-L_desc-layer${layer}_thickness.txt`, "utf8")
      .trim()
      .split("\n")
      .map(Number),
  );
  const gifti = readFileSync(
    `${bigBrainFolder}/tpl-bigbrain_hemi-L_desc-brodmann_parcellation.label.gii`,
    "utf8",
  );
  const names = new Map(
    [...gifti.matchAll(/<Label Key="(\d+)"[^>]*>\s*(?:<!\[CDATA\[)?([^\]<]*)/g)].map((m) => [
      Number(m[1]),
      m[2]!,
    ]),
  );
  const bytes = inflateSync(Buffer.from(/<Data>([^<]*)<\/Data>/.exec(gifti)![1]!, "base64"));
  return columns[0]!.flatMap((_, v) => {
    const mm = columns.map((column) => column[v]!);
    if (Math.min(...mm) <= 0) return [];
    const sum = mm.reduce((total, one) => total + one, 0);
    return [{ label: names.get(bytes.readInt32LE(4 * v)) ?? "", shares: mm.map((one) => one / sum) }];
  });
}

/** Reads one of BigBrain's tables of 80 patches: six layers a row. */
export function bigBrainPatches(kind: "density" | "size"): number[][] {
  return readFileSync(`${bigBrainFolder}/tpl-bigbrain_parc-None_desc-cellular_${kind}.csv`, "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").slice(1).map(Number));
}

/** The value below which a share of the values lies. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.round((percent / 100) * (sorted.length - 1))]!;
}
