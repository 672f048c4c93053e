/** How much arithmetic an encoder is, counted from its configuration. */
import { describeEncoder, type EncoderConfig, EXPANSION, stageChannels, validateEncoder } from "./config.js";
import { PROJECTION_WIDTH } from "./projection-head.js";

/** What stands on the encoder's feature. */
export type HeadConfig =
  | { readonly kind: "projection" }
  | { readonly kind: "none" }
  | { readonly classes: number };

/**
 * Floating-point operations of one patch's forward pass: two for each multiplication and addition of convolutions, linear
 * layers and attention. Normalisations, activations and pooling, which move more than they compute, are left out, as
 * PyTorch's `FlopCounterMode` does.
 *
 * @throws EncoderConfigError when the configuration makes no encoder
 */
export function forwardFlops(config: EncoderConfig, head: HeadConfig = { kind: "none" }): number {
  validateEncoder(config);
  const { featureWidth } = describeEncoder(config);
  return 2 * (networkMacs(config) + transformerMacs(config) + headMacs(featureWidth, head));
}

/**
 * Of one patch's training step: three times the forward pass, since backward multiplies with the weights and with the
 * activations. What activation checkpointing computes again does not count: it is no progress (Chowdhery et al. 2022,
 * "model FLOPs utilisation").
 */
export function trainingFlops(config: EncoderConfig, head: HeadConfig = { kind: "none" }): number {
  return 3 * forwardFlops(config, head);
}

function networkMacs(config: EncoderConfig): number {
  const { inputChannels, patchPx, stemStride, stemPool, depth } = config;
  const stemSide = patchPx / stemStride;
  const width = stageChannels(config, 0);
  let macs = stemSide ** 2 * width * (25 * inputChannels + 9 * width);
  let side = stemSide / stemPool;
  let incoming = width;
  for (const [stage, blocks] of depth.entries()) {
    const inner = stageChannels(config, stage);
    for (let block = 0; block < blocks; block++) {
      const stride = stage > 0 && block === 0 ? 2 : 1;
      macs += bottleneckMacs(side, incoming, inner, stride);
      side /= stride;
      incoming = EXPANSION * inner;
    }
  }
  return macs;
}

function bottleneckMacs(side: number, incoming: number, inner: number, stride: number): number {
  const outgoing = EXPANSION * inner;
  const [before, after] = [side ** 2, (side / stride) ** 2];
  const shortcut = stride === 1 && incoming === outgoing ? 0 : after * incoming * outgoing;
  return before * incoming * inner + after * inner * (9 * inner + outgoing) + shortcut;
}

function transformerMacs(config: EncoderConfig): number {
  if (config.transformer === undefined) return 0;
  const { features, depth, mlpRatio } = config.transformer;
  const { gridSize, mapChannels } = describeEncoder(config);
  const positions = gridSize ** 2;
  const tokens = positions + 1;
  const block = tokens * features ** 2 * (4 + 2 * mlpRatio) + 2 * tokens ** 2 * features;
  return positions * mapChannels * features + depth * block;
}

function headMacs(featureWidth: number, head: HeadConfig): number {
  if ("classes" in head) return featureWidth * head.classes;
  return head.kind === "none" ? 0 : featureWidth * (featureWidth + PROJECTION_WIDTH);
}
