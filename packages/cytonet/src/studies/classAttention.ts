import { centreCrop } from "@cytonet/imaging";
import { noGrad, scope } from "@cytonet/torch";
import type { LoadedModel } from "../models/modelFolder.js";
import { normalise, patchTensor } from "../pretraining/batches.js";

/** What the class token attends to. */
export interface ClassAttention {
  readonly block: number;
  readonly heads: number;
  /** Positions along a side. */
  readonly grid: number;
  /** n × grid²: weights of the class token on every position, averaged over heads. */
  readonly weights: Float32Array;
}

/**
 * Attention of the class token in an encoder's last block.
 *
 * @param bytes n patches of the model's size
 * @throws EncoderRequestError for an encoder without a transformer
 */
export function classAttention({ config, model }: LoadedModel, bytes: Uint8Array): ClassAttention {
  const block = (config.transformer?.depth ?? 1) - 1;
  return noGrad(() =>
    scope(() => {
      const plain = centreCrop(patchTensor(bytes, config.patchPx, "cpu"), config.patchPx);
      const { attention } = model.encoder.outputs(normalise(plain, config.normalisation), {
        attentionOf: [block],
      });
      const own = attention!.get(block)!;
      const [, heads = 0, tokens = 0] = own.shape;
      const weights = own
        .meanDim([1])
        .select(1, 0)
        .narrow(1, 1, tokens - 1)
        .contiguous();
      return {
        block,
        heads,
        grid: Math.round(Math.sqrt(tokens - 1)),
        weights: weights.to({ dtype: "float32" }).toTypedArray() as Float32Array,
      };
    }),
  );
}
