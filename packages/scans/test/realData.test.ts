import { existsSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openScan, readNrrd } from "../src/index.js";

const data = `${import.meta.dirname}/../../../../shared/data`;
const present = existsSync(`${data}/slides`);
if (!present) console.warn(`skipped: no real data at ${data}`);

describe.skipIf(!present)("real files", () => {
  it("opens every readable slide and refuses the broken one", async () => {
    for (const name of readdirSync(`${data}/slides`)) {
      const path = `${data}/slides/${name}`;
      if (name === "broken.svs") {
        await expect(openScan(path)).rejects.toMatchObject({ name: "ScanError", kind: "unsupported" });
        continue;
      }
      const scan = await openScan(path);
      expect(scan.widthPx).toBe(name.startsWith("cmu") ? 2220 : 500);
      expect(scan.format).toMatch(/^tiff, (tiled|stripped)/);
      expect(scan.pixelSizeXUm).toBe(name.startsWith("cmu") ? 0.499 : undefined);
      await scan.close();
    }
  });

  it("reads the same grey from strips, tiles, BigTIFF and either byte order", async () => {
    const whole = { xPx: 0, yPx: 0, widthPx: 500, heightPx: 500 };
    const read = async (name: string) => {
      const scan = await openScan(`${data}/slides/${name}`, { pixelSizeXUm: 1, pixelSizeYUm: 1 });
      const image = await scan.read(whole, 1);
      await scan.close();
      return Buffer.from(image.data.buffer);
    };
    const reference = await read("bigtif_example.tif");
    for (const name of [
      "bigtif_example_tiled.tif",
      "small_example_tiled.tif",
      "big_endian_small_example.tif",
    ]) {
      expect((await read(name)).equals(reference), name).toBe(true);
    }
  });

  it("reads patches of a section with pixels that are not square", async () => {
    const path = `${data}/mouse-sections/641_2002_2568_NM01_s094.png`;
    const scan = await openScan(path, { pixelSizeXUm: 12.4, pixelSizeYUm: 14.3 });
    expect(await scan.background()).toBe(255);
    const patch = await scan.readPatch({ centerXPx: 300, centerYPx: 120, sizePx: 64, pixelSizeUm: 16 });
    expect(patch.data.length).toBe(64 * 64);
    expect(Math.min(...patch.data)).toBeLessThan(120);
    await scan.close();
  });

  it("reads the atlas volume as its header describes it", async () => {
    const { sizes, type, data: voxels } = await readNrrd(`${data}/mouse-sections/annotation_25um.nrrd`);
    expect(sizes).toEqual([456, 528, 320]);
    expect(type).toBe("uint32");
    expect(voxels.length).toBe(456 * 528 * 320);

    const at = (i: number, j: number, k: number) => voxels[i + 456 * (j + 528 * k)];
    expect([at(228, 280, 240), at(100, 280, 240), at(300, 200, 150)]).toEqual(atlasSamples);
  });
});

// Read with NumPy in Fortran order: a midline fibre tract, an area of cortex, a nucleus.
const atlasSamples = [542, 1070, 563807435];
