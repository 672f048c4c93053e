import {
  type Cohort,
  ConfigError,
  canonicalJson,
  loadCohort,
  loadSections,
  loadSplit,
  type PointColumns,
  readLabels,
  type Split,
  sha256,
} from "@cytonet/cohort";
import type { SectionAssignment, SectionRole } from "@cytonet/learning";
import { assignSections } from "../patches/assignments.js";
import { readCohortPoints } from "../patches/cohortPoints.js";
import { tableFiles } from "../patches/pointFiles.js";
import { type PatchSites, sectionImages, sitesOf } from "../patches/sites.js";
import type { PretrainConfig } from "./config.js";
import { atlasOf } from "./objective.js";
import { type Draw, drawSamples } from "./sampleDraw.js";

/** The samples of a pretraining run: row i of every column is sample i. */
export interface PretrainingSamples {
  readonly sites: PatchSites;
  /** n × 3 mm in the reference space. */
  readonly coordinatesMm: Float64Array;
  readonly referenceSpace: string;
  /** Areas of the samples where an atlas was asked for: their names, and of each sample the number of its own. */
  readonly classes?: { readonly names: readonly string[]; readonly of: Uint32Array };
  /** Brains and sections that are seen. */
  readonly brains: readonly string[];
  readonly sections: number;
  /** Points that are not seen, by reason. */
  readonly leftOut: {
    /** By a person, see `cytonet qc exclude`; not counted elsewhere. */
    readonly excluded: number;
    readonly heldOut: number;
    readonly withoutCoordinates: number;
    readonly withoutArea: number;
    readonly notDrawn: number;
  };
  /** Changes when any sample does. */
  readonly hash: string;
}

/** Which of the cohort's points a run may see. */
export interface SampleChoice extends Draw {
  readonly split: Split;
  readonly sampler?: string | undefined;
  /** For objectives that learn from areas: only points of training sections to which this atlas gives one. */
  readonly atlas?: string | undefined;
  /** Where the configuration names that atlas. Default objective.atlas. */
  readonly atlasField?: string;
  /** Points of sections with this role instead, for evaluation; with an atlas those that have an area. */
  readonly role?: SectionRole | undefined;
}

/**
 * Chooses the samples of a run: points of sections that the split opens to pretraining, with coordinates in
 * the reference space. Their order does not depend on the order of tables.
 *
 * @throws ConfigError where nothing is left, or less than was asked for
 */
export async function pretrainingSamples(cohort: Cohort, choice: SampleChoice): Promise<PretrainingSamples> {
  const sections = await loadSections(cohort);
  const points = await readCohortPoints(cohort.dir);
  const assignments = await assignSections(cohort, sections, choice.split);
  // Areas are known of training sections alone (§3.5): an encoder must not learn those that it is scored on.
  const wanted = choice.role ?? (choice.atlas === undefined ? undefined : "train");
  const sees = ({ role, pretraining }: SectionAssignment) =>
    wanted === undefined ? pretraining : role === wanted;
  const open = new Set([...assignments.values()].filter(sees).map((one) => `${one.brain}/${one.section}`));
  const { columns } = points;
  const rows: number[] = [];
  const excluded = [...points.excluded.values()].reduce((sum, ids) => sum + ids.length, 0);
  let heldOut = 0;
  let withoutCoordinates = 0;
  let withoutArea = 0;
  const areas =
    choice.atlas === undefined ? undefined : await areasOf(cohort, choice.atlas, choice.atlasField);
  for (let row = 0; row < columns.pointId.length; row++) {
    if (choice.sampler !== undefined && columns.sampler[row] !== choice.sampler) continue;
    if (!open.has(`${columns.brain[row]}/${columns.section[row]}`)) heldOut += 1;
    else if (!hasCoordinates(columns, row)) withoutCoordinates += 1;
    else if (areas !== undefined && !areas.has(columns.pointId[row]!)) withoutArea += 1;
    else rows.push(row);
  }
  if (rows.length === 0) {
    throw new ConfigError({
      file: cohort.dir,
      field: "data",
      message: `leaves no sample (${excluded} points excluded by hand, ${heldOut} on sections that are held out, ${withoutCoordinates} without coordinates, ${withoutArea} without an area)`,
      remedy: "Check the split, the sampler's name and that the points have coordinates.",
    });
  }
  rows.sort((a, b) => (columns.pointId[a]! < columns.pointId[b]! ? -1 : 1));
  const drawn = drawSamples(rows, choice, areas && ((row) => areas.get(columns.pointId[row]!)!));
  const images = sectionImages(cohort, sections);
  const coordinatesMm = new Float64Array(drawn.length * 3);
  for (const [i, row] of drawn.entries()) {
    coordinatesMm.set([columns.xRefMm[row]!, columns.yRefMm[row]!, columns.zRefMm[row]!], i * 3);
  }
  const ids = drawn.map((row) => columns.pointId[row]!);
  return {
    sites: sitesOf(columns, drawn, images),
    coordinatesMm,
    referenceSpace: points.metadata.referenceSpace,
    brains: [...new Set(drawn.map((row) => columns.brain[row]!))].sort(),
    sections: new Set(drawn.map((row) => `${columns.brain[row]}/${columns.section[row]}`)).size,
    ...(areas && { classes: classesOf(ids.map((id) => areas.get(id)!)) }),
    leftOut: { excluded, heldOut, withoutCoordinates, withoutArea, notDrawn: rows.length - drawn.length },
    hash: sha256(
      canonicalJson([ids, [...coordinatesMm], ...(areas ? [ids.map((id) => areas.get(id)!)] : [])]),
    ),
  };
}

/** The samples of the cohort that a configuration asks for. @throws ConfigError as `pretrainingSamples` */
export async function openSamples(cohortDir: string, config: PretrainConfig): Promise<PretrainingSamples> {
  const cohort = await loadCohort(cohortDir);
  const split = await loadSplit(cohort, config.data.split);
  const { sampler, samples: count, samplesPerClass, drawSeed } = config.data;
  const atlas = atlasOf(config);
  if (samplesPerClass !== undefined && atlas === undefined)
    throw new ConfigError({
      field: "data.samplesPerClass",
      message: `is given, and ${config.objective.name} has no classes`,
      remedy: "Use data.samples, or an objective that learns from areas.",
    });
  const seed = drawSeed ?? config.seed;
  return pretrainingSamples(cohort, { split, sampler, samples: count, samplesPerClass, atlas, seed });
}

/** Areas by point. */
async function areasOf(
  cohort: Cohort,
  atlas: string,
  field = "objective.atlas",
): Promise<Map<string, string>> {
  const { columns } = await readLabels(await tableFiles(cohort.dir, "labels"));
  const found = new Map<string, string>();
  for (const [row, pointId] of columns.pointId.entries()) {
    if (columns.atlas[row] === atlas) found.set(pointId, columns.area[row]!);
  }
  if (found.size > 0) return found;
  const known = [...new Set(columns.atlas)].sort().join(", ");
  throw new ConfigError({
    file: cohort.dir,
    field,
    message: `is ${atlas}, which labels no point`,
    remedy:
      known === ""
        ? `This cohort has no labels: leave ${field} out, or use spatialNCE or simCLR.`
        : `Atlases: ${known}.`,
  });
}

function classesOf(areas: readonly string[]): NonNullable<PretrainingSamples["classes"]> {
  const names = [...new Set(areas)].sort();
  const numbers = new Map(names.map((name, number) => [name, number]));
  return { names, of: Uint32Array.from(areas, (area) => numbers.get(area)!) };
}

function hasCoordinates({ xRefMm, yRefMm, zRefMm }: PointColumns, row: number): boolean {
  return Number.isFinite(xRefMm[row]) && Number.isFinite(yRefMm[row]) && Number.isFinite(zRefMm[row]);
}
