import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { loadCohort, loadSections, loadSplit, writeJsonAtomic, writePredictions } from "@cytonet/cohort";
import type { FitProgress, SectionRole } from "@cytonet/learning";
import { setNumThreads, torchVersion } from "@cytonet/torch";
import { assignSections } from "../patches/assignments.js";
import { breathe, type WorkContext } from "../workContext.js";
import { type AreaScores, areaFits, type ProbeRoles, probeAreas } from "./areaProbe.js";
import { writeAreaProbe } from "./areaProbeFile.js";
import type { ProbeConfig } from "./config.js";
import {
  type CoordinateScores,
  type MidlineScores,
  probeCoordinates,
  probeMidline,
} from "./coordinateProbe.js";
import { type ProbeRows, probeRows } from "./featureRows.js";
import { fillProbeFolder, probeInputs, readMetrics } from "./probeFolder.js";

export interface ProbeOptions {
  readonly cohortDir: string;
  readonly config: ProbeConfig;
  /** Folder for `metrics.json` and predictions. */
  readonly out: string;
  /** Keep a folder of other settings or inputs aside and begin anew. */
  readonly force?: boolean | undefined;
}

/** How one set of features did. Groups are `validation`, or `test`, `transfer` and `unseen`. */
export interface FeatureScores {
  readonly features: string;
  readonly areas?: {
    readonly classes: number;
    readonly l2: number;
    readonly l2AtEdge: boolean;
    readonly scores: Readonly<Record<string, AreaScores>>;
  };
  readonly coordinates?: {
    readonly l2: number;
    readonly l2AtEdge: boolean;
    readonly scores: Readonly<Record<string, CoordinateScores>>;
  };
  /** Distance from the plane between the hemispheres, where `midlineMm` says where that is. */
  readonly midline?: {
    readonly l2: number;
    readonly l2AtEdge: boolean;
    readonly scores: Readonly<Record<string, MidlineScores>>;
  };
}

export interface ProbeResult {
  readonly out: string;
  readonly referenceSpace: string;
  readonly evaluate: "validation" | "test";
  readonly sets: Readonly<Record<string, FeatureScores>>;
}

type Assignments = Awaited<ReturnType<typeof assignSections>>;

const STAGE_VERSION = 1;

/**
 * Fits linear probes on frozen features: areas by multinomial logistic regression, reference coordinates by
 * ridge regression. Every set of features meets the same points, classes and choice of penalty. Progress counts fits.
 * A folder of the same settings and inputs is given back as it is; until all is done, nothing is written to it.
 *
 * @throws ConfigError where features, labels or split are missing; StageError where the folder holds something else and
 * `force` is not given; InterruptedError on a signal, between two steps of
 * a fit: sets that were scored before are scored again
 */
export async function runProbe(
  { cohortDir, config, out, force = false }: ProbeOptions,
  context: WorkContext,
): Promise<ProbeResult> {
  const startedAt = new Date();
  if (config.threads !== undefined) setNumThreads(config.threads);
  const cohort = await loadCohort(cohortDir);
  const sections = await loadSections(cohort);
  const assignments = await assignSections(cohort, sections, await loadSplit(cohort, config.split));
  const dir = resolve(out);
  const { threads: _, ...settings } = config;
  const facts = {
    stage: "probe",
    stageVersion: STAGE_VERSION,
    config: settings,
    inputs: await probeInputs(cohort, config, assignments, dir),
    libtorch: torchVersion(),
    device: "cpu",
    startedAt,
  };
  const { filled, keptAside } = await fillProbeFolder(dir, facts, force, async (folder) => {
    const result = { out: dir, ...(await probeSets(cohort.dir, config, assignments, folder, context)) };
    await writeJsonAtomic(join(folder, "metrics.json"), result);
    return result;
  });
  if (keptAside !== undefined) context.log(`the earlier results are ${keptAside}`);
  if (filled !== undefined) return filled;
  context.log(`${dir}: was there already, of the same settings and inputs`);
  return { ...readMetrics<ProbeResult>(dir), out: dir };
}

/** Scores every set of features, and writes predictions and probes into a folder. */
async function probeSets(
  cohortDir: string,
  config: ProbeConfig,
  assignments: Assignments,
  dir: string,
  context: WorkContext,
): Promise<Omit<ProbeResult, "out">> {
  await mkdir(join(dir, "predictions"), { recursive: true });
  await mkdir(join(dir, "areaProbes"), { recursive: true });
  const sets: Record<string, FeatureScores> = {};
  const entries = Object.entries(config.features);
  const areaPart = config.areas === undefined ? 0 : areaFits(config);
  const perSet = areaPart + (config.coordinates ? 1 : 0) + (config.midlineMm === undefined ? 0 : 1);
  const total = perSet * entries.length;
  let referenceSpace = "";
  for (const [place, [name, stage]] of entries.entries()) {
    const tell = (done: number, note: string): void =>
      context.progress({ stage: "probe", done: place * perSet + done, total, note: `${name}: ${note}` });
    tell(0, "reading features");
    await breathe(context.signal);
    const rows = await probeRows(cohortDir, stage, config.areas?.atlas, assignments);
    referenceSpace = rows.referenceSpace;
    const roles = rolesOf(rows, config.evaluate);
    const watch = {
      signal: context.signal,
      onProgress: ({ fits, l2, iterations, gradientMax }: FitProgress) =>
        tell(
          fits,
          `penalty ${Number(l2.toPrecision(2))}, step ${iterations}, gradient ${gradientMax.toExponential(1)}`,
        ),
    };
    const areas = config.areas === undefined ? undefined : await probeAreas(rows, roles, config, watch);
    if (config.coordinates) tell(areaPart, "coordinates");
    await breathe(context.signal);
    const coordinates = config.coordinates ? probeCoordinates(rows, roles, config) : undefined;
    if (config.midlineMm !== undefined) tell(perSet - 1, "distance from the midline");
    await breathe(context.signal);
    const midline =
      config.midlineMm === undefined ? undefined : probeMidline(rows, roles, config, config.midlineMm);
    if (areas !== undefined) {
      await writePredictions(join(dir, "predictions", `${name}.parquet`), areas.predictions, {
        referenceSpace,
      });
      await writeAreaProbe(join(dir, "areaProbes", `${name}.json`), areas);
    }
    sets[name] = {
      features: stage,
      ...(areas && {
        areas: {
          classes: areas.classes.length,
          l2: areas.l2,
          l2AtEdge: areas.l2AtEdge,
          scores: areas.scores,
        },
      }),
      ...(coordinates && { coordinates }),
      ...(midline && { midline }),
    };
    if (areas?.l2AtEdge || coordinates?.l2AtEdge || midline?.l2AtEdge) {
      context.log(`${name}: the best penalty is at the edge of the grid; widen l2Grid to be sure.`);
    }
  }
  context.progress({ stage: "probe", done: total, total });
  return { referenceSpace, evaluate: config.evaluate, sets };
}

function rolesOf(rows: ProbeRows, evaluate: "validation" | "test"): ProbeRoles {
  const of = (role: SectionRole): number[] => rows.role.flatMap((own, row) => (own === role ? [row] : []));
  const validation = of("validation");
  const evaluated =
    evaluate === "validation"
      ? { validation }
      : { test: of("test"), transfer: of("transfer"), unseen: of("unseen") };
  return { train: of("train"), validation, evaluated };
}
