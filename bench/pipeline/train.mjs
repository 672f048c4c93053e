// A training run from files: how much of its time is spent waiting for patches.
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { writeCohort, writePoints } from "@cytonet/cohort";
import { PretrainSchema, runPretraining } from "cytonet";

async function makeCohort(dir, sites) {
  const name = (image) => basename(image.path);
  for (const image of sites.images) symlinkSync(image.path, join(dir, name(image)));
  const sections = sites.images.map((image, number) => ({
    brain: "B",
    section: image.section,
    path: name(image),
    pixelSizeXUm: image.pixelSizeXUm,
    pixelSizeYUm: image.pixelSizeYUm,
    thicknessUm: null,
    positionMm: number,
    status: "ok",
    note: "",
  }));
  const brain = {
    id: "B",
    species: "phantom",
    sharing: "open",
    sectionOrder: "posterior-to-anterior",
    imageLeftIs: "left",
    stainPolarity: "dark",
  };
  await writeCohort(dir, {
    cohort: {
      name: "bench",
      roots: { scans: "." },
      referenceSpace: "bench",
      spaces: [{ id: "bench" }],
      brains: [brain],
    },
    sections,
    splits: [{ name: "all", seed: 0, brains: { seen: ["B"] }, test: { every: 1000, start: 999 } }],
  });
  const n = sites.pointId.length;
  const mm = (px) => px.map((value) => (value * sites.images[0].pixelSizeXUm) / 1000);
  const [x, z] = [mm(sites.xPx), mm(sites.yPx)];
  const y = Float64Array.from(sites.image);
  await writePoints(
    join(dir, "derived", "bench", "B", "points.parquet"),
    {
      pointId: sites.pointId,
      brain: new Array(n).fill("B"),
      section: Array.from(sites.image, (image) => sites.images[image].section),
      hemisphere: new Array(n).fill("unknown"),
      xPx: sites.xPx,
      yPx: sites.yPx,
      xBrainMm: x,
      yBrainMm: y,
      zBrainMm: z,
      xRefMm: x,
      yRefMm: y,
      zRefMm: z,
      sampler: new Array(n).fill("bench"),
      tissueShare: new Float32Array(n).fill(1),
    },
    { referenceSpace: "bench" },
  );
}

/** Trains R50 tiny from the scans and returns what the run says of itself. */
export async function trainFromFiles(sites, { steps, batchSize, workers, device = "cpu", preset = "tiny" }) {
  const dir = mkdtempSync(join(tmpdir(), "bench-pipeline-"));
  try {
    await makeCohort(dir, sites);
    const config = PretrainSchema.parse({
      schema: "cytonet.pretrain/1",
      data: { split: "all", memoryMiB: 1e-3, ...(workers === undefined ? {} : { workers }) },
      encoder: { architecture: "R50", preset },
      objective: { name: "spatialNCE", sigmaMm: 3 },
      optimiser: { name: "sgd", learningRate: 0.01 },
      schedule: { batchSize, steps },
      logEverySteps: 5,
      device,
      precision: device === "cpu" ? "float32" : "bfloat16",
    });
    const quiet = { signal: new AbortController().signal, progress: () => {}, log: () => {} };
    const { dataWait, seconds } = await runPretraining(
      { cohortDir: dir, config, out: join(dir, "run") },
      quiet,
    );
    return { dataWait, secondsPerStep: seconds / steps, patchesPerSecond: (steps * batchSize) / seconds };
  } finally {
    rmSync(dir, { recursive: true });
  }
}
