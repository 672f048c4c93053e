import { describe, expect, test } from "vitest";
import {
  describeEncoder,
  type EncoderConfig,
  EncoderConfigError,
  encoderPreset,
  presetNames,
  validateEncoder,
} from "../../src/encoders/index.js";

describe("presets", () => {
  test.each([
    ["B", 2, 2048, 64, 2048, 768],
    ["small", 8, 512, 16, 512, 192],
    ["tiny", 16, 256, 8, 256, 128],
  ] as const)(
    "%s: the paper's field of view and output pitch",
    (name, pixelSizeUm, patchPx, stridePx, r50, vit) => {
      const common = {
        pixelSizeUm,
        patchPx,
        stridePx,
        fieldOfViewMm: 4.096,
        outputPitchUm: 128,
        gridSize: 32,
      };
      expect(describeEncoder(encoderPreset("R50", name))).toEqual({
        ...common,
        name: `R50-${name}`,
        mapChannels: r50,
        featureWidth: r50,
      });
      expect(describeEncoder(encoderPreset("R50-ViT", name))).toMatchObject({
        ...common,
        name: `R50-ViT-${name}`,
        mapChannels: r50,
        featureWidth: vit,
      });
      expect(presetNames).toContain(name);
    },
  );

  test("are plain data, and take other values", () => {
    const config = encoderPreset("R50-ViT", "tiny", { pixelSizeUm: 8, patchPx: 512 });
    expect(JSON.parse(JSON.stringify(config))).toEqual(config);
    expect(describeEncoder(config)).toMatchObject({ fieldOfViewMm: 4.096, outputPitchUm: 64, gridSize: 64 });
  });
});

describe("a configuration that makes no encoder is refused, with field and remedy", () => {
  const r50 = encoderPreset("R50", "tiny");
  const vit = encoderPreset("R50-ViT", "tiny");
  const transformer = vit.transformer!;
  test.each<[field: string, config: unknown, remedy: RegExp]>([
    ["architecture", { ...r50, architecture: "ResNet" }, /R50, R50-ViT/],
    ["inputChannels", { ...r50, inputChannels: 4 }, /1, 3/],
    ["stemStride", { ...r50, stemStride: 3 }, /1, 2, 4/],
    ["stemPool", { ...r50, stemPool: 0 }, /1, 2/],
    ["pixelSizeUm", { ...r50, pixelSizeUm: Number.NaN }, /positive/],
    ["patchPx", { ...r50, patchPx: 0.5 }, /whole number/],
    ["patchPx", { ...r50, patchPx: 100 }, /use 104/],
    ["depth", { ...r50, depth: [] }, /\[3, 4, 6, 3\]/],
    ["depth[1]", { ...r50, depth: [1, 0] }, /whole number/],
    ["width", { ...r50, width: -1 }, /positive/],
    ["width × 64", { ...r50, width: 0.3 }, /whole number/],
    ["transformer", { ...r50, transformer }, /an R50 has none/],
    ["transformer", { ...r50, architecture: "R50-ViT" }, /has a transformer/],
    ["transformer.heads", { ...vit, transformer: { ...transformer, heads: 3 } }, /divisor/],
    ["transformer.depth", { ...vit, transformer: { ...transformer, depth: 0 } }, /whole number/],
  ])("%s", (field, config, remedy) => {
    let error: unknown;
    try {
      validateEncoder(config as EncoderConfig);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(EncoderConfigError);
    expect((error as EncoderConfigError).field).toBe(field);
    expect((error as EncoderConfigError).message).toMatch(remedy);
  });

  test("an unknown preset", () => {
    expect(() => encoderPreset("R50", "large" as "small")).toThrow(
      /preset is large: use one of B, small, tiny/,
    );
  });
});
