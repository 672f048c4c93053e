import {
  type ClassificationModel,
  createClassificationModel,
  createPretrainingModel,
  type EncoderConfig,
  type HeadConfig,
  type PretrainingModel,
} from "@cytonet/learning";

/** What a run trains and a model folder holds: an encoder with a projection head, or with a classifier. */
export type TrainedModel = PretrainingModel | ClassificationModel;

/** The areas that a classifier tells apart: column i of its logits is the i-th. */
export interface Classes {
  readonly atlas: string;
  readonly names: readonly string[];
}

/** A model with fresh weights; with classes it is a classifier. @throws EncoderConfigError as `createEncoder` */
export function createTrainedModel(
  encoder: EncoderConfig,
  classes: Classes | undefined,
  seed: number,
): TrainedModel {
  if (classes === undefined) return createPretrainingModel(encoder, { seed });
  return createClassificationModel(encoder, classes.names.length, { seed });
}

/** What stands on the encoder, for counting arithmetic. */
export function headOf(classes: Classes | undefined): HeadConfig {
  return classes === undefined ? { kind: "projection" } : { classes: classes.names.length };
}
