import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createScanWriter, openScan } from "@cytonet/scans";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commands } from "../../src/commands/registry.js";
import { callShell } from "../commands/fakes.js";

let dir = "";
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "cytonet-scan-commands-"));
  await writePicture("section.png", 300, 200);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A light slide with a dark square in its middle. */
async function writePicture(name: string, widthPx: number, heightPx: number): Promise<string> {
  const pixels = new Uint8Array(widthPx * heightPx).fill(240);
  for (let y = heightPx >> 2; y < (3 * heightPx) >> 2; y++) {
    pixels.fill(60, y * widthPx + (widthPx >> 2), y * widthPx + ((3 * widthPx) >> 2));
  }
  const raw = { width: widthPx, height: heightPx, channels: 1 } as const;
  await sharp(pixels, { raw }).toColourspace("b-w").png().toFile(join(dir, name));
  return join(dir, name);
}

async function call(...words: readonly string[]) {
  const { code, stdout, stderr } = await callShell(commands, [...words, "--json"]);
  return { code, stderr, result: JSON.parse(stdout) };
}

const sizes = ["--pixel-size-x-um", "20", "--pixel-size-y-um", "10"];

describe("cytonet scan convert", () => {
  it.each([
    ["converted.tif", "tiff"],
    ["converted.zarr", "ome-zarr"],
  ])("writes %s, which scan info describes and verifies", async (name, format) => {
    const out = join(dir, name);
    const done = await call("scan", "convert", join(dir, "section.png"), out, "--tile-px", "64", ...sizes);
    expect(done).toMatchObject({
      code: 0,
      result: { format, levels: 4, dryRun: false },
    });
    const { code, result } = await call("scan", "info", out, "--verify");
    expect(code).toBe(0);
    expect(result).toMatchObject({
      widthPx: 300,
      heightPx: 200,
      pixelSizeXUm: 20,
      pixelSizeYUm: 10,
      widthMm: 6,
      heightMm: 2,
      background: 240,
      stainPolarity: "dark",
    });
    expect(result.levels).toHaveLength(4);
    expect(result).toMatchObject({ tileWidthPx: 64, tileHeightPx: 64 });
    expect(`${result.compression}, ${result.pixelSizeFrom}`).toBe(
      format === "tiff" ? "deflate, OME-XML" : "gzip, coordinateTransformations",
    );
    expect(result.verified.bytes).toBe(done.result.bytes);
  });

  it("finds a byte that changed since", async () => {
    const chunk = join(dir, "converted.zarr/0/c/0/0");
    const bytes = readFileSync(chunk);
    bytes[100]! ^= 1;
    writeFileSync(chunk, bytes);
    const { code, result } = await call("scan", "info", join(dir, "converted.zarr"), "--verify");
    expect(code).toBe(4);
    expect(result.error.message).toContain(chunk);

    const tiff = join(dir, "converted.tif");
    writeFileSync(tiff, Buffer.concat([readFileSync(tiff), Buffer.from([0])]));
    expect((await call("scan", "info", tiff, "--verify")).code).toBe(4);
  });

  it("says what it would do and does nothing", async () => {
    const out = join(dir, "dry.zarr");
    const { code, result } = await call("scan", "convert", join(dir, "section.png"), out, "--dry-run");
    expect(code).toBe(0);
    expect(result).toMatchObject({ dryRun: true, levels: 1, tiles: 1 });
    expect(result.estimatedBytes).toBeGreaterThan(0);
    expect(readdirSync(dir).filter((name) => name.includes("dry"))).toEqual([]);
  });

  it("tells in a dry run that something stands there", async () => {
    const out = join(dir, "there.tif");
    writeFileSync(out, "precious");
    const { code, result } = await call("scan", "convert", join(dir, "section.png"), out, "--dry-run");
    expect([code, result.exists]).toEqual([0, true]);
    const { stdout } = await callShell(commands, [
      "scan",
      "convert",
      join(dir, "section.png"),
      out,
      "--dry-run",
    ]);
    expect(stdout).toContain("It exists already: give --force");
  });

  it("replaces an output only with --force, and keeps the old one", async () => {
    const out = join(dir, "old.tif");
    writeFileSync(out, "precious");
    const words = ["scan", "convert", join(dir, "section.png"), out];
    expect(await call(...words)).toMatchObject({
      code: 2,
      stderr: `${out}: exists already. Name another output, or give --force to keep the old one aside.\n`,
    });
    const { result } = await call(...words, "--force");
    expect(readFileSync(result.replaced, "utf8")).toBe("precious");
  });

  it.each([
    [["section.png", "x.doc"], 2, "says no format"],
    [["section.png", "section.png", "--format", "tiff"], 2, "is the input"],
    [["section.png", "x.tif", "--compression", "zstd"], 2, "compression is zstd"],
    [
      ["section.png", "x.tif", "--jpeg-quality", "80"],
      2,
      "--jpeg-quality: means nothing with compression deflate",
    ],
    [
      ["section.png", "x.tif", "--compression", "jpeg", "--compression-level", "3"],
      2,
      "--compression-level: means nothing with compression jpeg",
    ],
    [["section.png", "x.tif", "--unsharded"], 2, "--unsharded: means nothing with a TIFF"],
    [["section.png", "x.tif", "--axis", "c=0"], 2, "there is no axis c to choose from: it is one plane"],
    [["section.png", "x.tif", "--pixel-size-x-um", "2"], 2, "--pixel-size-y-um: is missing beside"],
    [["section.png", "x.tif", "--axis", "c:1"], 2, "is no index of an axis"],
    [["nothing.png", "x.tif"], 4, "cannot be opened"],
  ])("%j ends with %i: %s", async ([input, output, ...rest], code, said) => {
    const answer = await call("scan", "convert", join(dir, input!), join(dir, output!), ...rest);
    expect(answer.code).toBe(code);
    expect(answer.stderr).toContain(said);
    expect(existsSync(join(dir, "x.tif"))).toBe(false);
  });
});

describe("cytonet scan info", () => {
  it("says that a pixel size is not known, and where a given one comes from", async () => {
    const bare = await call("scan", "info", join(dir, "section.png"));
    expect(bare.result).toMatchObject({ pixelSizeXUm: null, pixelSizeFrom: null, widthMm: null });
    const given = await call("scan", "info", join(dir, "section.png"), ...sizes);
    expect(given.result).toMatchObject({ pixelSizeXUm: 20, pixelSizeFrom: "given", widthMm: 6 });
    const { stdout } = await callShell(commands, ["scan", "info", join(dir, "section.png")]);
    expect(stdout).toContain("not known: give --pixel-size-x-um");
  });

  it("refuses a pixel size along one axis, and an axis of what has none", async () => {
    const half = await call("scan", "info", join(dir, "section.png"), "--pixel-size-y-um", "2");
    expect([half.code, half.stderr]).toEqual([
      2,
      "--pixel-size-x-um: is missing beside --pixel-size-y-um. " +
        "Give both, or neither where the scan states its pixel size.\n",
    ]);
    const plane = await call("scan", "info", join(dir, "section.png"), "--axis", "c=0");
    expect([plane.code, plane.stderr]).toEqual([2, expect.stringContaining("it is one plane")]);
  });

  it("refuses to verify what has no checksums", async () => {
    const { code, stderr } = await call("scan", "info", join(dir, "section.png"), "--verify");
    expect(code).toBe(4);
    expect(stderr).toContain("section.png.sha256: cannot be read");
  });

  it("reads the plane of a stack that --axis names", async () => {
    const path = join(dir, "stack.zarr");
    const writer = await createScanWriter(path, {
      format: "ome-zarr",
      widthPx: 40,
      heightPx: 30,
      bitDepth: 8,
      checksums: false,
    });
    await writer.writeTile(0, 0, new Uint8Array(1200).fill(9));
    await writer.finish();
    expect((await call("scan", "info", path, "--axis", "z=0")).stderr).toContain("there is no axis z");
  });
});

describe("cytonet scan thumbnail", () => {
  it("keeps true proportions where pixels are not square", async () => {
    const out = join(dir, "thumb.png");
    const { code, result } = await call(
      ...["scan", "thumbnail", join(dir, "section.png"), "--out", out, "--max-px", "100"],
      ...sizes,
    );
    expect({ code, ...result }).toMatchObject({ code: 0, widthPx: 100, heightPx: 33, pixelSizeUm: 60 });
    const { data, info } = await sharp(out).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([100, 33]);
    expect(data[0]).toBe(240);
    expect(data[(16 * 100 + 50) * info.channels]).toBe(60);
  });

  it("never makes pixels up, and takes unknown pixels as squares", async () => {
    const out = join(dir, "thumb.jpg");
    const { result } = await call("scan", "thumbnail", join(dir, "section.png"), "--out", out);
    expect(result).toMatchObject({ widthPx: 300, heightPx: 200, pixelSizeUm: null });
  });

  it("never replaces the scan, and other files only with --force, which keeps the old one", async () => {
    const scan = await writePicture("own.png", 40, 30);
    const bytes = readFileSync(scan);
    const link = join(dir, "link.png");
    symlinkSync(scan, link);
    for (const out of [scan, link]) {
      const { code, stderr } = await call("scan", "thumbnail", scan, "--out", out, "--force");
      expect([code, stderr]).toEqual([2, `${out}: is the input ${scan}. Name another output.\n`]);
    }
    expect(readFileSync(scan)).toEqual(bytes);
    const out = join(dir, "mine.png");
    writeFileSync(out, "precious");
    const refused = await call("scan", "thumbnail", scan, "--out", out);
    expect([refused.code, readFileSync(out, "utf8")]).toEqual([2, "precious"]);
    const { result } = await call("scan", "thumbnail", scan, "--out", out, "--force");
    expect(readFileSync(result.replaced, "utf8")).toBe("precious");
    expect((await sharp(out).metadata()).width).toBe(40);
  });

  it("refuses other endings", async () => {
    const { code } = await call("scan", "thumbnail", join(dir, "section.png"), "--out", join(dir, "a.gif"));
    expect(code).toBe(2);
  });
});

describe("a converted scan", () => {
  it("has the same pixels as the picture it was made of", async () => {
    const out = join(dir, "same.zarr");
    await call("scan", "convert", join(dir, "section.png"), out, ...sizes);
    const whole = { xPx: 0, yPx: 0, widthPx: 300, heightPx: 200 };
    const [a, b] = await Promise.all([
      openScan(join(dir, "section.png"), { pixelSizeXUm: 20, pixelSizeYUm: 10 }),
      openScan(out),
    ]);
    expect((await b!.read(whole, 40)).data).toEqual((await a!.read(whole, 40)).data);
    await Promise.all([a!.close(), b!.close()]);
  });
});
