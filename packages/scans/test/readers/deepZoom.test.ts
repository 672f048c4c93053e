import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openScan } from "../../src/index.js";
import { openSource } from "../../src/readers/registry.js";

const [width, height] = [701, 530];
const pixels = Uint8Array.from({ length: width * height }, (_, i) => 120 + 90 * Math.sin(i / 3) + (i % 17));
const folder = mkdtempSync(join(tmpdir(), "cytonet-dzi-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// libvips writes the pyramids that the reader is held against.
beforeAll(async () => {
  for (const [size, overlap] of [
    [254, 1],
    [100, 7],
    [512, 0],
  ] as const) {
    await sharp(pixels, { raw: { width, height, channels: 1 } })
      .png()
      .tile({ size, overlap, layout: "dz" })
      .toFile(join(folder, `tiles-${size}.dz`));
  }
});

describe("Deep Zoom", () => {
  it.each([254, 100, 512])("reads the pixels that libvips cut into tiles of %i", async (size) => {
    const source = await openSource(join(folder, `tiles-${size}.dzi`), {});
    expect(source.levels.map(({ widthPx }) => widthPx)).toEqual([701, 351]);
    const whole = await source.readRegion(0, { xPx: 0, yPx: 0, widthPx: width, heightPx: height });
    expect(Buffer.from(whole.data.buffer).equals(Buffer.from(pixels))).toBe(true);
    const part = await source.readRegion(0, { xPx: 240, yPx: 90, widthPx: 30, heightPx: 300 });
    expect([...part.data.subarray(0, 30)]).toEqual([...pixels.subarray(90 * width + 240, 90 * width + 270)]);
    const coarse = await source.readRegion(1, { xPx: 0, yPx: 0, widthPx: 351, heightPx: 265 });
    const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b) / values.length;
    expect(Math.abs(mean(coarse.data) - mean(pixels))).toBeLessThan(1);
    await source.close();
  });

  it("refuses what is missing or makes no sense", async () => {
    const path = join(folder, "tiles-100.dzi");
    const scan = await openScan(path, { pixelSizeXUm: 1, pixelSizeYUm: 1, background: 0 });
    unlinkSync(join(folder, "tiles-100_files/10/3_2.png"));
    const window = { xPx: 0, yPx: 0, widthPx: width, heightPx: height };
    await expect(scan.read(window, 1)).rejects.toMatchObject({ name: "ScanError", kind: "corrupt" });
    await scan.close();
    const broken = join(folder, "broken.dzi");
    for (const attributes of [
      'TileSize="-1" Overlap="0"',
      'TileSize="9e9" Overlap="0"',
      'TileSize="64" Overlap="99"',
    ]) {
      writeFileSync(broken, `<Image ${attributes} Format="png"><Size Width="9" Height="9"/></Image>`);
      await expect(openScan(broken)).rejects.toMatchObject({ name: "ScanError", kind: "corrupt" });
    }
  });
});
