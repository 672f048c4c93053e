import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, join, resolve } from "node:path";
import {
  acquireLock,
  ConfigError,
  InterruptedError,
  type ItemContext,
  itemDir,
  removePartials,
  runStage,
  type StageItem,
  type StageResult,
  writeLabels,
  writePoints,
} from "@cytonet/cohort";
import type { Brain } from "../brain.js";
import { createTemplate } from "../createBrain.js";
import { finestPixelUm } from "../histology/renderWindow.js";
import { findAdjacency } from "./adjacency.js";
import { phantomSpace, writeCohortFiles } from "./cohortFiles.js";
import { claimFolder } from "./phantomFile.js";
import { WorkerPool } from "./pool.js";
import { type PhantomPreset, type PresetName, phantomPresets } from "./presets.js";
import { answer, resultOf, type WorkerReply, type WorkerRequest } from "./requests.js";
import { type PhantomSettings, type PlannedSection, planSections, sectionNumbers } from "./sectionPlan.js";
import type { SectionPoints } from "./sectionPoints.js";
import { truthDir, writeSectionTruth, writeTemplateTruth } from "./truthFiles.js";

/** Name and version of the stage; tables lie in `derived/phantom/BRAIN/SECTION`. */
export const phantomStage = { name: "phantom", version: 1 } as const;

export interface PhantomRequest {
  readonly preset: PresetName;
  /** The cohort folder to make. */
  readonly out: string;
  readonly settings: PhantomSettings;
  /** Only these brains, and only every n-th section or those named. */
  readonly brains?: readonly string[] | undefined;
  readonly sections?: readonly string[] | undefined;
  /** Threads; 0 does everything in the calling one. Results do not depend on it. */
  readonly threads?: number | undefined;
  readonly force?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: (update: { stage: string; done: number; total: number; note?: string }) => void;
}

export interface PhantomResult {
  readonly cohortDir: string;
  readonly brains: readonly string[];
  readonly sections: number;
  readonly missing: number;
  readonly made: number;
  readonly skipped: number;
  readonly failures: number;
  readonly megapixels: number;
}

/** Checks a request before anything is begun. @throws ConfigError naming the field. */
export function checkRequest(request: PhantomRequest): PhantomPreset {
  const { preset, settings, brains = [], sections } = request;
  const refuse = (field: string, message: string, remedy: string): never => {
    throw new ConfigError({ file: "phantom", field, message, remedy });
  };
  const known = phantomPresets[preset] as PhantomPreset | undefined;
  if (known === undefined) {
    return refuse("preset", `is ${preset}`, `Give one of ${Object.keys(phantomPresets).join(", ")}.`);
  }
  if (!(settings.pixelUm >= finestPixelUm)) {
    refuse("pixelUm", `is ${settings.pixelUm}`, `Give at least ${finestPixelUm} µm per pixel.`);
  }
  if (settings.pixelUm > 256) refuse("pixelUm", `is ${settings.pixelUm}`, "Give at most 256 µm per pixel.");
  const ids = known.brains.map(({ id }) => id);
  const stranger = brains.find((id) => !ids.includes(id));
  if (stranger !== undefined) refuse("brains", `has no ${stranger}`, `Give some of ${ids.join(", ")}.`);
  const odd = everyNth(sections) === undefined ? sections?.find((one) => !/^\d{4,}$/.test(one)) : undefined;
  if (odd !== undefined)
    refuse("sections", `has ${odd}`, "Give numbers of four digits, or every:N with N of at least 1.");
  const { first, last } = sectionNumbers(known);
  const beyond = sections?.find((one) => Number(one) < first || Number(one) > last);
  if (beyond !== undefined)
    refuse(
      "sections",
      `has no ${beyond}`,
      `Sections of ${preset} have numbers from ${first} to ${last}, with gaps.`,
    );
  return known;
}

/** N of `every:N`, where that is asked for. */
export function everyNth(sections: readonly string[] | undefined): number | undefined {
  const every = sections?.length === 1 ? /^every:([1-9]\d*)$/.exec(sections[0]!) : null;
  return every === null ? undefined : Number(every[1]);
}

/**
 * Makes a cohort of phantom brains: scans, points, labels, split, and the truth beside them. The same request gives the
 * same bytes of scans and tables, for any number of threads. Stopped or killed at any moment, the same call resumes;
 * `cohort.yaml` is written last.
 *
 * @param inline does the work where `threads` is 0; a stand-in for tests.
 * @throws ConfigError for a request that cannot be met or a folder with other content; MachineError when the machine is
 * at fault, such as a full disk; InterruptedError when `signal` was aborted.
 */
export async function writePhantom(
  request: PhantomRequest,
  inline: (request: WorkerRequest) => Promise<WorkerReply> = answer,
): Promise<PhantomResult> {
  const preset = checkRequest(request);
  const { settings, progress = () => {} } = request;
  const cohortDir = resolve(request.out);
  const threads = request.threads ?? Math.max(1, availableParallelism());
  await claimFolder(
    cohortDir,
    { schema: "cytonet.phantom/1", preset: preset.name, settings },
    request.force === true,
  );
  // Beside the folder's own content, so that a folder which another call works in is left alone.
  const lock = await acquireLock(join(cohortDir, ".phantom.lock"), "cytonet phantom");
  const pool = threads > 0 ? new WorkerPool(threads) : undefined;
  const ask = (one: WorkerRequest): Promise<unknown> => pool?.run(one) ?? inline(one).then(resultOf);
  const stop = (): void => void pool?.close();
  request.signal?.addEventListener("abort", stop, { once: true });
  try {
    const brains = await growBrains(preset, request, ask);
    const all = [...brains].flatMap(([id, brain]) => planSections(preset, settings, id, brain));
    const wanted = chooseSections(all, request.sections);
    const scanned = wanted.filter((section) => !section.missing);
    await clearLeftovers(cohortDir, scanned);
    const result = await makeSections(cohortDir, preset, brains, scanned, threads, request, ask);
    if (result.interrupted) {
      throw new InterruptedError({
        message: "Stopped while making sections",
        remedy: "The same command resumes.",
      });
    }
    progress({ stage: "write cohort", done: 0, total: 1 });
    const template = createTemplate(preset.geometry, settings.seed);
    await writeTemplateTruth(cohortDir, preset, template, findAdjacency([...brains.values()]));
    const failed = new Set(result.failures.map(({ item }) => item));
    const kept = wanted.filter(({ brain, section }) => !failed.has(`${brain}/${section}`));
    await writeCohortFiles(cohortDir, preset, settings.seed, withEarlier(cohortDir, all, kept));
    progress({ stage: "write cohort", done: 1, total: 1 });
    const pixels = scanned.reduce((sum, { placement }) => sum + placement.widthPx * placement.heightPx, 0);
    return {
      cohortDir,
      brains: [...brains.keys()],
      sections: scanned.length,
      missing: wanted.length - scanned.length,
      made: result.done,
      skipped: result.skipped,
      failures: result.failures.length,
      megapixels: Math.round(pixels / 1e6),
    };
  } finally {
    request.signal?.removeEventListener("abort", stop);
    await pool?.close();
    await lock.release();
  }
}

async function growBrains(
  preset: PhantomPreset,
  { settings, brains: wanted, signal, progress = () => {} }: PhantomRequest,
  ask: (request: WorkerRequest) => Promise<unknown>,
): Promise<Map<string, Brain>> {
  const ids = preset.brains.map(({ id }) => id).filter((id) => wanted === undefined || wanted.includes(id));
  let done = 0;
  progress({ stage: "grow brains", done, total: ids.length });
  try {
    const brains = await Promise.all(
      ids.map(async (id) => {
        const brainSeed = 1 + preset.brains.findIndex((brain) => brain.id === id);
        const brain = await ask({ kind: "brain", preset: preset.name, seed: settings.seed, brainSeed });
        progress({ stage: "grow brains", done: ++done, total: ids.length });
        return [id, brain as Brain] as const;
      }),
    );
    return new Map(brains);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

/** Sections by number, or every n-th as `every:n`. @throws ConfigError for a number that no section has. */
function chooseSections(
  all: readonly PlannedSection[],
  wanted: readonly string[] | undefined,
): PlannedSection[] {
  if (wanted === undefined) return [...all];
  const every = everyNth(wanted);
  if (every !== undefined) return all.filter((_, i) => i % every === 0);
  const numbers = new Set(all.map(({ section }) => section));
  const stranger = wanted.find((number) => !numbers.has(number));
  if (stranger !== undefined) {
    const some = [...numbers].slice(0, 4).join(", ");
    const remedy = `Give numbers such as ${some}, or every:N.`;
    throw new ConfigError({ file: "phantom", field: "sections", message: `has no ${stranger}`, remedy });
  }
  return all.filter(({ section }) => wanted.includes(section));
}

/** Removes parts of scans that a killed run left, and tables whose scan is gone. */
async function clearLeftovers(cohortDir: string, sections: readonly PlannedSection[]): Promise<void> {
  const scans = sections.map(({ path }) => join(cohortDir, "scans", path));
  for (const folder of new Set(scans.map((scan) => dirname(scan)))) {
    await mkdir(folder, { recursive: true });
    await removePartials(folder, () => true);
  }
  for (const [i, scan] of scans.entries()) {
    if (!existsSync(scan))
      await rm(itemDir(cohortDir, phantomStage.name, sections[i]!), { recursive: true, force: true });
  }
}

/** Every thread works on its share of the sections as one rank of a stage. */
async function makeSections(
  cohortDir: string,
  preset: PhantomPreset,
  brains: ReadonlyMap<string, Brain>,
  sections: readonly PlannedSection[],
  threads: number,
  { settings, signal, progress = () => {} }: PhantomRequest,
  ask: (request: WorkerRequest) => Promise<unknown>,
): Promise<Pick<StageResult, "done" | "skipped" | "failures" | "interrupted">> {
  const bySection = new Map(sections.map((section) => [`${section.brain}/${section.section}`, section]));
  const items: StageItem[] = sections.map(({ brain, section }) => ({ brain, section, inputs: {} }));
  const work = async (item: StageItem, { outDir, provenanceKey }: ItemContext): Promise<void> => {
    const section = bySection.get(`${item.brain}/${item.section}`)!;
    const brain = brains.get(section.brain)!;
    const scan = join(cohortDir, "scans", section.path);
    const job = { preset: preset.name, settings, section, ...(existsSync(scan) ? {} : { scanPath: scan }) };
    const result = (await ask({ kind: "section", brain, job })) as SectionPoints;
    const metadata = { referenceSpace: phantomSpace, provenance: provenanceKey };
    await writePoints(join(outDir, "points.parquet"), result.points, metadata);
    await writeLabels(join(outDir, "labels.parquet"), result.labels, metadata);
    await writeSectionTruth(cohortDir, settings, brain, section, result, metadata);
  };
  let settled = 0;
  progress({ stage: "make sections", done: 0, total: items.length });
  const worldSize = Math.max(1, threads);
  const results = await Promise.all(
    Array.from({ length: worldSize }, (_, rank) =>
      runStage({
        cohortDir,
        stage: { ...phantomStage, settings: { preset: preset.name, ...settings } },
        items,
        shard: { rank, worldSize },
        work,
        seed: settings.seed,
        ...(signal === undefined ? {} : { signal }),
        onEvent(event) {
          if (event.kind !== "item") return;
          const note = `${event.item.brain} ${event.item.section}`;
          progress({ stage: "make sections", done: ++settled, total: items.length, note });
        },
      }),
    ),
  );
  return {
    done: results.reduce((sum, { done }) => sum + done, 0),
    skipped: results.reduce((sum, { skipped }) => sum + skipped, 0),
    failures: results.flatMap(({ failures }) => failures),
    interrupted: results.some(({ interrupted }) => interrupted),
  };
}

/** Adds the sections that an earlier call for other parts of the same cohort made. */
function withEarlier(
  cohortDir: string,
  all: readonly PlannedSection[],
  made: readonly PlannedSection[],
): PlannedSection[] {
  const now = new Set(made);
  return all.filter((section) => now.has(section) || existsSync(truthDir(cohortDir, section)));
}
