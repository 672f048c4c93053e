import { join } from "node:path";
import { writeCohort, writeLabels, writePoints } from "@cytonet/cohort";
import { counterUniform } from "@cytonet/torch";
import sharp from "sharp";

const SIDE_PX = 200;
const PIXEL_UM = 16;
const AREAS = ["dense", "sparse"];

/**
 * A cohort for tests: sections of random dots, dense on the left half and sparse on the right, with points on
 * a grid, labels by half and coordinates in millimetres. Two splits: `default` holds out every third section.
 */
export async function makeMiniCohort(dir: string, { brains = ["A"], sections = 4 } = {}): Promise<void> {
  const rows = [];
  for (const [b, brain] of brains.entries()) {
    for (let number = 0; number < sections; number++) {
      const section = `s${number}`;
      const path = `${brain}-${section}.png`;
      const pixels = dots(b * 100 + number);
      await sharp(pixels, { raw: { width: SIDE_PX, height: SIDE_PX, channels: 1 } })
        .png()
        .toFile(join(dir, path));
      rows.push({
        brain,
        section,
        path,
        pixelSizeXUm: PIXEL_UM,
        pixelSizeYUm: PIXEL_UM,
        thicknessUm: null,
        positionMm: number * 0.2,
        status: "ok" as const,
        note: "",
      });
    }
  }
  const brain = (id: string) => ({
    id,
    species: "phantom",
    sharing: "open" as const,
    sectionOrder: "anterior-to-posterior" as const,
    imageLeftIs: "left" as const,
    stainPolarity: "dark" as const,
  });
  await writeCohort(dir, {
    cohort: {
      name: "mini",
      roots: { scans: "." },
      referenceSpace: "mini",
      spaces: [{ id: "mini" }],
      brains: brains.map(brain),
    },
    sections: rows,
    splits: [{ name: "default", seed: 0, brains: { seen: [...brains] }, test: { every: 3, start: 3 } }],
  });
  for (const id of brains) await writeTables(dir, id, sections);
}

/** A third as many dots on the right as on the left. */
function dots(seed: number): Buffer {
  const pixels = Buffer.alloc(SIDE_PX * SIDE_PX, 230);
  for (let i = 0; i < 2600; i++) {
    const x = Math.floor(counterUniform(seed, 0, i, 0) * SIDE_PX);
    const y = Math.floor(counterUniform(seed, 0, i, 1) * SIDE_PX);
    if (x >= SIDE_PX / 2 && counterUniform(seed, 0, i, 2) > 1 / 3) continue;
    pixels[y * SIDE_PX + x] = 60;
  }
  return pixels;
}

async function writeTables(dir: string, brain: string, sections: number): Promise<void> {
  const pointId: string[] = [];
  const section: string[] = [];
  const xPx: number[] = [];
  const yPx: number[] = [];
  const reference: number[][] = [];
  for (let number = 0; number < sections; number++) {
    for (let row = 0; row < 8; row++) {
      for (let column = 0; column < 8; column++) {
        const [x, y] = [(column + 0.5) * (SIDE_PX / 8), (row + 0.5) * (SIDE_PX / 8)];
        pointId.push(`${brain}-s${number}-${row}-${column}`);
        section.push(`s${number}`);
        xPx.push(x);
        yPx.push(y);
        reference.push([(x * PIXEL_UM) / 1000, number * 0.2, (-y * PIXEL_UM) / 1000]);
      }
    }
  }
  const n = pointId.length;
  const fill = <T>(value: T): T[] => new Array<T>(n).fill(value);
  const axis = (k: number) => Float64Array.from(reference, (point) => point[k]!);
  const metadata = { referenceSpace: "mini" };
  const folder = join(dir, "derived", "grid", brain);
  await writePoints(
    join(folder, "points.parquet"),
    {
      pointId,
      brain: fill(brain),
      section,
      hemisphere: fill("unknown"),
      xPx: Float64Array.from(xPx),
      yPx: Float64Array.from(yPx),
      xBrainMm: axis(0),
      yBrainMm: axis(1),
      zBrainMm: axis(2),
      xRefMm: axis(0),
      yRefMm: axis(1),
      zRefMm: axis(2),
      sampler: fill("grid"),
      tissueShare: new Float32Array(n).fill(1),
    },
    metadata,
  );
  await writeLabels(
    join(folder, "labels.parquet"),
    {
      pointId,
      atlas: fill("halves"),
      area: xPx.map((x) => AREAS[x < SIDE_PX / 2 ? 0 : 1]!),
      probability: new Float32Array(n).fill(1),
      source: fill("truth"),
    },
    metadata,
  );
}

/** A pretraining configuration that takes seconds on the mini cohort. */
export function miniConfig(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    schema: "cytonet.pretrain/1",
    seed: 3,
    data: { split: "default" },
    encoder: {
      architecture: "R50",
      preset: "tiny",
      pixelSizeUm: 16,
      patchPx: 32,
      width: 0.125,
      depth: [1, 1],
    },
    objective: { name: "spatialNCE", sigmaMm: 0.5 },
    augmentation: { translationMm: 0.05 },
    optimiser: { name: "sgd", learningRate: 0.05 },
    schedule: { batchSize: 32, steps: 12 },
    checkpoints: { everySteps: 2 },
    logEverySteps: 1,
    threads: 2,
    ...overrides,
  };
}
