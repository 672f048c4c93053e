import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseYaml } from "@cytonet/cohort";
import { cytonetAugmentation } from "@cytonet/imaging";
import { describeEncoder } from "@cytonet/learning";
import { describe, expect, it } from "vitest";
import { SlurmSchema } from "../../src/launch/slurmConfig.js";
import {
  augmentationOf,
  encoderOf,
  learningRateOf,
  type PretrainConfig,
  PretrainSchema,
  stepsOf,
} from "../../src/pretraining/config.js";
import { ObjectiveStudySchema } from "../../src/studies/objectives/config.js";

const configs = join(import.meta.dirname, "../../../../configs");
const text = (path: string): string => readFileSync(join(configs, path), "utf8");
const read = (path: string): PretrainConfig => parseYaml(text(path), PretrainSchema, path);
const named = (folder: string): string[] => readdirSync(join(configs, folder)).sort();

/** Encoders of Table 5. P is CytoNet-ViT (1M) with its projections probed; M has coordinates of another space. */
const rows = [
  "cytonet-1m",
  "cytonet-200k",
  "cytonet-vit-1m",
  "cytonet-vit-1m-icbm152",
  "cytonet-vit-200k",
  "scratch",
  "scratch-vit",
  "simclr-1m",
  "simclr-200k",
  "simclr-vit-1m",
  "simclr-vit-200k",
  "supcon",
  "supcon-vit",
];

const objectives = {
  cytonet: "spatialNCE",
  scratch: "crossEntropy",
  simclr: "simCLR",
  supcon: "supCon",
} as const;

describe("configs/paper", () => {
  it("has every encoder of Table 5", () => {
    expect(named("paper")).toEqual([...rows.map((row) => `${row}.yaml`), "train.slurm.yaml"].sort());
  });

  it.each(rows)("%s is as §3.4 and §3.5 state it", (row) => {
    const config = read(`paper/${row}.yaml`);
    const isViT = row.includes("-vit");
    const family = row.split("-")[0] as keyof typeof objectives;
    const labelled = family === "scratch" || family === "supcon";
    expect(encoderOf(config)).toMatchObject({
      architecture: isViT ? "R50-ViT" : "R50",
      patchPx: 2048,
      pixelSizeUm: 2,
      depth: [3, 4, 6, 3],
    });
    expect(describeEncoder(encoderOf(config)).featureWidth).toBe(isViT ? 768 : 2048);
    expect(augmentationOf(config)).toEqual(cytonetAugmentation);
    expect(config.objective.name).toBe(objectives[family]);
    if ("temperature" in config.objective) expect(config.objective.temperature).toBe(0.07);
    if (config.objective.name === "spatialNCE") expect(config.objective.sigmaMm).toBe(10);
    expect(config.schedule).toMatchObject({ batchSize: 2048, shape: "constant", warmupSteps: 0 });
    expect(config.schedule.epochs).toBe(family === "scratch" ? 180 : 150);
    const { samples, samplesPerClass } = config.data;
    if (labelled) expect({ samples, samplesPerClass }).toEqual({ samples: undefined, samplesPerClass: 1200 });
    else expect(samples).toBe(row.includes("200k") ? 200_000 : 1_000_000);
    expect(config.optimiser).toMatchObject({ weightDecay: 1e-4, decayExclusions: "bias" });
    expect(learningRateOf(config)).toBe(row === "scratch-vit" ? 0.008 : row === "supcon-vit" ? 0.001 : 0.08);
    if (row === "supcon-vit") expect(config.optimiser.name).toBe("adamw");
    else expect(config.optimiser).toMatchObject({ name: "sgd", momentum: 0.9, nesterov: true });
    const layerwise = labelled ? undefined : { trustCoefficient: 0.02, clip: true, exclude: "none" };
    if (config.optimiser.name === "sgd") expect(config.optimiser.layerwise).toEqual(layerwise);
    expect(config.activationCheckpointing ?? false).toBe(isViT);
    expect(config.syncBatchNorm).toBe(true);
    expect(config.precision).not.toBe("float32");
  });

  it("takes 73,200 steps for a million samples: 150 epochs of 488 whole batches", () => {
    expect(stepsOf(read("paper/cytonet-vit-1m.yaml"), 1_000_000)).toBe(73_200);
  });

  it("has a job of 64 GPUs with 32 patches each", () => {
    const job = parseYaml(text("paper/train.slurm.yaml"), SlurmSchema, "train.slurm.yaml");
    expect(job.nodes * job.tasksPerNode).toBe(64);
    expect(job.command).toContain("configs/paper/cytonet-vit-1m.yaml");
  });
});

describe("configs/phantom", () => {
  const phantomRows = rows.filter((row) => !row.endsWith("icbm152"));

  it("has the same rows, and the studies on phantoms", () => {
    const studies = ["leaks.yaml", "objectives.yaml"];
    expect(named("phantom")).toEqual([...phantomRows.map((row) => `${row}.yaml`), ...studies].sort());
  });

  it.each(phantomRows)("%s has the paper's objective and architecture, for two cores", (row) => {
    const [small, paper] = [read(`phantom/${row}.yaml`), read(`paper/${row}.yaml`)];
    expect(small.objective.name).toBe(paper.objective.name);
    expect(small.encoder.architecture).toBe(paper.encoder.architecture);
    expect(small.device).toBe("cpu");
    expect(describeEncoder(encoderOf(small)).fieldOfViewMm).toBeGreaterThan(3);
    expect(small.data.samples).toBe(paper.data.samples && paper.data.samples / 50);
  });

  it("compares the R50 rows under one roof", () => {
    const study = parseYaml(text("phantom/objectives.yaml"), ObjectiveStudySchema, "objectives.yaml");
    const names = Object.values(study.rows).map(({ name }) => name);
    expect(names.sort()).toEqual(Object.values(objectives).sort());
    expect(study.seeds).toHaveLength(3);
    expect(study.shared.encoder.architecture).toBe("R50");
  });
});

describe("configs/README.md", () => {
  it("names every file", () => {
    const readme = text("README.md");
    for (const folder of ["paper", "phantom", "mouse"])
      for (const file of named(folder)) expect(readme, file).toContain(`${folder}/${file}`);
  });
});
