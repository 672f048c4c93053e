import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { referencePython, runReference } from "../../../../tools/reference/reference.mjs";
import { openScan } from "../../src/index.js";
import { openSource } from "../../src/readers/registry.js";

interface Answer {
  readonly name: string;
  readonly plane: string;
  readonly bits: 8 | 16;
  readonly width: number;
  readonly height: number;
  readonly index: Record<string, number> | null;
}

const there = referencePython() !== undefined;
if (!there) console.warn("skipped: no Python reference environment (make reference)");

describe.skipIf(!there)("OME-Zarr written by zarr-python", () => {
  let dir = "";
  let answers: Answer[] = [];
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), "cytonet-zarr-"));
    answers = runReference(join(import.meta.dirname, "make_zarrs.py"), { dir });
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  function bytesOf({ buffer, byteOffset, byteLength }: Uint8Array | Uint16Array): Buffer {
    return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
  }

  it("reads every layout to the same samples", async () => {
    expect(answers.length).toBeGreaterThan(35);
    for (const { name, plane, bits, width, height, index } of answers) {
      const source = await openSource(join(dir, name), index === null ? {} : { axisIndex: index });
      expect([source.bitDepth, source.levels[0]!.widthPx, source.levels[0]!.heightPx], name).toEqual([
        bits,
        width,
        height,
      ]);
      const whole = await source.readRegion(0, { xPx: 0, yPx: 0, widthPx: width, heightPx: height });
      expect(bytesOf(whole.data).equals(readFileSync(plane)), name).toBe(true);
      // A window across chunks, as it lies in the whole.
      const region = { xPx: 33, yPx: 59, widthPx: 100, heightPx: 150 };
      const part = await source.readRegion(0, region);
      for (let y = 0; y < region.heightPx; y += 7) {
        const from = (region.yPx + y) * width + region.xPx;
        const row = part.data.subarray(y * region.widthPx, (y + 1) * region.widthPx);
        expect(bytesOf(row).equals(bytesOf(whole.data.subarray(from, from + region.widthPx))), name).toBe(
          true,
        );
      }
      await source.close();
    }
  });

  it("takes pixel sizes from scales with a unit of length, and from nothing else", async () => {
    const sizeOf = async (name: string) => {
      const scan = await openScan(join(dir, name));
      await scan.close();
      return [scan.pixelSizeXUm, scan.pixelSizeYUm];
    };
    expect(await sizeOf("v2-zlib")).toEqual([0.9, 1.1]);
    expect(await sizeOf("v3-rgb-one-chunk")).toEqual([0.9, 1.1]);
    expect(await sizeOf("unit-mm")).toEqual([1, 2]);
    expect(await sizeOf("unit-none")).toEqual([undefined, undefined]);
    expect(await sizeOf("unit-parsec")).toEqual([undefined, undefined]);
  });

  it("asks for the plane of a stack instead of taking the first", async () => {
    await expect(openScan(join(dir, "v3-channels"))).rejects.toMatchObject({
      kind: "request",
      problem: "its axis c has 2 planes",
    });
    await expect(openScan(join(dir, "v3-channels"), { axisIndex: { c: 0, z: 2 } })).rejects.toMatchObject({
      kind: "request",
      problem: "z is 2",
    });
    await expect(openScan(join(dir, "v2-zlib"), { axisIndex: { c: 0 } })).rejects.toMatchObject({
      kind: "request",
    });
  });

  it("says the layout in words", async () => {
    const scan = await openScan(join(dir, "v3-gzip-sharded"));
    expect(scan.format).toBe("ome-zarr 0.5, chunks 32 x 32, sharded, gzip");
    await scan.close();
  });
});
