import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFeatures } from "@cytonet/cohort";
import { createPretrainingModel, encoderPreset } from "@cytonet/learning";
import { createScanWriter } from "@cytonet/scans";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commands } from "../../src/commands/registry.js";
import { modelConfig, writeModelFolder } from "../../src/models/modelFolder.js";
import { callShell } from "../commands/fakes.js";

const dir = mkdtempSync(join(tmpdir(), "embed-image-"));
const at = (name: string): string => join(dir, name);

/** 200 x 100 pixels of 11 µm, which the file states. */
async function writeScan(): Promise<void> {
  const [widthPx, heightPx] = [200, 100];
  const size = { pixelSizeXUm: 11, pixelSizeYUm: 11 };
  const writer = await createScanWriter(at("scan.tif"), {
    format: "tiff",
    widthPx,
    heightPx,
    bitDepth: 8,
    tilePx: 256,
    ...size,
  });
  await writer.writeTile(
    0,
    0,
    Uint8Array.from({ length: widthPx * heightPx }, (_, i) => (i * 37) % 251),
  );
  await writer.finish();
}

beforeAll(async () => {
  await writeScan();
  const encoder = encoderPreset("R50", "tiny", { patchPx: 48, pixelSizeUm: 16 });
  const facts = {
    normalisation: { tone: "asScanned", mean: 0.5, std: 0.2 },
    objective: "none",
    referenceSpace: "none",
    sigmaMm: null,
  } as const;
  const model = createPretrainingModel(encoder, { seed: 1 });
  const texts = { modelCard: "# Test\n", provenance: {} };
  await writeModelFolder(at("model"), model, modelConfig(encoder, facts), texts);
  model.dispose();
});
afterAll(() => rmSync(dir, { recursive: true }));

async function embed(points: string, ...words: readonly string[]) {
  writeFileSync(at("points.csv"), points);
  const files = ["--model", at("model"), "--image", at("scan.tif"), "--points", at("points.csv")];
  const out = ["--out", at("f.parquet"), "--workers", "0", "--threads", "1"];
  const { code, stdout, stderr } = await callShell(commands, ["embed", ...files, ...out, ...words, "--json"]);
  return { code, stderr, result: JSON.parse(stdout) };
}

const two = "pointId,xPx,yPx\na,50,50\nb,100.5,60\n";

describe("cytonet embed --image", () => {
  it("replaces features only with --force, and keeps the old ones", async () => {
    expect(await embed(two)).toMatchObject({ code: 0, result: { points: 2 } });
    const first = readFileSync(at("f.parquet"));
    const refused = await embed("xPx,yPx\n9,9\n");
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("exists already")]);
    expect(readFileSync(at("f.parquet"))).toEqual(first);
    const { result } = await embed("xPx,yPx\n9,9\n", "--force", "--batch-size", "1");
    expect(readFileSync(result.replaced)).toEqual(first);
    expect((await readFeatures(at("f.parquet"))).pointId).toEqual(["0"]);
    const overImage = await embed(two, "--force", "--out", at("scan.tif"));
    expect([overImage.code, overImage.stderr]).toEqual([2, expect.stringContaining("is the input")]);
  });

  it.each([
    [
      "xPx,yPx\n99999,3\n",
      "points.csv:2 xPx: is 99999, outside the image. Give pixels of level 0: the image has 200 x 100.",
    ],
    ["xPx,yPx\n5,5\n5,-1\n1e12,3\n", "points.csv:3 yPx: is -1, outside the image"],
    ["xPx,yPx\n", "points.csv: holds no points"],
    ["pointId,xPx,yPx\na,1,1\na,2,2\n", "points.csv:3 pointId: a stands in line 2 already"],
    ["pointId,xPx,yPx\n,1,1\n", "points.csv:2 pointId: is empty"],
  ])("refuses the points %j", async (points, said) => {
    const { code, stderr } = await embed(points, "--out", at("never.parquet"));
    expect([code, stderr]).toEqual([4, expect.stringContaining(said)]);
    expect(existsSync(at("never.parquet"))).toBe(false);
  });

  const sizes = (x: string, y: string) => ["--image-pixel-size-x-um", x, "--image-pixel-size-y-um", y];
  it("takes another pixel size than the image states only where it is to be trusted", async () => {
    const out = ["--out", at("sized.parquet"), "--force"];
    const refused = await embed(two, ...out, ...sizes("8", "8"));
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining(
        "states 11 x 11 µm/px, and 8 x 8 were given. Leave the pixel sizes out, or give",
      ),
    ]);
    expect((await embed(two, ...out, ...sizes("8", "8"), "--trust-pixel-sizes")).code).toBe(0);
    expect((await embed(two, ...out, ...sizes("11.05", "10.95"))).code).toBe(0);
    const half = await embed(two, ...out, "--image-pixel-size-x-um", "11");
    expect([half.code, half.stderr]).toEqual([
      2,
      expect.stringContaining("--image-pixel-size-y-um: is missing"),
    ]);
  });

  it("refuses what only a cohort has a use for, and devices that are not there", async () => {
    const idle = await embed(two, "--sampler", "grid");
    expect([idle.code, idle.stderr]).toEqual([
      2,
      expect.stringContaining("--sampler: means nothing beside --image"),
    ]);
    const device = await embed(two, "--out", at("device.parquet"), "--device", "cuda:99");
    expect([device.code, device.stderr]).toEqual([5, expect.stringContaining("cuda:99")]);
    const none = await embed(two, "--out", at("device.parquet"), "--device", "gpu");
    expect([none.code, none.stderr]).toEqual([2, expect.stringMatching(/cpu, cuda or cuda:N/)]);
  });
});
