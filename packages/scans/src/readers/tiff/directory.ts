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

/** One image file directory: where the values of its tags lie, read on demand. */
export interface TiffDirectory {
  readonly at: number;
  /** Offset of the next directory of the chain; 0 for the last. */
  readonly next: number;
  has(tag: number): boolean;
  /** Number of values of a tag; 0 where it is absent. */
  count(tag: number): number;
  /** Numbers of a tag (rationals as quotients); empty where it is absent. */
  numbers(tag: number): Promise<Float64Array>;
  /** First number of a tag, or `otherwise`. */
  number(tag: number, otherwise: number): Promise<number>;
  /** Where the values of a tag lie is looked at, the values are not. @throws ScanError (corrupt) where outside the file */
  assertHeld(tag: number): void;
  bytes(tag: number): Promise<Uint8Array | undefined>;
  text(tag: number): Promise<string | undefined>;
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

/** @throws ScanError (corrupt) where the file ends inside it */
export async function readHeader(file: FileBytes): Promise<TiffHeader> {
  const headBytes = Math.min(16, file.sizeBytes);
  if (headBytes < 8) throw corrupt(file.path, "it ends inside the TIFF header");
  const head = view(await file.read(0, headBytes));
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
 * Read the entries of the directory at `at`; their values are read when asked for.
 *
 * @throws ScanError (corrupt) where it, or later a value, lies outside the file
 */
export async function readDirectory(file: FileBytes, header: TiffHeader, at: number): Promise<TiffDirectory> {
  const { little, big } = header;
  const offset = (from: DataView, place: number) =>
    big ? Number(from.getBigUint64(place, little)) : from.getUint32(place, little);
  const countBytes = big ? 8 : 2;
  const head = view(await file.read(at, countBytes));
  const entries = big ? Number(head.getBigUint64(0, little)) : head.getUint16(0, little);
  if (entries > maxEntries) throw corrupt(file.path, `its directory at ${at} claims ${entries} entries`);

  const entryBytes = big ? 20 : 12;
  const inlineBytes = big ? 8 : 4;
  const table = view(await file.read(at + countBytes, entries * entryBytes + inlineBytes));
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

  function values(entry: Entry): Promise<Uint8Array> {
    return file.read(entry.at, entry.count * typeBytes[entry.type]!);
  }

  const directory: TiffDirectory = {
    at,
    next: offset(table, entries * entryBytes),
    has: (tag) => found.has(tag),
    count: (tag) => found.get(tag)?.count ?? 0,
    async numbers(tag) {
      const entry = found.get(tag);
      if (entry === undefined) return new Float64Array();
      if (entry.count > maxNumbers) throw corrupt(file.path, `tag ${tag} claims ${entry.count} values`);
      return numbersOf(view(await values(entry)), entry, little);
    },
    async number(tag, otherwise) {
      const entry = found.get(tag);
      if (entry === undefined || entry.count === 0) return otherwise;
      if (entry.inTable !== undefined) return numberAt(table, entry.inTable, entry.type, little);
      const one = { ...entry, count: 1 };
      return numbersOf(view(await values(one)), one, little)[0]!;
    },
    assertHeld(tag) {
      const entry = found.get(tag);
      if (entry !== undefined) file.assertHeld(entry.at, entry.count * typeBytes[entry.type]!);
    },
    async bytes(tag) {
      const entry = found.get(tag);
      if (entry === undefined) return undefined;
      if (entry.count > maxTextBytes) throw corrupt(file.path, `tag ${tag} claims ${entry.count} values`);
      return values(entry);
    },
    async text(tag) {
      const bytes = await directory.bytes(tag);
      return bytes && new TextDecoder().decode(bytes).replace(/\0[\s\S]*$/, "");
    },
  };
  return directory;
}

function numbersOf(from: DataView, { type, count }: Entry, little: boolean): Float64Array {
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
  if (type >= 16)
    return (
      from.getUint32(at + (little ? 4 : 0), little) * 2 ** 32 + from.getUint32(at + (little ? 0 : 4), little)
    );
  return from.getUint8(at);
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
