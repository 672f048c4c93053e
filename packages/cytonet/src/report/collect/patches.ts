import { openPatches } from "../../patches/patchSource.js";
import type { Tone } from "../../patches/sectionTone.js";
import { sectionImages, sitesOf } from "../../patches/sites.js";
import { nearestAgreement, nearestElsewhere } from "../../studies/nearest.js";
import { rowsBy, spread } from "../../studies/sampling.js";
import type { StudyTables } from "../../studies/studyTables.js";
import type { AreaPatches, Neighbourhood, PatchPicture, Retrieval } from "../data.js";
import { patchPicture } from "../pictures.js";

const patchesPerArea = 6;
const areasShown = 10;
const neighboursPerPoint = 6;
const queriesShown = 6;
const queriesCounted = 600;

/** A square patch as an encoder gets it. */
export interface PatchForm {
  readonly patchPx: number;
  readonly pixelSizeUm: number;
  /** Default: as scanned. */
  readonly tone?: Tone;
}

/** Reads patches of a study's points: as bytes, and as pictures for the page. */
export interface PatchReading {
  /** Bytes of the patches of these rows, one after another. */
  bytes(rows: readonly number[]): Promise<Uint8Array>;
  picture(row: number): Promise<PatchPicture>;
  close(): Promise<void>;
}

/** Opens the patches of a study's points. */
export async function readPatches(
  { cohort, sections, points, area }: StudyTables,
  { patchPx: sidePx, pixelSizeUm, tone = "asScanned" }: PatchForm,
): Promise<PatchReading> {
  const sites = sitesOf(points, Array.from(points.pointId.keys()), sectionImages(cohort, sections));
  const source = openPatches(sites, { sidePx, pixelSizeUm, tone });
  const bytes = (rows: readonly number[]): Promise<Uint8Array> => source.read([...rows]);
  return {
    bytes,
    picture: async (row) => ({
      image: await patchPicture(await bytes([row]), sidePx),
      area: area[row]!,
      place: `${points.brain[row]} ${points.section[row]}`,
    }),
    close: () => source.close(),
  };
}

/** Some patches of the areas with most points, spread evenly over each area's points. */
export async function patchesOfAreas(
  { area }: StudyTables,
  picture: PatchReading["picture"],
): Promise<AreaPatches[]> {
  const largest = [...rowsBy(area)].sort(([, a], [, b]) => b.length - a.length).slice(0, areasShown);
  const shown: AreaPatches[] = [];
  for (const [name, rows] of largest.sort(([a], [b]) => a.localeCompare(b))) {
    const patches: PatchPicture[] = [];
    for (const row of spread(rows, patchesPerArea)) patches.push(await picture(row));
    shown.push({ area: name, patches });
  }
  return shown;
}

/** Points of evaluated sections, of different areas, with their nearest neighbours in other brains or sections. */
export async function retrievalOf(tables: StudyTables, picture: PatchReading["picture"]): Promise<Retrieval> {
  const { area, points, predicted, features, length, sectionKey } = tables;
  const isOne = new Set(points.brain).size === 1;
  const group = isOne ? sectionKey : points.brain;
  const input = { features, length, group, once: sectionKey };
  const evaluated = area.flatMap((_, row) => (predicted[row] === undefined ? [] : [row]));
  const candidates = rowsBy(evaluated.map((row) => area[row]!));
  const list: Neighbourhood[] = [];
  for (const name of spread([...candidates.keys()].sort(), queriesShown)) {
    const places = candidates.get(name)!;
    const row = evaluated[places[Math.floor(places.length / 2)]!]!;
    const found = [];
    for (const { row: other, similarity } of nearestElsewhere(input, row, neighboursPerPoint)) {
      found.push({ ...(await picture(other)), similarity });
    }
    list.push({ query: await picture(row), found });
  }
  const queries = spread(evaluated, queriesCounted);
  return {
    among: isOne ? "other sections" : "other brains",
    list,
    agreement: { ...nearestAgreement(input, area, queries), queries: queries.length },
  };
}
