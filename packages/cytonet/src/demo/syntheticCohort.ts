/**
 * A small synthetic cohort on which the whole pipeline can be tried in minutes: four brains with two folded
 * hemispheres, eight areas with layers of their own, smooth gradients along the cortex, individual shapes, and the
 * staining, focus, vessels and noise that differ from section to section.
 *
 * It stands in until phantom brains, with real folding and known truth for every stage, take its place. What it
 * leaves out: every section looks perpendicular to the cortex, there are no tears or misaligned sections, and
 * cells are dots.
 *
 * A patch tells its place by its cytoarchitecture only: areas have one mean grey, staining is drawn blindly for each
 * section, sections lie on the slide at random angles and begin at random positions.
 */
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import {
  InterruptedError,
  publishFile,
  runStage,
  type Section,
  writeCohort,
  writeLabels,
  writePoints,
  writePointTransform,
} from "@cytonet/cohort";
import sharp from "sharp";
import type { ProgressUpdate } from "../commands/progress.js";
import { makeBrain, type SyntheticBrain } from "./brain.js";
import { paintSection } from "./paintSection.js";
import { randomStream } from "./random.js";
import { samplePoints } from "./samplePoints.js";
import { type SectionFrame, type SectionShape, sectionShape } from "./sectionShape.js";
import { drawStaining, photograph } from "./staining.js";

/** Space of the synthetic brains' common coordinates. */
export const demoSpace = "synthetic-brain";
/** Name of the split that the cohort comes with. */
export const demoSplit = "demo";

const sizePx = 1152;
const pixelSizeUm = 16;
const sectionDistanceMm = 1.3;
const stage = { name: "grid", version: 1 } as const;

export interface SyntheticCohortOptions {
  readonly seed?: number;
  /** Ids of the brains by their role in the split. */
  readonly brains?: {
    readonly seen: readonly string[];
    readonly transfer?: readonly string[];
    readonly unseen?: readonly string[];
  };
  readonly sectionsPerBrain?: number;
  readonly signal?: AbortSignal;
  readonly progress?: (update: ProgressUpdate) => void;
}

/** A section that is to be made. */
interface PlannedSection {
  readonly brain: SyntheticBrain;
  readonly id: string;
  readonly frame: SectionFrame;
  readonly key: readonly number[];
  /** Relative to the scans' root. */
  readonly path: string;
}

/**
 * Writes the cohort to `dir/cohort` and its scans to `dir/raw`. The same seed gives the same bytes. Stopped at any
 * moment, the same call goes on; a finished cohort is left as it is.
 *
 * @returns the cohort folder, and whether anything was made.
 * @throws InterruptedError when `signal` was aborted.
 */
export async function writeSyntheticCohort(
  dir: string,
  options: SyntheticCohortOptions = {},
): Promise<{ readonly cohortDir: string; readonly sections: number; readonly made: boolean }> {
  const { seed = 1, sectionsPerBrain = 9, signal, progress = () => {} } = options;
  const roles = {
    transfer: [],
    unseen: [],
    ...(options.brains ?? { seen: ["S1", "S2"], transfer: ["S3"], unseen: ["S4"] }),
  };
  const ids = [...roles.seen, ...roles.transfer, ...roles.unseen];
  const brains = ids.map((id, index) => makeBrain(id, seed, index));
  const sections = brains.flatMap((brain, index) => planSections(brain, seed, index, sectionsPerBrain));
  const cohortDir = join(dir, "cohort");
  if (existsSync(join(cohortDir, "cohort.yaml")))
    return { cohortDir, sections: sections.length, made: false };

  const scans = join(dir, "raw");
  const shapes = new Map<string, SectionShape>();
  for (const [index, section] of sections.entries()) {
    progress({ stage: "paint sections", done: index, total: sections.length });
    await new Promise<void>((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    const file = join(scans, section.path);
    if (!existsSync(file)) shapes.set(section.path, await makeScan(section, file));
  }
  progress({ stage: "paint sections", done: sections.length, total: sections.length });
  for (const brain of brains) {
    const transform = {
      from: `brain:${brain.id}`,
      to: demoSpace,
      maps: "points",
      affine: brain.toReference,
    } as const;
    await writePointTransform(join(cohortDir, "transforms", `${brain.id}.json`), transform);
  }
  await writeTables(cohortDir, scans, sections, shapes, seed, options);
  await writeCohortFiles(cohortDir, roles, sections, seed);
  return { cohortDir, sections: sections.length, made: true };
}

function planSections(brain: SyntheticBrain, seed: number, index: number, count: number): PlannedSection[] {
  const offsetMm = randomStream(seed, index, 10).between(-0.6, 0.6);
  return Array.from({ length: count }, (_, position) => {
    const key = [seed, index, position];
    const id = `s${String(position + 1).padStart(2, "0")}`;
    const yMm = offsetMm + (position - (count - 1) / 2) * sectionDistanceMm;
    const angleRad = randomStream(...key, 11).between(-Math.PI, Math.PI);
    return { brain, id, key, frame: { sizePx, pixelSizeUm, yMm, angleRad }, path: `${brain.id}/${id}.png` };
  });
}

async function makeScan({ brain, frame, key }: PlannedSection, file: string): Promise<SectionShape> {
  const shape = sectionShape(brain, frame);
  const staining = drawStaining(sizePx, ...key);
  const absorbance = paintSection(brain, frame, shape, staining, ...key);
  const grey = photograph(absorbance, sizePx, staining, ...key);
  await mkdir(join(file, ".."), { recursive: true });
  await publishFile(file, async (partial) => {
    await sharp(grey, { raw: { width: sizePx, height: sizePx, channels: 1 } })
      .toColourspace("b-w")
      .png({ compressionLevel: 3 })
      .toFile(partial);
  });
  return shape;
}

/** Points and labels of every section, as results of the stage that samples grids. */
async function writeTables(
  cohortDir: string,
  scans: string,
  sections: readonly PlannedSection[],
  shapes: ReadonlyMap<string, SectionShape>,
  seed: number,
  { signal, progress = () => {} }: SyntheticCohortOptions,
): Promise<void> {
  const byId = new Map(sections.map((section) => [`${section.brain.id}/${section.id}`, section]));
  const result = await runStage({
    cohortDir,
    stage: { ...stage, settings: { source: "synthetic", seed } },
    items: sections.map(({ brain, id, path }) => ({
      brain: brain.id,
      section: id,
      inputs: { scan: join(scans, path) },
    })),
    async work(item, { outDir, provenanceKey }) {
      const { brain, id, frame, path } = byId.get(`${item.brain}/${item.section}`)!;
      const { points, labels } = samplePoints(
        brain,
        id,
        frame,
        shapes.get(path) ?? sectionShape(brain, frame),
      );
      const metadata = { referenceSpace: demoSpace, provenance: provenanceKey };
      await writePoints(join(outDir, "points.parquet"), points, metadata);
      await writeLabels(join(outDir, "labels.parquet"), labels, metadata);
    },
    seed,
    ...(signal === undefined ? {} : { signal }),
    onEvent(event) {
      if (event.kind === "item") progress({ stage: "write points", done: event.settled, total: event.total });
    },
  });
  if (result.interrupted) {
    throw new InterruptedError({
      message: "Stopped while writing points",
      remedy: "The same command resumes.",
    });
  }
  const failure = result.failures[0];
  if (failure !== undefined) throw new Error(`${failure.item}: ${failure.error.message}`);
}

async function writeCohortFiles(
  cohortDir: string,
  roles: {
    readonly seen: readonly string[];
    readonly transfer: readonly string[];
    readonly unseen: readonly string[];
  },
  sections: readonly PlannedSection[],
  seed: number,
): Promise<void> {
  const brains = [...new Set(sections.map(({ brain }) => brain.id))];
  const rows = sections.map(
    ({ brain, id, frame, path }): Section => ({
      brain: brain.id,
      section: id,
      path,
      pixelSizeXUm: pixelSizeUm,
      pixelSizeYUm: pixelSizeUm,
      thicknessUm: 20,
      positionMm: Number(frame.yMm.toFixed(3)),
      status: "ok",
      note: `lies on the slide turned by ${Math.round((frame.angleRad * 180) / Math.PI)} degrees`,
    }),
  );
  await writeCohort(cohortDir, {
    cohort: {
      name: "synthetic-demo",
      roots: { scans: "../raw" },
      referenceSpace: demoSpace,
      spaces: [{ id: demoSpace }],
      brains: brains.map((id) => ({
        id,
        species: "synthetic",
        sharing: "open" as const,
        sectionOrder: "posterior-to-anterior" as const,
        imageLeftIs: "left" as const,
        stainPolarity: "dark" as const,
        toReference: {
          file: `transforms/${id}.json`,
          maps: "points" as const,
          from: `brain:${id}`,
          to: demoSpace,
        },
      })),
    },
    sections: rows,
    splits: [
      {
        name: demoSplit,
        seed,
        brains: { seen: [...roles.seen], transfer: [...roles.transfer], unseen: [...roles.unseen] },
        test: { every: 5, start: 3 },
        validation: { every: 4, start: 2 },
        holdOutFromPretraining: ["test"],
      },
    ],
  });
}
