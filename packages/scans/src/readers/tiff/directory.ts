import { corrupt, type FileBytes } from "./fileBytes.js";

/** Tag numbers of TIFF 6.0 and its supplements, as far as this package reads them. */
export const tiffTag = {
  newSubfileType: 254,
  imageWidth: 256,
  imageLength: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  imageDescription: 270,
  stripOffsets: 273,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  xResolution: 282,
  yResolution: 283,
  planarConfiguration: 284,
  resolutionUnit: 296,
  predictor: 317,
  colorMap: 320,
  tileWidth: 322,
  tileLength: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  subIfds: 330,
  extraSamples: 338,
  sampleFormat: 339,
  jpegTables: 347,
} as const;

/**
 * One image file directory: where the values of its tags lie, read on demand; for `FileBytes.parsed`.
 */
export interface TiffDirectory {
  readonly at: number;
  /** Offset of the next directory of the chain; 0 for the last. */
  readonly next: number;
  has(tag: number): boolean;
  /** Number of values of a tag; 0 where it is absent. */
  count(tag: number): number;
  /** Numbers of a tag (rationals as quotients); empty where it is absent. */
  numbers(tag: number): Float64Array;
  /** First number of a tag, or `otherwise`. */
  number(tag: number, otherwise: number): number;
  /** Where the values of a tag lie is looked at, the values are not. @throws ScanError (corrupt) where outside the file */
  assertHeld(tag: number): void;
  bytes(tag: number): Uint8Array | undefined;
  text(tag: number): string | undefined;
  /** Where the numbers of a tag are to be read, at any time. @throws ScanError (corrupt) where they are too many */
  place(tag: number): NumbersPlace | undefined;
}

/** Numbers in a file. */
export interface NumbersPlace {
  readonly at: number;
  readonly count: number;
  /** TIFF's number of their type. */
  readonly type: number;
  readonly little: boolean;
}

export interface TiffHeader {
  readonly little: boolean;
  readonly big: boolean;
  readonly first: number;
}

const maxEntries = 4096;
const maxTextBytes = 16 * 1024 * 1024;
/** Tiles of the largest image that is read. */
const maxNumbers = 2 ** 26;
const typeBytes: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  13: 4,
  16: 8,
  18: 8,
};

/** True where the first bytes are those of a classic or a BigTIFF, of either byte order. */
export function isTiff(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head.subarray(0, 4));
  return ["II*\0", "MM\0*", "II+\0", "MM\0+"].includes(text);
}

/** For `FileBytes.parsed`. @throws ScanError (corrupt) where the file ends inside it */
export function readHeader(file: FileBytes): TiffHeader {
  const headBytes = Math.min(16, file.sizeBytes);
  if (headBytes < 8) throw corrupt(file.path, "it ends inside the TIFF header");
  const head = view(file.atHand(0, headBytes));
  const little = head.getUint8(0) === 0x49;
  const big = head.getUint16(2, little) === 43;
  if (big && headBytes < 16) throw corrupt(file.path, "it ends inside the TIFF header");
  return { little, big, first: big ? Number(head.getBigUint64(8, little)) : head.getUint32(4, little) };
}

interface Entry {
  readonly type: number;
  readonly count: number;
  /** Position of the values in the file, inline or not. */
  readonly at: number;
  /** Position of values that are inline in the directory's table. */
  readonly inTable: number | undefined;
}

/**
 * Read the entries of the directory at `at`, for `FileBytes.parsed`; their values are read when asked for.
 *
 * @throws ScanError (corrupt) where it, or later a value, lies outside the file
 */
export function readDirectory(file: FileBytes, header: TiffHeader, at: number): TiffDirectory {
  const { little, big } = header;
  const offset = (from: DataView, place: number) =>
    big ? wordOf(from, place, little) : from.getUint32(place, little);
  const countBytes = big ? 8 : 2;
  const head = view(file.atHand(at, countBytes));
  const entries = big ? wordOf(head, 0, little) : head.getUint16(0, little);
  if (entries > maxEntries) throw corrupt(file.path, `its directory at ${at} claims ${entries} entries`);

  const entryBytes = big ? 20 : 12;
  const inlineBytes = big ? 8 : 4;
  const table = view(file.atHand(at + countBytes, entries * entryBytes + inlineBytes));
  const found = new Map<number, Entry>();
  for (let i = 0; i < entries; i++) {
    const place = i * entryBytes;
    const type = table.getUint16(place + 2, little);
    const width = typeBytes[type];
    if (width === undefined) continue;
    const count = offset(table, place + 4);
    const valueAt = place + entryBytes - inlineBytes;
    const inline = count * width <= inlineBytes;
    found.set(table.getUint16(place, little), {
      type,
      count,
      at: inline ? at + countBytes + valueAt : offset(table, valueAt),
      inTable: inline ? valueAt : undefined,
    });
  }

  const values = (entry: Entry): Uint8Array => file.atHand(entry.at, entry.count * typeBytes[entry.type]!);

  /** The entry of a tag, of no more than `most` values. */
  function entryOf(tag: number, most: number): Entry | undefined {
    const entry = found.get(tag);
    if (entry === undefined || entry.count <= most) return entry;
    throw corrupt(file.path, `tag ${tag} claims ${entry.count} values`);
  }

  const directory: TiffDirectory = {
    at,
    next: offset(table, entries * entryBytes),
    has: (tag) => found.has(tag),
    count: (tag) => found.get(tag)?.count ?? 0,
    numbers(tag) {
      const entry = entryOf(tag, maxNumbers);
      return entry === undefined ? new Float64Array() : numbersOf(view(values(entry)), entry, little);
    },
    number(tag, otherwise) {
      const entry = found.get(tag);
      if (entry === undefined || entry.count === 0) return otherwise;
      if (entry.inTable !== undefined) return numberAt(table, entry.inTable, entry.type, little);
      const one = file.atHand(entry.at, typeBytes[entry.type]!);
      return numberAt(view(one), 0, entry.type, little);
    },
    assertHeld(tag) {
      const entry = found.get(tag);
      if (entry !== undefined) file.assertHeld(entry.at, entry.count * typeBytes[entry.type]!);
    },
    bytes(tag) {
      const entry = entryOf(tag, maxTextBytes);
      return entry && values(entry).slice();
    },
    text(tag) {
      const entry = entryOf(tag, maxTextBytes);
      return entry && new TextDecoder().decode(values(entry)).replace(/\0[\s\S]*$/, "");
    },
    place(tag) {
      const entry = entryOf(tag, maxNumbers);
      return entry && { at: entry.at, count: entry.count, type: entry.type, little };
    },
  };
  return directory;
}

/** @throws ScanError (corrupt) where the file ends before them */
export async function readNumbers(file: FileBytes, place: NumbersPlace): Promise<Float64Array> {
  const bytes = await file.read(place.at, place.count * typeBytes[place.type]!);
  return numbersOf(view(bytes), place, place.little);
}

function numbersOf(
  from: DataView,
  { type, count }: Pick<Entry, "type" | "count">,
  little: boolean,
): Float64Array {
  const out = new Float64Array(count);
  const width = typeBytes[type]!;
  for (let i = 0; i < count; i++) out[i] = numberAt(from, i * width, type, little);
  return out;
}

/** One number; a rational as its quotient, of 64 bits what a double has of it. */
function numberAt(from: DataView, at: number, type: number, little: boolean): number {
  if (type === 3) return from.getUint16(at, little);
  if (type === 4 || type === 13) return from.getUint32(at, little);
  if (type === 5) return from.getUint32(at, little) / from.getUint32(at + 4, little);
  if (type >= 16) return wordOf(from, at, little);
  return from.getUint8(at);
}

/** 64 bits, as a double has them; without making an object of each, of which a directory has dozens. */
function wordOf(from: DataView, at: number, little: boolean): number {
  return (
    from.getUint32(at + (little ? 4 : 0), little) * 2 ** 32 + from.getUint32(at + (little ? 0 : 4), little)
  );
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
