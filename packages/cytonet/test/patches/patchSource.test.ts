import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPatches } from "../../src/patches/patchSource.js";
import type { PatchSites } from "../../src/patches/sites.js";

const folder = mkdtempSync(join(tmpdir(), "patches-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A grey ramp along x, `slope` levels a pixel from `start`. */
async function ramp(name: string, start: number, slope: number): Promise<string> {
  const pixels = Buffer.from(Array.from({ length: 64 * 64 }, (_, i) => start + slope * (i % 64)));
  const path = join(folder, name);
  await sharp(pixels, { raw: { width: 64, height: 64, channels: 1 } })
    .png()
    .toFile(path);
  return path;
}

let sites: PatchSites;
beforeAll(async () => {
  const image = (path: string, stainPolarity: "dark" | "light") => ({
    brain: "A",
    section: path,
    path,
    pixelSizeXUm: 10,
    pixelSizeYUm: 10,
    stainPolarity,
  });
  sites = {
    images: [image(await ramp("a.png", 10, 2), "dark"), image(await ramp("b.png", 40, 1), "light")],
    image: Uint32Array.from([0, 1, 0]),
    xPx: Float64Array.from([32, 32, 40]),
    yPx: Float64Array.from([32, 32, 32]),
    pointId: ["a", "b", "c"],
  };
});

describe("openPatches", () => {
  const options = { sidePx: 4, pixelSizeUm: 20 };

  it("averages areas: a pixel of 20 µm is the mean of two of 10", async () => {
    const source = openPatches(sites, options);
    const first = await source.read([0]);
    // Columns begin 4 source pixels left of the centre; each covers two of the ramp.
    expect([...first.subarray(0, 4)]).toEqual([28, 30, 32, 34].map((pixel) => 10 + 2 * pixel + 1));
    await source.close();
  });

  it("gives the same bytes in any order and company", async () => {
    const source = openPatches(sites, options);
    const area = options.sidePx ** 2;
    const together = await source.read([2, 1, 0, 1]);
    for (const [place, index] of [2, 1, 0, 1].entries())
      expect(await source.read([index])).toEqual(together.slice(place * area, (place + 1) * area));
    await source.close();
  });

  it("turns light stains dark", async () => {
    const source = openPatches(sites, options);
    const patch = await source.read([1]);
    expect([...patch.subarray(0, 4)]).toEqual(
      [28, 30, 32, 34].map((pixel) => 255 - Math.round(40 + pixel + 0.5)),
    );
  });

  it("gives sections of different contrast one tone", async () => {
    const source = openPatches(sites, { ...options, tone: "standardised" });
    const [a, b] = [await source.read([0]), await source.read([1])];
    for (let i = 0; i < 4; i++) expect(Math.abs(a[i]! - (255 - b[i]!))).toBeLessThanOrEqual(4);
  });
});
