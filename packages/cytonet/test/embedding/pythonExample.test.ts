import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFeatures } from "@cytonet/cohort";
import { type Architecture, createPretrainingModel, encoderPreset } from "@cytonet/learning";
import { counterUniform, noGrad, ops, scope } from "@cytonet/torch";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { referencePython, runReference } from "../../../../tools/reference/reference.mjs";
import { embedImage } from "../../src/embedding/embedImage.js";
import { modelConfig, writeModelFolder } from "../../src/models/modelFolder.js";

const WIDTH = 90;
const HEIGHT = 70;
const PIXEL_SIZE_UM = [11, 14] as const;
// One in the middle, two whose patches leave the image.
const POINTS = [
  [45.25, 35.5],
  [3, 66],
  [88.5, 1.25],
] as const;

const SCRIPT = `
import json, sys
sys.path.insert(0, "examples/python")
import numpy as np, torch
torch.set_num_threads(1)
from embed import embed
print(json.dumps([
    embed(case["model"], case["image"], np.array(case["points"]), tuple(case["pixelSizeUm"]), case["stainPolarity"]).tolist()
    for case in json.load(sys.stdin)
]))
`;

const cases = [
  { architecture: "R50", image: "colour.png", stainPolarity: "dark" },
  { architecture: "R50-ViT", image: "colour.png", stainPolarity: "light" },
  { architecture: "R50", image: "transparent.png", stainPolarity: "dark" },
] as const;
/** Both ways to treat a section's tone, one to each model. */
const tones = { R50: "asScanned", "R50-ViT": "standardised" } as const;

describe.skipIf(!referencePython())("examples/python/embed.py", () => {
  let dir: string;
  let expected: number[][][];

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "cytonet-python-"));
    await writeImage(join(dir, "colour.png"), 3);
    await writeImage(join(dir, "transparent.png"), 4);
    await writeFile(
      join(dir, "points.csv"),
      `xPx,yPx\n${POINTS.map((point) => point.join(",")).join("\n")}\n`,
    );
    for (const architecture of ["R50", "R50-ViT"] as const)
      await writeModel(join(dir, architecture), architecture);
    expected = runReference(
      SCRIPT,
      cases.map(({ architecture, image, stainPolarity }) => ({
        model: join(dir, architecture),
        image: join(dir, image),
        points: POINTS,
        pixelSizeUm: PIXEL_SIZE_UM,
        stainPolarity,
      })),
      { timeoutMs: 5 * 60_000 },
    );
  }, 6 * 60_000);
  afterAll(() => rm(dir, { recursive: true, force: true }));

  test.each(cases.map((one, index) => [one.architecture, one.image, one.stainPolarity, index] as const))(
    "%s on %s, cells %s: the features of `cytonet embed` within 1e-4",
    async (architecture, image, stainPolarity, index) => {
      const out = join(dir, `${index}.parquet`);
      await embedImage({
        model: join(dir, architecture),
        image: join(dir, image),
        points: join(dir, "points.csv"),
        pixelSizeXUm: PIXEL_SIZE_UM[0],
        pixelSizeYUm: PIXEL_SIZE_UM[1],
        stainPolarity,
        output: "backbone",
        views: 1,
        out,
      });
      const { values, length } = await readFeatures(out);
      for (const [row, theirs] of expected[index]!.entries()) {
        const ours = values.subarray(row * length, (row + 1) * length);
        const distance = Math.hypot(...theirs.map((value, i) => value - ours[i]!));
        expect(distance / Math.hypot(...theirs)).toBeLessThan(1e-4);
      }
      // Different places have different features, or agreement would mean little.
      expect(values.subarray(0, length)).not.toEqual(values.subarray(length, 2 * length));
    },
  );
});

async function writeImage(path: string, channels: 3 | 4): Promise<void> {
  const pixels = Uint8Array.from({ length: WIDTH * HEIGHT * channels }, (_, i) => {
    const shade = 120 + 100 * Math.sin(i / 97);
    return Math.floor(Math.min(255, shade * (0.5 + counterUniform(1, channels, i, 0))));
  });
  await sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels } })
    .png()
    .toFile(path);
}

async function writeModel(path: string, architecture: Architecture): Promise<void> {
  const encoder = encoderPreset(architecture, "tiny", { patchPx: 48, pixelSizeUm: 16 });
  const model = createPretrainingModel(encoder, { seed: 5 });
  // A few training passes, so that the running statistics are not those of an untouched model.
  noGrad(() => {
    for (let batch = 0; batch < 3; batch++)
      scope(() => void model.forward(ops.rand([4, 1, 48, 48]).subScalar(0.4).divScalar(0.2)));
  });
  const facts = {
    normalisation: { mean: 0.4, std: 0.2, tone: tones[architecture] },
    objective: "spatialNCE",
    referenceSpace: "test",
    sigmaMm: 1,
  };
  await writeModelFolder(path, model, modelConfig(encoder, facts), { modelCard: "# Test\n", provenance: {} });
  model.dispose();
}
