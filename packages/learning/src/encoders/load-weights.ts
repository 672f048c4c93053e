/** Weights from elsewhere: torchvision, timm, or an encoder made for other patches. */
import { type StateDictReport, scope, type Tensor } from "@cytonet/torch";
import type { Encoder } from "./encoder.js";
import { resizePositionalEmbedding, squareGrid } from "./positional-embedding.js";

const POSITIONAL_EMBEDDING = "pos_embed";

/**
 * Loads what matches by name and shape and reports the rest. A positional embedding for another
 * square grid is resized first.
 *
 * @param state names as in torchvision's ResNet-50 (`layer1.0.conv1.weight`), timm's vision
 * transformers (`blocks.0.attn.qkv.weight`) or a model folder.
 */
export function loadMatchingWeights(encoder: Encoder, state: ReadonlyMap<string, Tensor>): StateDictReport {
  return scope(() => {
    const fitted = new Map(state);
    const target = encoder.stateDict().get(POSITIONAL_EMBEDDING);
    const source = state.get(POSITIONAL_EMBEDDING);
    const from = source && squareGrid(source);
    const to = target && squareGrid(target);
    if (source && from && to)
      fitted.set(POSITIONAL_EMBEDDING, resizePositionalEmbedding(source, from, to).detach());
    return encoder.loadStateDict(fitted, { strict: false });
  });
}
