import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import Zstd from "numcodecs/zstd";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { native } from "../../src/codecs/native.js";
import {
  type PlacedTile,
  placeCachedTiles,
  placeTiles,
  type TileForm,
  type TilePart,
} from "../../src/codecs/placeTiles.js";
import type { GreySamples } from "../../src/image.js";
import { rawBytes } from "../writers/pictures.js";
import { random } from "./load.js";

const [widthPx, rows] = [24, 17];

/** Stored samples of a tile, and the grey that they stand for. */
function tile(samples: 1 | 3, bitDepth: 8 | 16, hasDifferences: boolean, seed: number) {
  const next = random(seed);
  const length = widthPx * rows * samples;
  const values: GreySamples = bitDepth === 8 ? new Uint8Array(length) : new Uint16Array(length);
  for (let i = 0; i < length; i++) values[i] = next(2 ** bitDepth);
  const grey = Array.from({ length: widthPx * rows }, (_, i) => {
    const [r, g, b] = values.subarray(3 * i, 3 * i + 3) as unknown as [number, number, number];
    return samples === 1 ? values[i]! : Math.floor((299 * r + 587 * g + 114 * b + 500) / 1000);
  });
  const stored = values.slice();
  const rowLength = widthPx * samples;
  for (let i = length - 1; hasDifferences && i >= 0; i--) {
    if (i % rowLength >= samples) stored[i]! -= values[i - samples]!;
  }
  return { stored: rawBytes(stored), grey };
}

const part = (next: (below: number) => number): Omit<TilePart, "to"> => {
  const [leftPx, topPx] = [next(widthPx), next(rows)];
  return { leftPx, topPx, widthPx: 1 + next(widthPx - leftPx), heightPx: 1 + next(rows - topPx) };
};

const never = () => Promise.reject(new Error("it was not placed"));

describe.skipIf(native === undefined)("placeTiles", () => {
  const stride = 100;

  it.each([
    ["zlib", 1, 8, false],
    ["zlib", 1, 16, true],
    ["zlib", 3, 8, true],
    ["zlib", 3, 16, false],
    ["zstd", 1, 16, false],
    ["zstd", 3, 8, true],
  ] as const)("puts parts of tiles in their places: %s, %i x %i bits, differences %s", async (...kind) => {
    const [codec, samples, bitDepth, hasDifferences] = kind;
    const next = random(3);
    const form: TileForm = { codec, widthPx, rows, samples, bitDepth, hasDifferences };
    const expected = new Float64Array(stride * rows);
    const pieces: Uint8Array[] = [];
    const plans: PlacedTile[] = [];
    let at = 0;
    for (let i = 0; i < 4; i++) {
      const { stored, grey } = tile(samples, bitDepth, hasDifferences, i);
      const packed =
        codec === "zlib" ? deflateSync(stored) : await Zstd.fromConfig({ id: "zstd" }).encode(stored);
      const wanted = part(next);
      const to = 25 * i;
      for (let y = 0; y < wanted.heightPx; y++)
        for (let x = 0; x < wanted.widthPx; x++)
          expected[to + y * stride + x] = grey[(wanted.topPx + y) * widthPx + wanted.leftPx + x]!;
      plans.push({ at, bytes: packed.length, part: { ...wanted, to } });
      pieces.push(packed);
      at += packed.length;
    }
    const out = bitDepth === 8 ? new Uint8Array(stride * rows) : new Uint16Array(stride * rows);
    await placeTiles(form, Buffer.concat(pieces), plans, out, stride, never);
    expect(Array.from(out)).toEqual(Array.from(expected));
  });

  it("decodes windows of JPEG, of three colours whose chroma is coarser too, as it does whole tiles", async () => {
    const next = random(9);
    const pixels = Buffer.from(Array.from({ length: widthPx * rows * 3 }, (_, i) => (i * i) % 251));
    const raw = { width: widthPx, height: rows, channels: 3 } as const;
    const jpeg = await sharp(pixels, { raw }).jpeg({ chromaSubsampling: "4:2:0" }).toBuffer();
    for (const codec of ["jpegYcbcr", "jpegRgb"] as const) {
      const form: TileForm = { codec, widthPx, rows, samples: 1, bitDepth: 8, hasDifferences: false };
      const decode = async (wanted: Omit<TilePart, "to">): Promise<Uint8Array> => {
        const out = new Uint8Array(wanted.widthPx * wanted.heightPx);
        const plan = [{ at: 0, bytes: jpeg.length, part: { ...wanted, to: 0 } }];
        await placeTiles(form, jpeg, plan, out, wanted.widthPx, never);
        return out;
      };
      const whole = await decode({ leftPx: 0, topPx: 0, widthPx, heightPx: rows });
      for (let i = 0; i < 40; i++) {
        const wanted = part(next);
        const expected = Array.from({ length: wanted.widthPx * wanted.heightPx }, (_, k) => {
          const [x, y] = [k % wanted.widthPx, Math.floor(k / wanted.widthPx)];
          return whole[(wanted.topPx + y) * widthPx + wanted.leftPx + x]!;
        });
        expect(Array.from(await decode(wanted)), JSON.stringify(wanted)).toEqual(expected);
      }
    }
  });

  it("leaves damaged tiles, and those of other sizes, to the ordinary way and goes on", async () => {
    const form: TileForm = {
      codec: "zlib",
      widthPx,
      rows,
      samples: 1,
      bitDepth: 8,
      hasDifferences: false,
    };
    const good = deflateSync(new Uint8Array(widthPx * rows).fill(7));
    const damaged = Uint8Array.from(good);
    damaged[damaged.length - 1]! ^= 1;
    const longer = deflateSync(new Uint8Array(widthPx * rows + 1));
    const shorter = deflateSync(new Uint8Array(widthPx * rows - 1));
    const pieces = [good, damaged, longer, good, shorter, new Uint8Array(), good];
    let at = 0;
    const plans = pieces.map((piece, i): PlacedTile => {
      at += piece.length;
      const wanted = { leftPx: 0, topPx: 0, widthPx: 1, heightPx: 1, to: i };
      return { at: at - piece.length, bytes: piece.length, part: wanted };
    });
    const out = new Uint8Array(stride);
    const others: number[] = [];
    await placeTiles(form, Buffer.concat(pieces), plans, out, stride, async (i) => void others.push(i));
    expect(others).toEqual([1, 2, 4, 5]);
    expect(Array.from(out.subarray(0, 7))).toEqual([7, 0, 0, 7, 0, 0, 7]);
  });

  it("throws for parts that are not inside the tile, the input or the output", () => {
    const out = new Uint8Array(50);
    const call = (...plan: number[]) =>
      native!.placeTiles(0, 8, 8, 1, 0, undefined, new Uint8Array(10), Int32Array.from(plan), out, 10);
    for (const plan of [
      [0, 11, 0, 0, 1, 1, 0],
      [-1, 5, 0, 0, 1, 1, 0],
      [0, 5, 4, 0, 5, 1, 0],
      [0, 5, 0, -1, 1, 1, 0],
      [0, 5, 0, 0, 0, 1, 0],
      [0, 5, 0, 0, 8, 5, 5],
      [0, 5, 0, 0, 8, 1, 43],
    ]) {
      expect(() => call(...plan), plan.join()).toThrow("not inside");
    }
    expect(() => call(0, 5)).toThrow("seven numbers");
    expect(call()).toBe(0);
  });

  /** Calls `use` with the number of an open file of this content, which was just written and so is in memory. */
  function withFile(content: Uint8Array, use: (file: number) => void): void {
    const folder = mkdtempSync(join(tmpdir(), "cytonet-place-tiles-"));
    const path = join(folder, "tiles");
    writeFileSync(path, content);
    const file = openSync(path, "r");
    try {
      use(file);
    } finally {
      closeSync(file);
      rmSync(folder, { recursive: true });
    }
  }
  const tileForm: TileForm = {
    codec: "zlib",
    widthPx,
    rows,
    samples: 1,
    bitDepth: 8,
    hasDifferences: false,
  };
  const whole = { leftPx: 0, topPx: 0, widthPx, heightPx: rows, to: 0 };

  it("places tiles of a file into memory that threads share, up to the first that is not as expected", (context) => {
    const tiles = [1, 2, 3].map((seed) => tile(1, 8, false, seed));
    const packed = tiles.map(({ stored }) => deflateSync(stored));
    packed[2]![10]! ^= 255;
    const gap = new Uint8Array(100);
    const content = Buffer.concat([gap, packed[0]!, gap, packed[1]!, packed[2]!]);
    let at = 0;
    const plans = packed.map((bytes, i): PlacedTile => {
      at += i < 2 ? gap.length : 0;
      at += bytes.length;
      const to = i * widthPx;
      return { at: at - bytes.length, bytes: bytes.length, part: { ...whole, to } };
    });
    const wide = 3 * widthPx;
    const out = new Uint8Array(new SharedArrayBuffer(wide * rows));
    withFile(content, (file) => {
      // Some file systems never say what memory holds.
      if (native!.readCached(file, 0, new Uint8Array(1)) === 0) context.skip();
      expect(placeCachedTiles(tileForm, file, plans, out, wide)).toBe(2);
      for (let i = 0; i < 2; i++)
        for (let y = 0; y < rows; y++)
          expect(Array.from(out.subarray(y * wide + i * widthPx, y * wide + (i + 1) * widthPx))).toEqual(
            tiles[i]!.grey.slice(y * widthPx, (y + 1) * widthPx),
          );
      // A whole tile among rows of its own width is decoded in its place.
      const alone = new Uint8Array(widthPx * rows);
      const first = { ...plans[0]!, part: whole };
      expect(placeCachedTiles(tileForm, file, [first, { ...plans[2]!, part: whole }], alone, widthPx)).toBe(
        1,
      );
      const behind = { ...first, at: content.length - 5 };
      expect(placeCachedTiles(tileForm, file, [behind], alone, widthPx)).toBe(0);
      expect(placeCachedTiles(tileForm, file, [], alone, widthPx)).toBe(0);
    });
  });

  it("reads what memory holds of a file, and no more than there is", () => {
    const content = Uint8Array.from({ length: 5000 }, (_, i) => i % 251);
    withFile(content, (file) => {
      const memory = new Uint8Array(1000);
      const read = native!.readCached(file, 100, memory);
      expect([0, 1000]).toContain(read);
      expect(Array.from(memory.subarray(0, read))).toEqual(Array.from(content.subarray(100, 100 + read)));
      expect(native!.readCached(file, 4500, memory)).toBeLessThanOrEqual(500);
      expect(native!.readCached(file, 9000, memory)).toBe(0);
      for (const at of [-1, 0.5, Number.NaN, 2 ** 60])
        expect(() => native!.readCached(file, at, memory)).toThrow("no place");
    });
  });

  it("throws for tiles at no place of a file", () => {
    const plan = Int32Array.of(0, 5, 0, 0, 1, 1, 0);
    const call = (places: readonly number[], plans = plan) =>
      native!.placeCachedTiles(
        0,
        8,
        8,
        1,
        0,
        undefined,
        0,
        Float64Array.from(places),
        plans,
        new Uint8Array(50),
        10,
      );
    for (const at of [-1, 0.5, Number.NaN, 2 ** 60]) expect(() => call([at])).toThrow("no place");
    expect(() => call([0, 1])).toThrow("as many places");
    expect(() => call([0], Int32Array.of(0, -5, 0, 0, 1, 1, 0))).toThrow("no place");
    expect(() => call([0], Int32Array.of(0, 5, 4, 0, 5, 1, 0))).toThrow("not inside");
  });
});
