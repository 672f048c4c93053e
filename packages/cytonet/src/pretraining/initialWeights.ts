import { join, resolve } from "node:path";
import { DataError } from "@cytonet/cohort";
import { noGrad, readSafetensors, scope } from "@cytonet/torch";
import { modelIdIn } from "../models/modelFolder.js";
import type { TrainedModel } from "../models/trainedModel.js";

/** A model folder that another run starts from. */
export interface InitialWeights {
  /** The folder, from the root of the file system: the run may be looked at from elsewhere. */
  readonly path: string;
  /** Its file of weights. */
  readonly weights: string;
  /** Hash of its weights and config; part of what the run is. */
  readonly modelId: string;
}

/** Examines the folder that a run's `initialWeights` names. @throws DataError where it is absent, altered or no model */
export async function openInitialWeights(path: string | undefined): Promise<InitialWeights | undefined> {
  if (path === undefined) return undefined;
  const folder = resolve(path);
  return { path: folder, weights: join(folder, "model.safetensors"), modelId: await modelIdIn(folder) };
}

/**
 * Gives a fresh model the weights of a trained one wherever name and shape agree, as an R50-ViT can take the stages that
 * it shares with an R50. The rest keeps its initialisation.
 *
 * @returns what was taken and what was not, in words
 * @throws DataError where no weight of the encoder agrees
 */
export function takeInitialWeights(
  model: TrainedModel,
  { path, weights: file, modelId }: InitialWeights,
): string {
  return scope(() =>
    noGrad(() => {
      const { tensors } = readSafetensors(file);
      const { loaded, missing, misshaped } = model.loadStateDict(tensors, { strict: false });
      const own = model.encoder.namedParameters();
      if (!loaded.some((name) => own.has(name))) {
        throw new DataError({
          file,
          message: "has no weight of the same name and shape as this run's encoder",
          remedy: "Start from a model of the same family, width and stem, or leave out `initialWeights`.",
        });
      }
      return (
        `Starts from model ${modelId} of ${path}: ${loaded.length} tensors are taken over, ` +
        `${missing.length + misshaped.length} start afresh.`
      );
    }),
  );
}
