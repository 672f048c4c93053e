import { join } from "node:path";
import { readLog } from "@cytonet/cohort";
import { openPatches, type PatchSource } from "../patches/patchSource.js";
import { sectionImages, sitesOf } from "../patches/sites.js";
import type { ProbeResult } from "../probing/runProbe.js";
import type {
  AreaPatches,
  BrainFacts,
  GroupScores,
  LossCurve,
  MethodScores,
  Neighbourhood,
  PatchPicture,
  SectionMap,
} from "./data.js";
import { nearestAcrossGroups } from "./nearest.js";
import { patchPicture, sectionPicture } from "./pictures.js";
import type { StudyTables } from "./studyTables.js";

const patchesPerArea = 6;
const areasShown = 10;
const neighboursPerPoint = 6;
const queriesShown = 6;

/** The loss of a run, as its log has it. */
export function lossOfRun(runDir: string, seed: number): LossCurve {
  const points = readLog(join(runDir, "log.jsonl")).flatMap(({ step, loss }) =>
    typeof step === "number" && typeof loss === "number" ? [{ step, loss }] : [],
  );
  return { seed, points };
}

/** Scores of a method over its seeds: `sets` names the probe's sets of features, one a seed. */
export function methodScores(
  { sets }: Pick<ProbeResult, "sets">,
  method: Pick<MethodScores, "id" | "name">,
  names: readonly string[],
): MethodScores {
  const found = names.map((name) => sets[name]!);
  const groups = Object.keys(found[0]?.areas?.scores ?? {});
  return {
    ...method,
    groups: groups.map((group): GroupScores => {
      const areas = found.map(({ areas }) => areas!.scores[group]!);
      const places = found.flatMap(({ coordinates }) => coordinates?.scores[group] ?? []);
      const axes = Object.keys(places[0]?.r2 ?? {}) as (keyof (typeof places)[number]["r2"])[];
      return {
        group,
        points: areas[0]!.points,
        macroF1: areas.map(({ macroF1 }) => macroF1),
        top1: areas.map(({ top1 }) => top1),
        top3: areas.map(({ top3 }) => top3),
        r2: axes.map((axis) => ({ axis, values: places.map(({ r2 }) => r2[axis]) })),
      };
    }),
  };
}

/** What every brain of a study is used for, and how much it has. */
export function brainFacts({ cohort, sections, assignments, points }: StudyTables): BrainFacts[] {
  return cohort.brains.map(({ id }) => {
    const own = [...assignments.values()].filter(({ brain }) => brain === id);
    const roles = new Map<string, number>();
    for (const { role } of own) roles.set(role, (roles.get(role) ?? 0) + 1);
    const role =
      roles.size === 1
        ? [...roles.keys()][0]!
        : [...roles].map(([name, count]) => `${count} ${name}`).join(", ");
    return {
      brain: id,
      role,
      sections: sections.filter(({ brain, status }) => brain === id && status === "ok").length,
      points: points.brain.filter((brain) => brain === id).length,
    };
  });
}

/** The evaluated section with most points, first of the test sections; undefined where nothing was predicted. */
export async function mapOfSection(tables: StudyTables): Promise<SectionMap | undefined> {
  const { points, predicted, area, assignments } = tables;
  const bySection = new Map<string, number[]>();
  for (let row = 0; row < tables.rows; row++) {
    if (predicted[row] === undefined) continue;
    const key = `${points.brain[row]}/${points.section[row]}`;
    bySection.set(key, [...(bySection.get(key) ?? []), row]);
  }
  const rank = ["test", "validation", "transfer", "unseen"];
  const roleOf = (key: string): string => assignments.get(key)!.role;
  const chosen = [...bySection].sort(
    ([a, rowsA], [b, rowsB]) =>
      rank.indexOf(roleOf(a)) - rank.indexOf(roleOf(b)) || rowsB.length - rowsA.length,
  )[0];
  if (chosen === undefined) return undefined;
  const [key, rows] = chosen;
  const image = sectionImages(tables.cohort, tables.sections).get(key)!;
  const { pixelSizeXUm = 1, pixelSizeYUm = 1 } = image;
  const picture = await sectionPicture(image.path, { pixelSizeXUm, pixelSizeYUm });
  return {
    brain: image.brain,
    section: image.section,
    group: roleOf(key),
    image: picture.image,
    width: picture.width,
    height: picture.height,
    points: rows.map((row) => ({
      x: points.xPx[row]! * picture.scaleX,
      y: points.yPx[row]! * picture.scaleY,
      truth: area[row]!,
      predicted: predicted[row]!,
    })),
  };
}

/** Reads pictures of points' patches as the encoder gets them. */
export async function openPictures(
  tables: StudyTables,
  patch: { readonly patchPx: number; readonly pixelSizeUm: number },
): Promise<{ readonly of: (row: number) => Promise<PatchPicture>; readonly source: PatchSource }> {
  const { points, area } = tables;
  const images = sectionImages(tables.cohort, tables.sections);
  const sites = sitesOf(points, Array.from(points.pointId.keys()), images);
  const { patchPx: sidePx, pixelSizeUm } = patch;
  const source = await openPatches(sites, { sidePx, pixelSizeUm, memoryBytes: 0 });
  const of = async (row: number): Promise<PatchPicture> => ({
    image: await patchPicture(await source.read([row]), sidePx),
    area: area[row]!,
    place: `${points.brain[row]} ${points.section[row]}`,
  });
  return { of, source };
}

/** Some patches of the areas with most points, spread evenly over each area's points. */
export async function patchesOfAreas(
  { area }: StudyTables,
  picture: (row: number) => Promise<PatchPicture>,
): Promise<AreaPatches[]> {
  const rowsOf = new Map<string, number[]>();
  for (const [row, name] of area.entries()) rowsOf.set(name, [...(rowsOf.get(name) ?? []), row]);
  const largest = [...rowsOf].sort(([, a], [, b]) => b.length - a.length).slice(0, areasShown);
  const shown: AreaPatches[] = [];
  for (const [name, rows] of largest.sort(([a], [b]) => a.localeCompare(b))) {
    const patches: PatchPicture[] = [];
    for (const row of spread(rows, patchesPerArea)) patches.push(await picture(row));
    shown.push({ area: name, patches });
  }
  return shown;
}

/** Points of evaluated sections, of different areas, with their nearest neighbours in other sections. */
export async function neighbourhoods(
  tables: StudyTables,
  picture: (row: number) => Promise<PatchPicture>,
): Promise<Neighbourhood[]> {
  const { area, points, predicted, features, length } = tables;
  const group = points.brain.map((brain, row) => `${brain}/${points.section[row]}`);
  const candidates = new Map<string, number[]>();
  for (const [row, name] of area.entries()) {
    if (predicted[row] !== undefined) candidates.set(name, [...(candidates.get(name) ?? []), row]);
  }
  const names = spread([...candidates.keys()].sort(), queriesShown);
  const list: Neighbourhood[] = [];
  for (const name of names) {
    const rows = candidates.get(name)!;
    const row = rows[Math.floor(rows.length / 2)]!;
    const nearest = nearestAcrossGroups({ features, length, group }, row, neighboursPerPoint);
    const found = [];
    for (const { row: other, similarity } of nearest) found.push({ ...(await picture(other)), similarity });
    list.push({ query: await picture(row), found });
  }
  return list;
}

/** Up to `count` items at even distances. */
function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from(
    { length: count },
    (_, index) => items[Math.floor(((index + 0.5) * items.length) / count)]!,
  );
}
