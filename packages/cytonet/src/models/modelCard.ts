import { describeEncoder, type EncoderConfig } from "@cytonet/learning";
import type { PretrainConfig } from "../pretraining/config.js";
import { describeObjective } from "../pretraining/objective.js";
import type { PretrainingSamples } from "../pretraining/samples.js";

/** What a model card tells. */
export interface ModelCardFacts {
  readonly config: PretrainConfig;
  readonly encoder: EncoderConfig;
  readonly samples: PretrainingSamples;
  readonly steps: number;
  readonly loss: number | null;
  /** Id of the model whose weights it started from. */
  readonly startedFrom?: string | undefined;
  readonly startedAt: Date;
}

/** `MODELCARD.md`: what the model is, what it has seen, how it is used. */
export function modelCard(facts: ModelCardFacts): string {
  const { config, encoder, samples, steps, loss, startedAt, startedFrom } = facts;
  const about = describeEncoder(encoder);
  const trained =
    steps === 0
      ? "It is untrained: initial weights, kept as a baseline."
      : `It was trained for ${steps} steps of ${config.schedule.batchSize} patches with ` +
        `${describeObjective(config)}; the last loss was ${loss?.toFixed(4)}.`;
  const classes =
    config.objective.name === "crossEntropy"
      ? `| classes | ${samples.classes?.names.length} areas of ${config.objective.atlas}, in config.json |\n`
      : "";
  return `# ${about.name}

An encoder of cortical cytoarchitecture. ${trained}

| | |
|---|---|
| input | ${about.patchPx} × ${about.patchPx} px, ${about.pixelSizeUm} µm/px, ${about.fieldOfViewMm.toFixed(2)} mm, cells dark on light |
| intensities | ${config.normalisation.tone === "standardised" ? "each section's tissue brought to one mean and spread; " : ""}(grey in [0, 1] − ${config.normalisation.mean}) / ${config.normalisation.std} |
| feature | ${about.featureWidth} numbers${encoder.architecture === "R50" ? " (mean of the feature map)" : " (class token)"} |
| feature map | one position every ${about.outputPitchUm} µm |
| training brains | ${samples.brains.join(", ")} |
| training sections | ${samples.sections} |
| training points | ${samples.sites.image.length} |
${classes}${startedFrom === undefined ? "" : `| started from | weights of model ${startedFrom}, where names and shapes agree |\n`}| coordinates | ${samples.referenceSpace} |
| seed | ${config.seed} |
| date | ${startedAt.toISOString().slice(0, 10)} |

Patches of brains or sections that it was trained on are not independent evidence of generalisation.
`;
}
