import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  ConfigError,
  loadCohort,
  loadSplit,
  sha256,
  writeFileAtomic,
  writeJsonAtomic,
} from "@cytonet/cohort";
import { StageRecords } from "../../stageRecords.js";
import type { WorkContext } from "../../workContext.js";
import { type StudyOrigin, studyOrigin } from "../studyOrigin.js";
import { type Cell, cellName, type ObjectiveStudyConfig, pretrainingOf, UNTRAINED } from "./config.js";
import { type GridPoint, type RowResult, type ScoredSeed, summarise } from "./results.js";
import { resultsPage } from "./resultsPage.js";
import { scoreCell, type TrainedCell, trainCell, validateCell } from "./trainCell.js";

export interface ObjectiveStudyOptions {
  readonly cohortDir: string;
  readonly config: ObjectiveStudyConfig;
  /** Folder of encoders, probes and records; a study that stopped goes on in it. */
  readonly out: string;
  /** Folder for `objectives.json` and `objectives.md`. Default `out`. */
  readonly results?: string | undefined;
}

/** What `objectives.json` holds. */
export interface ObjectiveStudyResult extends StudyOrigin {
  readonly schema: "cytonet.objectiveStudyResult/1";
  readonly rows: readonly RowResult[];
  readonly config: ObjectiveStudyConfig;
  readonly cohort: { readonly name: string; readonly referenceSpace: string; readonly filesSha256: string };
}

/** Raised when the same settings would give other results. */
const STAGE_VERSION = 1;

/** Encoders that a study trains at most: the grid with the first seed, the chosen rate with the others, untrained ones. */
export function cellsOf({ rows, seeds, learningRates }: ObjectiveStudyConfig): number {
  return Object.keys(rows).length * (learningRates.length + seeds.length - 1) + seeds.length;
}

/**
 * Compares objectives (§3.5, the R50 rows of Table 5) under equal conditions: encoder, steps, batch, augmentation and
 * optimiser are the same, every row has its learning rate from the same grid, chosen by the first seed's macro-F1 on
 * validation sections; then all seeds are scored on test, transfer and unseen sections by linear probes. Cell by cell:
 * a finished one is skipped, one that was stopped goes on.
 *
 * @throws ConfigError for a configuration or cohort at fault; InterruptedError on a signal, after saving
 */
export async function runObjectiveStudy(
  options: ObjectiveStudyOptions,
  context: WorkContext,
): Promise<ObjectiveStudyResult> {
  const startedAt = new Date();
  const { config } = options;
  const cohort = await loadCohort(options.cohortDir);
  const folders = { cohortDir: cohort.dir, out: resolve(options.out) };
  const filesSha256 = await cohortHash(cohort.dir, (await loadSplit(cohort, config.shared.data.split)).name);
  const records = new StageRecords(folders.out);
  const begun = new Set<string>();
  const train = async (cell: Cell): Promise<TrainedCell> => {
    context.signal.throwIfAborted();
    const total = cellsOf(config);
    context.progress({ stage: "objectives", done: begun.size, total, note: cellName(cell) });
    begun.add(cellName(cell));
    const inputs = [STAGE_VERSION, filesSha256, pretrainingOf(config, cell)];
    const trained = await records.once(`train ${cellName(cell)}`, inputs, () =>
      trainCell(config, cell, folders, context),
    );
    if ("diverged" in trained) context.log(`${cellName(cell)} diverged: ${trained.diverged}`);
    return trained;
  };
  const validate = async (cell: Cell): Promise<number | null> => {
    const trained = await train(cell);
    if ("diverged" in trained) return null;
    const inputs = [STAGE_VERSION, filesSha256, config.probe, trained.modelId];
    return records.once(`validate ${cellName(cell)}`, inputs, () =>
      validateCell(config, cell, trained, folders, context),
    );
  };
  const score = async (cell: Cell): Promise<ScoredSeed> => {
    const { seed } = cell;
    const trained = await train(cell);
    if ("diverged" in trained) return { seed, diverged: trained.diverged };
    const { modelId } = trained;
    const inputs = [STAGE_VERSION, filesSha256, config.probe, modelId];
    const scores = await records.once(`score ${cellName(cell)}`, inputs, () =>
      scoreCell(config, cell, trained, folders, context),
    );
    return { seed, modelId, areas: scores.areas?.scores ?? {} };
  };

  const rows: RowResult[] = [];
  for (const row of [UNTRAINED, ...Object.keys(config.rows)]) {
    const grid = row === UNTRAINED ? [] : await searchRate(row, config, validate, context);
    const learningRate = row === UNTRAINED ? null : bestRate(row, grid);
    const seeds: ScoredSeed[] = [];
    for (const seed of config.seeds) {
      seeds.push(await score({ row, seed, learningRate }));
    }
    rows.push(summarise(row, config.rows[row] ?? null, grid, learningRate, seeds));
  }
  const result: ObjectiveStudyResult = {
    schema: "cytonet.objectiveStudyResult/1",
    rows,
    config,
    cohort: { name: cohort.name, referenceSpace: cohort.referenceSpace, filesSha256 },
    ...studyOrigin(records, {
      stage: "study objectives",
      stageVersion: STAGE_VERSION,
      config,
      device: config.shared.device,
      startedAt,
    }),
  };
  const where = resolve(options.results ?? options.out);
  await writeJsonAtomic(join(where, "objectives.json"), result);
  await writeFileAtomic(join(where, "objectives.md"), resultsPage(result));
  return result;
}

/** Every rate of the grid with the first seed, logged. */
async function searchRate(
  row: string,
  { seeds, learningRates }: ObjectiveStudyConfig,
  validate: (cell: Cell) => Promise<number | null>,
  context: WorkContext,
): Promise<GridPoint[]> {
  const grid: GridPoint[] = [];
  for (const learningRate of learningRates) {
    const macroF1 = await validate({ row, seed: seeds[0]!, learningRate });
    grid.push({ learningRate, macroF1 });
    context.log(
      `${row}, learning rate ${learningRate}: ${macroF1 === null ? "diverged" : `validation macro-F1 ${macroF1.toFixed(3)}`}`,
    );
  }
  return grid;
}

/** @throws ConfigError where every rate of the grid diverged */
function bestRate(row: string, grid: readonly GridPoint[]): number {
  const sane = grid.filter((one): one is GridPoint & { macroF1: number } => one.macroF1 !== null);
  const best = sane.toSorted((a, b) => b.macroF1 - a.macroF1)[0];
  if (best !== undefined) return best.learningRate;
  throw new ConfigError({
    field: "learningRates",
    message: `made ${row} diverge at every rate`,
    remedy: "Add smaller rates, or lengthen shared.schedule.warmupSteps.",
  });
}

/** Of what the user wrote of the cohort. */
async function cohortHash(dir: string, split: string): Promise<string> {
  const files = ["cohort.yaml", "sections.csv", join("splits", `${split}.yaml`)];
  const texts = await Promise.all(files.map((file) => readFile(join(dir, file), "utf8")));
  return sha256(texts.join("\0"));
}
