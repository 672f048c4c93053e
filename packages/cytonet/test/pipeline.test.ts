import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isCohortError, readFeatures, readPredictions, writeSha256Sums } from "@cytonet/cohort";
import { liveTensors } from "@cytonet/torch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { modelDescriptor } from "../src/embedding/descriptor.js";
import { embedImage } from "../src/embedding/embedImage.js";
import { runEmbedding } from "../src/embedding/runEmbedding.js";
import { loadModelFolder } from "../src/models/modelFolder.js";
import { PretrainSchema } from "../src/pretraining/config.js";
import { planPretraining } from "../src/pretraining/planPretraining.js";
import { type PretrainingResult, runPretraining } from "../src/pretraining/runPretraining.js";
import { ProbeSchema } from "../src/probing/config.js";
import { featureFiles } from "../src/probing/featureRows.js";
import { runProbe } from "../src/probing/runProbe.js";
import { quietContext } from "./support/context.js";
import { makeMiniCohort, miniConfig } from "./support/miniCohort.js";

const folder = mkdtempSync(join(tmpdir(), "pipeline-"));
const cohortDir = join(folder, "cohort");
const config = PretrainSchema.parse(miniConfig({ schedule: { batchSize: 32, steps: 6 }, threads: 1 }));
let trained: PretrainingResult;

beforeAll(async () => {
  mkdirSync(cohortDir);
  await makeMiniCohort(cohortDir, { sections: 5 });
  const before = liveTensors();
  trained = await runPretraining({ cohortDir, config, out: join(folder, "run") }, quietContext());
  expect(liveTensors()).toBe(before);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("pretraining", () => {
  it("keeps to the sections that the split opens", () => {
    expect(trained).toMatchObject({ steps: 6, samples: 5 * 64, sections: 5, brains: ["A"] });
  });

  it("keeps test sections out where the split says so", async () => {
    const split = join(cohortDir, "splits", "strict.yaml");
    const text = readFileSync(join(cohortDir, "splits", "default.yaml"), "utf8");
    writeFileSync(
      split,
      `${text.replace("name: default", "name: strict")}\nholdOutFromPretraining: [test]\n`,
    );
    const strict = PretrainSchema.parse({ ...miniConfig(), data: { split: "strict" } });
    const plan = await planPretraining({ cohortDir, config: strict });
    expect(plan).toMatchObject({ sections: 4, samples: 4 * 64, inMemory: true });
  });

  it("writes a run folder whose log tells of every step", () => {
    const lines = readFileSync(join(trained.run, "log.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
    for (const { loss, gradientNorm, effectivePositives, patchesPerSecond, dataWait } of lines) {
      expect(Number.isFinite(loss) && gradientNorm > 0 && effectivePositives > 1).toBe(true);
      expect(patchesPerSecond > 0 && dataWait >= 0 && dataWait <= 1).toBe(true);
    }
    const status = JSON.parse(readFileSync(join(trained.run, "status.json"), "utf8"));
    expect(status).toMatchObject({ state: "done", step: 6, steps: 6 });
  });

  it("gives the same weights again, whether patches are in memory or read from the scans", async () => {
    const small = { ...config, data: { ...config.data, memoryMiB: 0.001 } };
    const again = await runPretraining(
      { cohortDir, config: small, out: join(folder, "again") },
      quietContext(),
    );
    expect(again.modelId).toBe(trained.modelId);
  });

  it("keeps the initial weights for a run of no steps", async () => {
    const untrained = PretrainSchema.parse(
      miniConfig({ schedule: { batchSize: 32, steps: 0 }, recalibrateBatchNorm: true, threads: 1 }),
    );
    const result = await runPretraining(
      { cohortDir, config: untrained, out: join(folder, "zero") },
      quietContext(),
    );
    expect(result.loss).toBeNull();
    const { model, config: facts } = await loadModelFolder(result.model);
    expect(facts.objective).toBe("none");
    expect(
      model
        .stateDict()
        .get("stem.bn1.running_mean")!
        .toTypedArray()
        .some((value) => value !== 0),
    ).toBe(true);
    model.dispose();
  });

  it("says what to do when the loss is no number", async () => {
    const wild = PretrainSchema.parse(
      miniConfig({ optimiser: { name: "sgd", learningRate: 1e30 }, threads: 1 }),
    );
    const failing = runPretraining({ cohortDir, config: wild, out: join(folder, "wild") }, quietContext());
    await expect(failing).rejects.toThrow(/step \d+: .*Lower optimiser\.learningRate/);
  });
});

describe("model folders", () => {
  it("refuse altered weights, naming the file", async () => {
    const weights = join(trained.model, "model.safetensors");
    const bytes = readFileSync(weights);
    const altered = Buffer.from(bytes);
    altered[altered.length - 1]! ^= 1;
    writeFileSync(weights, altered);
    await expect(loadModelFolder(trained.model)).rejects.toThrow(/model\.safetensors: has another content/);
    writeFileSync(weights, bytes);
    const { modelId, model } = await loadModelFolder(trained.model);
    expect(modelId).toBe(trained.modelId);
    model.dispose();
  });

  it("are told from run folders, which name their model", async () => {
    await expect(loadModelFolder(trained.run)).rejects.toThrow(
      `is a run folder, and the model lies in it. Name ${trained.model}.`,
    );
  });

  it("name the field of a configuration that does not fit", async () => {
    const copy = join(folder, "copy");
    cpSync(trained.model, copy, { recursive: true });
    const config = JSON.parse(readFileSync(join(copy, "config.json"), "utf8"));
    writeFileSync(join(copy, "config.json"), JSON.stringify({ ...config, stemStride: 3 }));
    await writeSha256Sums(copy);
    await expect(loadModelFolder(copy)).rejects.toThrow(/config\.json stemStride:/);
  });
});

describe("embedding", () => {
  const source = { output: "backbone", views: 1 } as const;

  it("embeds every section once, skips what is there, and agrees with embedding one image", async () => {
    const before = liveTensors();
    const options = { cohortDir, source: { ...source, model: trained.model } };
    const first = await runEmbedding(options, quietContext());
    expect(first).toMatchObject({ points: 5 * 64, sections: { done: 5, skipped: 0 }, failures: 0 });
    const files = await featureFiles(cohortDir, first.features);
    const times = files.map((file) => statSync(file).mtimeMs);
    const second = await runEmbedding(options, quietContext());
    expect(second.sections).toEqual({ done: 0, skipped: 5 });
    expect(files.map((file) => statSync(file).mtimeMs)).toEqual(times);

    const points = join(folder, "points.csv");
    writeFileSync(points, "pointId,xPx,yPx\nfirst,12.5,12.5\nsecond,37.5,12.5\n");
    const out = join(folder, "image.parquet");
    const image = join(cohortDir, "A-s0.png");
    await embedImage({
      ...source,
      model: trained.model,
      image,
      points,
      pixelSizeXUm: 16,
      pixelSizeYUm: 16,
      stainPolarity: "dark",
      out,
    });
    const ofImage = await readFeatures(out);
    const ofCohort = await readFeatures(files[0]!);
    expect(ofCohort.pointId.slice(0, 2)).toEqual(["A-s0-0-0", "A-s0-0-1"]);
    const wanted = ofCohort.values.subarray(0, 2 * ofCohort.length);
    for (const [i, value] of ofImage.values.entries()) expect(value).toBeCloseTo(wanted[i]!, 5);
    expect(liveTensors()).toBe(before);
  });

  it("averages over mirror images and quarter turns: a turned patch has the same feature", async () => {
    const loaded = await loadModelFolder(trained.model);
    const descriptor = modelDescriptor(loaded, { output: "backbone", views: 8, device: "cpu" });
    expect(descriptor.id).toBe(`${trained.modelId}-views8`);
    const side = descriptor.patchPx;
    const patch = Uint8Array.from(
      { length: side * side },
      (_, i) => (i * 37 + Math.floor(i / side) * 11) % 256,
    );
    const turned = Uint8Array.from(
      patch,
      (_, i) => patch[(side - 1 - (i % side)) * side + Math.floor(i / side)]!,
    );
    const [a, b] = [descriptor.describe(patch), descriptor.describe(turned)];
    for (const [i, value] of a.entries()) expect(b[i]).toBeCloseTo(value, 4);
    loaded.model.dispose();
  });

  it("names line and column of a bad point", async () => {
    const points = join(folder, "bad.csv");
    writeFileSync(points, "xPx,yPx\n1,2\n3,here\n");
    const image = join(cohortDir, "A-s0.png");
    const error = await embedImage({
      ...source,
      model: trained.model,
      image,
      points,
      pixelSizeXUm: 16,
      pixelSizeYUm: 16,
      stainPolarity: "dark",
      out: join(folder, "never.parquet"),
    }).catch((reason: unknown) => reason);
    expect(isCohortError(error) && [error.file, error.line, error.field]).toEqual([points, 3, "yPx"]);
  });
});

describe("probing", () => {
  it("tells dense from sparse by the grey histogram, and places on the scans by the features", async () => {
    const { features } = await runEmbedding(
      { cohortDir, source: { histogram: { patchPx: 24, pixelSizeUm: 16 } } },
      quietContext(),
    );
    const out = join(folder, "probe");
    const probe = ProbeSchema.parse({
      schema: "cytonet.probe/1",
      split: "default",
      features: { histogram: features },
      areas: { atlas: "halves" },
      l2: 0.001,
    });
    const { sets } = await runProbe({ cohortDir, config: probe, out }, quietContext());
    const { areas, coordinates } = sets.histogram!;
    expect(areas!.scores.test).toMatchObject({ points: 64, withoutClass: 0, top3: 1 });
    expect(areas!.scores.test!.macroF1).toBeGreaterThan(0.9);
    expect(coordinates!.scores.test!.r2.leftRight).toBeGreaterThan(0.5);
    expect(coordinates!.scores.test!.errorMm.leftRight).toBeLessThan(
      coordinates!.scores.test!.chanceErrorMm.leftRight,
    );
    const predictions = await readPredictions(join(out, "predictions", "histogram.parquet"));
    expect(predictions.rows).toBe(64);
    expect(JSON.parse(readFileSync(join(out, "metrics.json"), "utf8")).sets.histogram.areas.classes).toBe(2);
  });

  it("lists the features that there are when one is asked for that is not", async () => {
    const config = ProbeSchema.parse({
      schema: "cytonet.probe/1",
      split: "default",
      features: { a: "features-none" },
    });
    await expect(runProbe({ cohortDir, config, out: join(folder, "none") }, quietContext())).rejects.toThrow(
      /features-none.*grey-histogram/s,
    );
  });
});
