import { omeXml } from "./omeXml.js";
import type { ScanPlan } from "./options.js";

/** Where the tiles of a level lie in the file, in rows of the grid. */
export interface TileTable {
  readonly offsets: Float64Array;
  readonly byteCounts: Float64Array;
}

const headerBytes = 16;
const entryBytes = 20;

const type = { ascii: 2, short: 3, long: 4, rational: 5, long8: 16, ifd8: 18 } as const;
const typeBytes: Readonly<Record<number, number>> = { 2: 1, 3: 2, 4: 4, 5: 8, 16: 8, 18: 8 };

interface Entry {
  readonly tag: number;
  readonly type: number;
  /** Numbers; a rational is two of them. */
  readonly values: ArrayLike<number>;
}

/** Bytes at the beginning of a file that its directories need; tiles come after them. */
export function headBytes(plan: ScanPlan): number {
  return layoutHead(plan, emptyTables(plan)).length;
}

/** Tables of a file without tiles. */
export function emptyTables(plan: ScanPlan): TileTable[] {
  return plan.levels.map(({ columns, rows }) => ({
    offsets: new Float64Array(columns * rows),
    byteCounts: new Float64Array(columns * rows),
  }));
}

/**
 * The head of a little-endian BigTIFF: header and one directory a level, the finest first.
 *
 * The coarser levels can be found in two ways, since no one way suits every reader: they are the SubIFDs of the
 * first directory, as OME-TIFF has it (tifffile, Bio-Formats, QuPath), and they follow it as reduced images
 * (OpenSlide, libvips). Both lead to the same directories. Directories come before tiles, so a reader far away
 * finds them in its first bytes.
 */
export function layoutHead(plan: ScanPlan, tables: readonly TileTable[]): Uint8Array {
  let at = headerBytes;
  const directoryAt: number[] = [];
  const directories = plan.levels.map((_, level) => {
    directoryAt.push(at);
    const entries = directoryEntries(plan, level, tables[level]!);
    at += directoryBytes(entries);
    return entries;
  });
  const bytes = new Uint8Array(at);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 43, 0, 8, 0, 0, 0]);
  putLong8(view, 8, headerBytes);
  directories.forEach((entries, level) => {
    const filled = entries.map((entry) =>
      entry.type === type.ifd8 ? { ...entry, values: directoryAt.slice(1) } : entry,
    );
    putDirectory(view, directoryAt[level]!, filled, directoryAt[level + 1] ?? 0);
  });
  return bytes;
}

function directoryEntries(plan: ScanPlan, level: number, { offsets, byteCounts }: TileTable): Entry[] {
  const { tilePx, bitDepth, compression, pixelSizeXUm, pixelSizeYUm, levels } = plan;
  const { widthPx, heightPx } = levels[level]!;
  const code = { none: 1, jpeg: 7, deflate: 8, zstd: 50000, blosc: 0 }[compression];
  const first = level === 0;
  const scale = 2 ** level;
  const entries: Entry[] = [
    { tag: 254, type: type.long, values: [first ? 0 : 1] },
    { tag: 256, type: type.long, values: [widthPx] },
    { tag: 257, type: type.long, values: [heightPx] },
    { tag: 258, type: type.short, values: [bitDepth] },
    { tag: 259, type: type.short, values: [code] },
    { tag: 262, type: type.short, values: [1] }, // black is zero
    ...(first ? [{ tag: 270, type: type.ascii, values: text(omeXml(plan)) }] : []),
    { tag: 277, type: type.short, values: [1] },
    ...(pixelSizeXUm === undefined || pixelSizeYUm === undefined
      ? []
      : [
          { tag: 282, type: type.rational, values: perCentimetre(pixelSizeXUm * scale) },
          { tag: 283, type: type.rational, values: perCentimetre(pixelSizeYUm * scale) },
        ]),
    { tag: 284, type: type.short, values: [1] },
    { tag: 296, type: type.short, values: [pixelSizeXUm === undefined ? 1 : 3] },
    { tag: 305, type: type.ascii, values: text("cytonet") },
    { tag: 322, type: type.long, values: [tilePx] },
    { tag: 323, type: type.long, values: [tilePx] },
    { tag: 324, type: type.long8, values: offsets },
    { tag: 325, type: type.long8, values: byteCounts },
    ...(first && levels.length > 1
      ? [{ tag: 330, type: type.ifd8, values: new Float64Array(levels.length - 1) }]
      : []),
    { tag: 339, type: type.short, values: [1] },
  ];
  return entries;
}

function valueCount({ type: kind, values }: Entry): number {
  return kind === type.rational ? values.length / 2 : values.length;
}

function valueBytes(entry: Entry): number {
  return valueCount(entry) * typeBytes[entry.type]!;
}

function directoryBytes(entries: readonly Entry[]): number {
  const outside = entries.map(valueBytes).filter((bytes) => bytes > 8);
  const table = aligned(8 + entryBytes * entries.length + 8);
  return table + outside.reduce((sum, bytes) => sum + aligned(bytes), 0);
}

function putDirectory(view: DataView, at: number, entries: readonly Entry[], next: number): void {
  putLong8(view, at, entries.length);
  const nextAt = at + 8 + entryBytes * entries.length;
  // On multiples of 8, so that no value straddles a page of whoever maps the file.
  let outside = aligned(nextAt + 8);
  entries.forEach((entry, i) => {
    const entryAt = at + 8 + i * entryBytes;
    view.setUint16(entryAt, entry.tag, true);
    view.setUint16(entryAt + 2, entry.type, true);
    putLong8(view, entryAt + 4, valueCount(entry));
    const bytes = valueBytes(entry);
    let valueAt = entryAt + 12;
    if (bytes > 8) {
      putLong8(view, valueAt, outside);
      valueAt = outside;
      outside += aligned(bytes);
    }
    putValues(view, valueAt, entry);
  });
  putLong8(view, nextAt, next);
}

function putValues(view: DataView, at: number, { type: kind, values }: Entry): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (kind === type.ascii) view.setUint8(at + i, value);
    else if (kind === type.short) view.setUint16(at + 2 * i, value, true);
    else if (kind === type.long || kind === type.rational) view.setUint32(at + 4 * i, value, true);
    else putLong8(view, at + 8 * i, value);
  }
}

function putLong8(view: DataView, at: number, value: number): void {
  view.setUint32(at, value % 2 ** 32, true);
  view.setUint32(at + 4, Math.floor(value / 2 ** 32), true);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(`${value}\0`);
}

/** Pixels per centimetre as a quotient of 32-bit numbers, to about nine digits. */
function perCentimetre(pixelSizeUm: number): [number, number] {
  const value = 1e4 / pixelSizeUm;
  const most = 2 ** 32 - 1;
  let denominator = 1;
  while (denominator < 1e9 && value * denominator * 10 <= most && !Number.isInteger(value * denominator)) {
    denominator *= 10;
  }
  return [Math.min(most, Math.max(1, Math.round(value * denominator))), denominator];
}
