import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runReference } from "../../../../tools/reference/reference.mjs";
import { isScanError } from "../../src/errors.js";
import { openScan } from "../../src/openScan.js";
import { readDirectory, readHeader, tiffTag } from "../../src/readers/tiff/directory.js";
import { FileBytes } from "../../src/readers/tiff/fileBytes.js";

/** A small fast generator of whole numbers below 2^32 (xorshift). */
export function randomNumbers(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** Where the tiles of a TIFF's first image lie; all of the file for anything else. */
export async function pixelRanges(path: string, size: number): Promise<[number, number][]> {
  if (!/\.(tif|svs)$/.test(path)) return [[Math.min(64, size >> 1), size]];
  const file = await FileBytes.open(path);
  try {
    return await file.parsed(() => {
      const header = readHeader(file);
      const first = readDirectory(file, header, header.first);
      const [at, counts] = first.has(tiffTag.tileWidth)
        ? [tiffTag.tileOffsets, tiffTag.tileByteCounts]
        : [tiffTag.stripOffsets, tiffTag.stripByteCounts];
      const lengths = first.numbers(counts);
      return Array.from(first.numbers(at), (begin, i): [number, number] => [begin, begin + lengths[i]!]);
    });
  } finally {
    await file.close();
  }
}

/** Changes one to four places: bits, bytes, words of all ones, cut ends, repeated stretches. */
export function mutate(
  bytes: Uint8Array,
  ranges: readonly [number, number][],
  random: () => number,
): Uint8Array {
  let out = Uint8Array.from(bytes);
  for (let times = 1 + (random() % 4); times > 0; times--) {
    const [begin, end] = ranges[random() % ranges.length]!;
    const at = Math.min(out.length - 1, begin + (random() % Math.max(1, end - begin)));
    const kind = random() % 16;
    if (kind < 6) out[at]! ^= 1 << (random() % 8);
    else if (kind < 10) out[at] = random();
    else if (kind < 12) out.fill(random() % 2 ? 255 : 0, at, at + 1 + (random() % 8));
    else if (kind < 15) out.copyWithin(at, random() % out.length, random() % out.length);
    else out = out.slice(0, Math.max(1, at));
  }
  return out;
}

/** What became of reading a file: "read", the kind of its ScanError, or what must not happen. */
export async function outcome(path: string): Promise<string> {
  try {
    const scan = await openScan(path, { pixelSizeXUm: 1, pixelSizeYUm: 1 });
    try {
      const [widthPx, heightPx] = [Math.min(scan.widthPx, 700), Math.min(scan.heightPx, 700)];
      await scan.read({ xPx: 0, yPx: 0, widthPx, heightPx }, 2);
      const coarse = scan.levels.at(-1)!.downsampleX;
      await scan.read({ xPx: 0, yPx: 0, widthPx, heightPx }, Math.max(1, coarse));
    } finally {
      await scan.close();
    }
    return "read";
  } catch (error) {
    return isScanError(error) ? error.kind : `not typed: ${error instanceof Error ? error.stack : error}`;
  }
}

/** Milliseconds that one file may take, on a busy machine too. */
const limitMs = 30_000;

/**
 * Reads `count` mutated files of every layout, half of them changed in their pixels.
 *
 * @returns how often each outcome came about; "too slow" is one
 */
export async function readMutated(count: number, seed: number): Promise<ReadonlyMap<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), "cytonet-mutated-"));
  try {
    runReference(join(import.meta.dirname, "tiff_layouts.py"), { folder }, { timeoutMs: 600_000 });
    const fixtures = join(import.meta.dirname, "../fixtures");
    const sources = [folder, fixtures]
      .flatMap((at) => readdirSync(at).map((name) => join(at, name)))
      .filter((path) => /\.(tif|svs|png|jpg)$/.test(path));
    const random = randomNumbers(seed);
    const counts = new Map<string, number>();
    const path = join(folder, "mutated.bin");
    for (let i = 0; i < count; i++) {
      const source = sources[random() % sources.length]!;
      const bytes = readFileSync(source);
      const head: [number, number] = [0, random() % 3 ? Math.min(2048, bytes.length) : bytes.length];
      const ranges = i % 2 === 0 ? await pixelRanges(source, bytes.length) : [head];
      writeFileSync(path, mutate(bytes, ranges, random));
      const end = await Promise.race([outcome(path), tooSlow()]);
      const kind = /^(not typed|too slow)/.test(end) ? `${source}, file ${i}: ${end}` : end;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    return counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tooSlow(): Promise<string> {
  return new Promise((resolve) => {
    setTimeout(() => resolve("too slow"), limitMs).unref();
  });
}
