import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  canonicalJson,
  DataError,
  publishFolder,
  sha256,
  sha256File,
  verifySha256Sums,
  writeSha256Sums,
} from "@cytonet/cohort";
import { describeEncoder, type EncoderConfig } from "@cytonet/learning";
import { readSafetensors, scope, writeSafetensors } from "@cytonet/torch";
import { z } from "zod";
import { type Classes, createTrainedModel, type TrainedModel } from "./trainedModel.js";

const MODEL_SCHEMA = "cytonet.model/1";

/** `config.json` of a model folder: all that is needed to use the weights. */
const ModelConfigSchema = z.strictObject({
  schema: z.literal(MODEL_SCHEMA),
  architecture: z.enum(["R50", "R50-ViT"]),
  preset: z.string(),
  width: z.number(),
  depth: z.array(z.int()),
  stemStride: z.union([z.literal(1), z.literal(2), z.literal(4)]),
  stemPool: z.union([z.literal(1), z.literal(2)]),
  transformer: z
    .strictObject({ features: z.int(), depth: z.int(), heads: z.int(), mlpRatio: z.number() })
    .optional(),
  inputChannels: z.union([z.literal(1), z.literal(3)]),
  patchPx: z.int(),
  pixelSizeUm: z.number(),
  fieldOfViewMm: z.number(),
  outputPitchUm: z.number(),
  featureWidth: z.int(),
  normalisation: z.strictObject({
    tone: z.enum(["asScanned", "standardised"]),
    mean: z.number(),
    std: z.number().positive(),
  }),
  stainPolarity: z.literal("dark"),
  objective: z.string(),
  referenceSpace: z.string(),
  sigmaMm: z.number().nullable(),
  /** Of a classifier that was trained with its encoder: what stands in place of the projection head. */
  classes: z.strictObject({ atlas: z.string(), names: z.array(z.string()).min(2) }).optional(),
});

export type ModelConfig = z.output<typeof ModelConfigSchema>;

/** What a model needs to be told beside its encoder. */
export interface ModelFacts {
  readonly normalisation: ModelConfig["normalisation"];
  readonly objective: string;
  readonly referenceSpace: string;
  readonly sigmaMm: number | null;
  readonly classes?: Classes | undefined;
}

/** A model in memory. */
export interface LoadedModel {
  /** Hash of weights and config. */
  readonly modelId: string;
  readonly config: ModelConfig;
  /** Encoder with its projection head or classifier, in evaluation mode. */
  readonly model: TrainedModel;
}

function encoderConfig(config: ModelConfig): EncoderConfig {
  const {
    architecture,
    preset,
    width,
    depth,
    stemStride,
    stemPool,
    transformer,
    inputChannels,
    patchPx,
    pixelSizeUm,
  } = config;
  return {
    architecture,
    preset,
    width,
    depth,
    stemStride,
    stemPool,
    inputChannels,
    patchPx,
    pixelSizeUm,
    ...(transformer === undefined ? {} : { transformer }),
  };
}

/** The `config.json` of an encoder. */
export function modelConfig(encoder: EncoderConfig, { classes, ...facts }: ModelFacts): ModelConfig {
  const { fieldOfViewMm, outputPitchUm, featureWidth } = describeEncoder(encoder);
  return {
    schema: MODEL_SCHEMA,
    ...encoder,
    depth: [...encoder.depth],
    fieldOfViewMm,
    outputPitchUm,
    featureWidth,
    stainPolarity: "dark",
    ...facts,
    ...(classes && { classes: { atlas: classes.atlas, names: [...classes.names] } }),
  };
}

/**
 * Writes a model folder, complete or not at all; an older one of that name is replaced.
 *
 * @returns the model's id
 */
export async function writeModelFolder(
  path: string,
  model: TrainedModel,
  config: ModelConfig,
  texts: { readonly modelCard: string; readonly provenance: unknown },
): Promise<string> {
  return publishFolder(path, async (folder) => {
    const weights = join(folder, "model.safetensors");
    scope(() => writeSafetensors(weights, model.stateDict(), { format: "pt" }));
    const modelId = await modelIdOf(weights, config);
    await writeFile(join(folder, "config.json"), `${JSON.stringify(config, null, 2)}\n`);
    await writeFile(join(folder, "MODELCARD.md"), texts.modelCard);
    await writeFile(
      join(folder, "provenance.json"),
      `${JSON.stringify({ modelId, ...(texts.provenance as object) }, null, 2)}\n`,
    );
    await writeSha256Sums(folder);
    return modelId;
  });
}

/**
 * Reads a model folder and builds its encoder and head, in evaluation mode.
 *
 * @throws DataError naming the file at fault: absent, altered, or of another architecture than its config says
 */
export async function loadModelFolder(path: string, device = "cpu"): Promise<LoadedModel> {
  await verifyModelFolder(path);
  const configPath = join(path, "config.json");
  const weights = join(path, "model.safetensors");
  const config = await readModelConfig(configPath);
  const model = createTrainedModel(encoderConfig(config), config.classes, 0);
  try {
    scope(() => model.loadStateDict(readSafetensors(weights).tensors));
  } catch (cause) {
    model.dispose();
    const message = `does not fit config.json: ${(cause as Error).message}`;
    throw new DataError(
      { file: weights, message, remedy: "Keep weights and config.json of one model together." },
      { cause },
    );
  }
  model.eval().requiresGrad_(false);
  if (device !== "cpu") model.to({ device });
  return { modelId: await modelIdOf(weights, config), config, model };
}

/** The id of the model in a folder. @throws DataError naming the file at fault */
export async function modelIdIn(path: string): Promise<string> {
  await verifyModelFolder(path);
  return modelIdOf(join(path, "model.safetensors"), await readModelConfig(join(path, "config.json")));
}

async function verifyModelFolder(path: string): Promise<void> {
  const inside = join(path, "model");
  if (!existsSync(join(path, "config.json")) && existsSync(join(inside, "config.json"))) {
    const message = "is a run folder, and the model lies in it";
    throw new DataError({ file: path, message, remedy: `Name ${inside}.` });
  }
  await verifySha256Sums(path);
}

async function readModelConfig(path: string): Promise<ModelConfig> {
  const remedy = "Copy the model folder again, or write it with this version.";
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    throw new DataError(
      { file: path, message: `is not JSON (${(cause as Error).message})`, remedy },
      { cause },
    );
  }
  const parsed = ModelConfigSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new DataError(
    parsed.error.issues.map(({ path: field, message }) => ({
      file: path,
      field: field.join("."),
      message,
      remedy,
    })),
  );
}

/** The first half of the hash of weights and config. */
async function modelIdOf(weights: string, config: ModelConfig): Promise<string> {
  return sha256(`${await sha256File(weights)}\n${canonicalJson(config)}`).slice(0, 32);
}
