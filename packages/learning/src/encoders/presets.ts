/**
 * Encoders by name. All cover about 4 mm, as the paper's patches do, and keep 128 µm between
 * positions of the feature map; the smaller ones pay with resolution, width and depth. At
 * 16 µm/px single cells and columns are hardly visible: repeat what matters at ≤ 8 µm/px.
 */
import { type Architecture, type EncoderConfig, EncoderConfigError, validateEncoder } from "./config.js";

type Preset = Omit<EncoderConfig, "architecture" | "preset" | "transformer"> & {
  readonly transformer: NonNullable<EncoderConfig["transformer"]>;
};

/** The paper's: 2 µm/px, 2,048 px, 4.10 mm, 128 µm between positions; R50 has 2,048 features, R50-ViT 768. */
const B: Preset = {
  inputChannels: 1,
  pixelSizeUm: 2,
  patchPx: 2048,
  width: 1,
  depth: [3, 4, 6, 3],
  stemStride: 4,
  stemPool: 2,
  transformer: { features: 768, depth: 12, heads: 12, mlpRatio: 4 },
};

/** For CPUs: 8 µm/px, 512 px, 4.10 mm, 128 µm between positions; R50 has 512 features, R50-ViT 192. */
const small: Preset = {
  inputChannels: 1,
  pixelSizeUm: 8,
  patchPx: 512,
  width: 0.5,
  depth: [2, 2, 2],
  stemStride: 4,
  stemPool: 1,
  transformer: { features: 192, depth: 4, heads: 3, mlpRatio: 4 },
};

/** For trials: 16 µm/px, 256 px, 4.10 mm, 128 µm between positions; R50 has 256 features, R50-ViT 128. */
const tiny: Preset = {
  inputChannels: 1,
  pixelSizeUm: 16,
  patchPx: 256,
  width: 0.25,
  depth: [1, 1, 1],
  stemStride: 2,
  stemPool: 1,
  transformer: { features: 128, depth: 2, heads: 2, mlpRatio: 4 },
};

const presets = { B, small, tiny } as const;

export type PresetName = keyof typeof presets;
export const presetNames = Object.keys(presets) as readonly PresetName[];

/** What may differ from a preset. */
export type EncoderOverrides = Partial<Omit<EncoderConfig, "architecture" | "preset">>;

/**
 * A preset's configuration, with other values where given.
 *
 * @example encoderPreset("R50-ViT", "tiny", { pixelSizeUm: 8, patchPx: 512 })
 * @throws EncoderConfigError for an unknown preset or values that make no encoder.
 */
export function encoderPreset(
  architecture: Architecture,
  name: PresetName,
  overrides: EncoderOverrides = {},
): EncoderConfig {
  const preset: Preset | undefined = presets[name];
  if (preset === undefined)
    throw new EncoderConfigError("preset", `is ${name}`, `use one of ${presetNames.join(", ")}`);
  const { transformer, ...convolutional } = preset;
  return validateEncoder({
    architecture,
    preset: name,
    ...convolutional,
    ...(architecture === "R50-ViT" ? { transformer } : {}),
    ...overrides,
  });
}
