import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isScanError, openScan, type ScanErrorKind, supportedFormats } from "../src/index.js";
import { areaAverages, expectedGrey, fixture } from "./fixtures.js";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "cytonet-scans-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function readWhole(path: string, options = {}) {
  const scan = await openScan(path, { pixelSizeXUm: 1, pixelSizeYUm: 1, ...options });
  try {
    const { widthPx, heightPx } = scan;
    const image = await scan.read({ xPx: 0, yPx: 0, widthPx, heightPx }, 1);
    return { scan, image };
  } finally {
    await scan.close();
  }
}

async function kindOf(work: () => Promise<unknown>): Promise<ScanErrorKind | "none"> {
  try {
    await work();
    return "none";
  } catch (error) {
    if (!isScanError(error)) throw error;
    expect(error.message).toContain(error.path);
    expect(error.remedy).not.toBe("");
    return error.kind;
  }
}

describe("openScan", () => {
  it.each([...expectedGrey.keys()])("reads %s as Pillow and tifffile do, in grey", async (name) => {
    const { image, scan } = await readWhole(fixture(name));
    const expected = expectedGrey.get(name)!;
    expect([scan.heightPx, scan.widthPx]).toEqual([expected.length, expected[0]!.length]);
    expect(scan.bitDepth).toBe(name.includes("16") ? 16 : 8);
    // JPEG decoders may differ by a level or two; everything else only where a half rounds.
    const tolerance = name.endsWith(".jpg") ? 2 : 1;
    let exact = 0;
    expected.flat().forEach((value, i) => {
      const error = Math.abs(image.data[i]! - value);
      expect(error).toBeLessThanOrEqual(tolerance);
      if (error === 0) exact++;
    });
    if (!name.endsWith(".jpg")) expect(exact / image.data.length).toBeGreaterThan(0.995);
  });

  it("composites transparent pixels on the background it is given", async () => {
    const transparent = join(dir, "transparent.png");
    await sharp({ create: { width: 4, height: 4, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0 } } })
      .png()
      .toFile(transparent);
    expect((await readWhole(transparent)).image.data[0]).toBe(255);
    expect((await readWhole(transparent, { background: 0 })).image.data[0]).toBe(0);
  });

  it("resamples windows as the area-average reference, from unequal pixel sizes too", async () => {
    for (const { x, y, background, values } of areaAverages) {
      if (x.step <= 1 || y.step <= 1) continue;
      const scan = await openScan(fixture("grey8.png"), {
        pixelSizeXUm: 12 / x.step,
        pixelSizeYUm: 12 / y.step,
        background,
      });
      const window = {
        xPx: x.start,
        yPx: y.start,
        widthPx: x.step * x.count,
        heightPx: y.step * y.count,
      };
      const image = await scan.read(window, 12);
      await scan.close();
      expect([image.widthPx, image.heightPx]).toEqual([x.count, y.count]);
      values.flat().forEach((value, i) => {
        expect(Math.abs(image.data[i]! - value)).toBeLessThan(0.51);
      });
    }
  });

  it.each(["rgb-tiled-deflate.tif", "rgb16-strips-bigtiff.tif", "rgba.png"])(
    "reads %s window by window as it does from memory",
    async (name) => {
      const windows = [
        { xPx: 0, yPx: 0, widthPx: 53, heightPx: 37 },
        { xPx: 13.25, yPx: 7.5, widthPx: 21, heightPx: 15 },
        { xPx: -5, yPx: 30, widthPx: 12, heightPx: 12 },
      ];
      const read = async (maxPixelsInMemory: number) => {
        const options = { pixelSizeXUm: 1, pixelSizeYUm: 1, maxPixelsInMemory, background: 90 };
        const scan = await openScan(fixture(name), options);
        const images = [];
        for (const window of windows) images.push(await scan.read(window, 1.5));
        await scan.close();
        return images;
      };
      expect(await read(0)).toEqual(await read(1e9));
    },
  );

  it("centres a patch on its position, in an exact number of pixels", async () => {
    const scan = await openScan(fixture("grey8.png"), { pixelSizeXUm: 2, pixelSizeYUm: 2 });
    const patch = await scan.readPatch({ centerXPx: 20, centerYPx: 15, sizePx: 5, pixelSizeUm: 4 });
    const window = await scan.read({ xPx: 15, yPx: 10, widthPx: 10, heightPx: 10 }, 4);
    expect(patch).toEqual(window);
    const odd = await scan.readPatch({ centerXPx: 20, centerYPx: 15, sizePx: 7, pixelSizeUm: 4.3 });
    expect([odd.widthPx, odd.heightPx, odd.data.length]).toEqual([7, 7, 49]);
    await scan.close();
  });

  it("reads patches into memory that is given, and refuses what does not fit", async () => {
    const scan = await openScan(fixture("grey8.png"), { pixelSizeXUm: 2, pixelSizeYUm: 2 });
    const at = { centerXPx: 20, centerYPx: 15, sizePx: 5 };
    for (const pixelSizeUm of [2, 4, 4.3]) {
      const out = new Uint8Array(new SharedArrayBuffer(25));
      await scan.readPatchInto({ ...at, pixelSizeUm }, out);
      const { data } = await scan.readPatch({ ...at, pixelSizeUm });
      expect(Array.from(out)).toEqual(Array.from(data));
    }
    const outside = new Uint8Array(25);
    await scan.readPatchInto({ ...at, centerXPx: -5000, pixelSizeUm: 4 }, outside);
    expect(new Set(outside)).toEqual(new Set([await scan.background()]));
    for (const out of [new Uint8Array(24), new Uint8Array(26), new Uint16Array(25)]) {
      expect(await kindOf(() => scan.readPatchInto({ ...at, pixelSizeUm: 4 }, out))).toBe("request");
    }
    await scan.close();
    const closed = () => scan.readPatchInto({ ...at, pixelSizeUm: 4 }, new Uint8Array(25));
    expect(await kindOf(closed)).toBe("closed");
  });

  it("fills beyond the edge with the median of the border", async () => {
    const slide = join(dir, "slide.png");
    const section = await sharp({ create: { width: 80, height: 60, channels: 3, background: "#402010" } })
      .png()
      .toBuffer();
    await sharp({ create: { width: 300, height: 200, channels: 3, background: "#e6e6e6" } })
      .composite([{ input: section, left: 100, top: 60 }])
      .png()
      .toFile(slide);
    const scan = await openScan(slide, { pixelSizeXUm: 1, pixelSizeYUm: 1 });
    expect(await scan.background()).toBe(230);
    const outside = await scan.read({ xPx: -50, yPx: -50, widthPx: 40, heightPx: 40 }, 2);
    expect(new Set(outside.data)).toEqual(new Set([230]));
    await scan.close();
  });

  it("takes a physical pixel size from the file's metadata and nowhere else", async () => {
    const sizeOf = async (name: string) => {
      const scan = await openScan(fixture(name));
      await scan.close();
      return [scan.pixelSizeXUm, scan.pixelSizeYUm];
    };
    expect(await sizeOf("scale-ome.ome.tif")).toEqual([0.5, 0.7000000000000001]);
    expect(await sizeOf("scale-cm.tif")).toEqual([1, 2]);
    expect(await sizeOf("scale-aperio.svs")).toEqual([0.499, 0.499]);
    expect(await sizeOf("scale-inch.tif")).toEqual([undefined, undefined]);
    expect(await sizeOf("grey8.png")).toEqual([undefined, undefined]);
    const overridden = await openScan(fixture("scale-cm.tif"), { pixelSizeXUm: 3 });
    expect(overridden.details.pixelSizeFrom).toBe("x given, y from TIFF resolution");
    expect([overridden.pixelSizeXUm, overridden.pixelSizeYUm]).toEqual([3, 2]);
    await overridden.close();
  });

  it("refuses what it cannot do exactly, and says why", async () => {
    const path = fixture("grey8.png");
    const window = { xPx: 0, yPx: 0, widthPx: 10, heightPx: 10 };
    const unscaled = await openScan(path);
    expect(await kindOf(() => unscaled.read(window, 2))).toBe("pixel-size");
    await unscaled.close();
    const scan = await openScan(path, { pixelSizeXUm: 2, pixelSizeYUm: 3 });
    expect(await kindOf(() => scan.read(window, 2.5))).toBe("resolution");
    const finer = await scan.read(window, 2.5, { allowUpsampling: true });
    expect([finer.widthPx, finer.heightPx]).toEqual([8, 12]);
    expect(await kindOf(() => scan.read({ ...window, widthPx: -1 }, 4))).toBe("request");
    expect(await kindOf(() => scan.read({ ...window, xPx: Number.NaN }, 4))).toBe("request");
    expect(await kindOf(() => scan.read(window, Number.NaN))).toBe("request");
    expect(
      await kindOf(() => scan.readPatch({ centerXPx: 0, centerYPx: 0, sizePx: 1.5, pixelSizeUm: 4 })),
    ).toBe("request");
    await scan.close();
    expect(await kindOf(() => scan.read(window, 4))).toBe("closed");
    expect(await kindOf(() => openScan(path, { pixelSizeXUm: 0 }))).toBe("request");
    expect(await kindOf(() => openScan(path, { background: 300 }))).toBe("request");
    expect(await kindOf(() => openScan(join(dir, "absent.png")))).toBe("missing");
    expect(await kindOf(() => openScan(fixture("float32.tif")))).toBe("unsupported");
    expect(await kindOf(() => openScan(fixture("make_fixtures.py")))).toBe("unsupported");
  });

  it("refuses truncated images", async () => {
    for (const name of ["grey16.png", "rgb.jpg", "rgb-tiled-deflate.tif"]) {
      const bytes = readFileSync(fixture(name));
      const path = join(dir, `truncated-${name}`);
      writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length * 0.6)));
      expect(await kindOf(() => readWhole(path))).toBe("corrupt");
    }
  });

  it("says that JPEG 2000 needs a libvips that has it", async () => {
    const path = join(dir, "scan.jp2");
    writeFileSync(path, Uint8Array.of(0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20, 0x0d, 0x0a, 0x87, 0x0a, 0, 0));
    if (sharp.format.jp2?.input.file === true) expect(await kindOf(() => openScan(path))).toBe("corrupt");
    else
      await expect(openScan(path)).rejects.toMatchObject({
        kind: "unsupported",
        problem: expect.stringContaining("OpenJPEG"),
      });
  });

  it("refuses a PNG that claims more pixels than its bytes can hold", async () => {
    const bytes = readFileSync(fixture("one-bit.png"));
    bytes.writeUInt32BE(60000, 16);
    bytes.writeUInt32BE(60000, 20);
    bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
    const path = join(dir, "lying.png");
    writeFileSync(path, bytes);
    expect(await kindOf(() => openScan(path))).toBe("corrupt");
  });

  it("survives mutated files: pixels or a typed error, never anything else", async () => {
    const names = ["grey8.png", "rgb.jpg", "rgb-tiled-deflate.tif", "rgb16-strips-bigtiff.tif"];
    let refused = 0;
    for (let i = 0; i < 160; i++) {
      const name = names[i % names.length]!;
      const bytes = readFileSync(fixture(name));
      for (let k = 0; k < 1 + (i % 3); k++)
        bytes[(i * 7907 + k * 104729) % bytes.length] = (i * 31 + k) & 255;
      const path = join(dir, `mutated-${i}-${name}`);
      writeFileSync(path, bytes);
      if ((await kindOf(() => readWhole(path))) !== "none") refused++;
    }
    expect(refused).toBeGreaterThan(0);
  });
});

describe("supportedFormats", () => {
  it("names each format, its reader and its extensions", () => {
    const formats = supportedFormats();
    expect(formats.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["TIFF and BigTIFF", "PNG", "JPEG"]),
    );
    for (const { reader, extensions } of formats) {
      expect(reader).not.toBe("");
      expect(extensions.every((extension) => /^\.[a-z]+$/.test(extension))).toBe(true);
    }
  });
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
