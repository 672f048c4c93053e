import type { BitDepth } from "../image.js";
import { whiteLevel } from "../image.js";
import { byteDecoders } from "./codecs.js";
import { Fields, isObject, readJson } from "./json.js";
import type { ZarrStore } from "./zarrStore.js";

/** An array of unsigned samples in chunks, as its metadata describes it. */
export interface ZarrArray {
  /** Name of the array below the root, without a slash at its end. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Samples of the pieces that are decoded: chunks, or the chunks within shards. */
  readonly chunkShape: readonly number[];
  /** Steps between neighbours along each axis of a decoded chunk, in samples. */
  readonly strides: readonly number[];
  readonly bitDepth: BitDepth;
  readonly littleEndian: boolean;
  readonly fillValue: number;
  /** Names of `byteDecoders`, in the order in which they are undone. */
  readonly decoders: readonly string[];
  readonly shards: ZarrShards | undefined;
  /** Name of the file of a chunk, or of a shard where there are shards. */
  fileOf(place: readonly number[]): string;
}

export interface ZarrShards {
  /** Chunks of a shard along each axis. */
  readonly grid: readonly number[];
  readonly indexAtEnd: boolean;
  readonly indexChecked: boolean;
}

const mostAxes = 8;
/** Larger chunks are refused: one of them would fill the memory that a scan may take. */
const mostChunkBytes = 2 ** 28;
const mostChunksInShard = 2 ** 20;
const remedy = "Write it with unsigned 8 or 16 bits and gzip, zlib, zstd, blosc, lz4 or no compression";

/** Read an array's metadata, zarr v3 or v2. @throws ScanError `corrupt` or `unsupported` naming file and field */
export async function readArrayMetadata(store: ZarrStore, name: string): Promise<ZarrArray | undefined> {
  const v3 = await readJson(store, `${name}/zarr.json`);
  if (v3 !== undefined) return arrayV3(name, new Fields(store.locate(`${name}/zarr.json`), v3));
  const v2 = await readJson(store, `${name}/.zarray`);
  if (v2 !== undefined) return arrayV2(name, new Fields(store.locate(`${name}/.zarray`), v2));
  return undefined;
}

function arrayV2(name: string, fields: Fields): ZarrArray {
  const { values } = fields;
  const shape = sizes(fields, "shape");
  const chunkShape = sizes(fields, "chunks", shape.length);
  const dtype = fields.text("dtype");
  const bitDepth = { "|u1": 8, "<u1": 8, ">u1": 8, "<u2": 16, ">u2": 16 }[dtype] as BitDepth | undefined;
  if (bitDepth === undefined) fields.unsupported("dtype", `is ${dtype}`, remedy);
  if (values.order !== "C" && values.order !== "F") fields.refuse("order", "is neither C nor F");
  const filters = values.filters ?? [];
  if (!Array.isArray(filters) || filters.length > 0) {
    fields.unsupported("filters", "names filters", "Write it without filters");
  }
  const { compressor } = values;
  let decoders: string[] = [];
  if (compressor !== null && compressor !== undefined) {
    decoders = [known(fields.object("compressor"), "id")];
  }
  const separator = values.dimension_separator ?? ".";
  if (separator !== "." && separator !== "/") fields.refuse("dimension_separator", "is neither . nor /");
  const axes = chunkShape.map((_, i) => i);
  return checked(fields, {
    name,
    shape,
    chunkShape,
    strides: stridesOf(chunkShape, values.order === "F" ? axes.reverse() : axes),
    bitDepth,
    littleEndian: dtype[0] !== ">",
    fillValue: fillOf(fields, bitDepth),
    decoders,
    shards: undefined,
    fileOf: (place) => `${name}/${place.join(separator as string)}`,
  });
}

function arrayV3(name: string, fields: Fields): ZarrArray {
  if (fields.values.node_type !== "array") fields.refuse("node_type", "is not array");
  const shape = sizes(fields, "shape");
  const type = fields.text("data_type");
  if (type !== "uint8" && type !== "uint16") fields.unsupported("data_type", `is ${type}`, remedy);
  const bitDepth = type === "uint8" ? 8 : 16;
  const grid = fields.object("chunk_grid");
  if (grid.text("name") !== "regular") grid.unsupported("name", "is not regular", "Write regular chunks");
  const outer = sizes(grid.object("configuration"), "chunk_shape", shape.length);
  const steps = fields.list("codecs");
  const isSharded = steps[0]?.values.name === "sharding_indexed";
  if (isSharded && steps.length > 1) {
    fields.unsupported("codecs", "changes shards further", "Write sharding_indexed alone");
  }
  const sharding = isSharded ? steps[0]!.object("configuration") : undefined;
  const chunkShape = sharding === undefined ? outer : sizes(sharding, "chunk_shape", shape.length);
  const chain = codecChain(
    fields,
    sharding === undefined ? steps : sharding.list("codecs"),
    chunkShape,
    bitDepth,
  );
  return checked(fields, {
    name,
    shape,
    chunkShape,
    ...chain,
    bitDepth,
    fillValue: fillOf(fields, bitDepth),
    shards: sharding === undefined ? undefined : shardsOf(sharding, outer, chunkShape),
    fileOf: keyEncoding(name, fields),
  });
}

function codecChain(
  fields: Fields,
  steps: readonly Fields[],
  chunkShape: readonly number[],
  bitDepth: BitDepth,
) {
  let order = chunkShape.map((_, i) => i);
  let littleEndian: boolean | undefined;
  const decoders: string[] = [];
  for (const step of steps) {
    const codec = step.text("name");
    if (codec === "transpose" && littleEndian === undefined) {
      const given = step.object("configuration").numbers("order", Number.isInteger, "whole numbers");
      if ([...given].sort((a, b) => a - b).join() !== chunkShape.map((_, i) => i).join()) {
        step.refuse("configuration.order", "is no order of the axes");
      }
      order = given.map((axis) => order[axis]!);
    } else if (codec === "bytes" && littleEndian === undefined) {
      const { configuration } = step.values;
      const endian = isObject(configuration) ? configuration.endian : undefined;
      if (endian !== "little" && endian !== "big" && (bitDepth === 16 || endian !== undefined)) {
        step.refuse("configuration.endian", "is neither little nor big");
      }
      littleEndian = endian !== "big";
    } else if (littleEndian !== undefined) decoders.unshift(known(step, "name"));
    else step.unsupported("name", `is ${codec}`, remedy);
  }
  if (littleEndian === undefined) return fields.refuse("codecs", "has no step named bytes");
  return { strides: stridesOf(chunkShape, order), littleEndian, decoders };
}

function shardsOf(sharding: Fields, outer: readonly number[], inner: readonly number[]): ZarrShards {
  const grid = outer.map((size, i) => size / inner[i]!);
  if (!grid.every(Number.isInteger)) sharding.refuse("chunk_shape", "does not divide the shard");
  if (product(grid) > mostChunksInShard)
    sharding.refuse("chunk_shape", "makes more chunks than a shard can have");
  const index = sharding.list("index_codecs").map((step) => step.text("name"));
  const bytes = sharding.list("index_codecs")[0]?.values.configuration;
  const plain =
    index[0] === "bytes" && index.slice(1).every((codec) => codec === "crc32c") && index.length <= 2;
  if (!plain || (isObject(bytes) && bytes.endian === "big")) {
    sharding.unsupported(
      "index_codecs",
      `are ${index.join(", ")}`,
      "Write them as bytes (little-endian) and crc32c",
    );
  }
  const at = sharding.values.index_location ?? "end";
  if (at !== "start" && at !== "end") sharding.refuse("index_location", "is neither start nor end");
  return { grid, indexAtEnd: at === "end", indexChecked: index.length === 2 };
}

function keyEncoding(name: string, fields: Fields): ZarrArray["fileOf"] {
  const encoding = fields.object("chunk_key_encoding");
  const kind = encoding.text("name");
  const { configuration } = encoding.values;
  const given = isObject(configuration) ? configuration.separator : undefined;
  const separator = given ?? (kind === "v2" ? "." : "/");
  if (separator !== "." && separator !== "/")
    encoding.refuse("configuration.separator", "is neither . nor /");
  if (kind === "default") return (place) => `${name}/${["c", ...place].join(separator as string)}`;
  if (kind === "v2") return (place) => `${name}/${place.join(separator as string)}`;
  return encoding.unsupported("name", `is ${kind}`, "Write default or v2 chunk keys");
}

function checked(fields: Fields, array: ZarrArray): ZarrArray {
  const bytes = product(array.chunkShape) * (array.bitDepth / 8);
  if (bytes > mostChunkBytes) {
    fields.unsupported(
      "chunks",
      `make pieces of ${bytes} bytes`,
      `Write chunks of at most ${mostChunkBytes} bytes`,
    );
  }
  return array;
}

function sizes(fields: Fields, name: string, axes?: number): number[] {
  const least = 1;
  const fits = (value: number) => Number.isInteger(value) && value >= least && value < 2 ** 31;
  const list = fields.numbers(name, fits, "whole numbers above 0");
  if (list.length < 2 || list.length > mostAxes) fields.refuse(name, `has ${list.length} axes`);
  if (axes !== undefined && list.length !== axes)
    fields.refuse(name, `has ${list.length} axes instead of ${axes}`);
  return list;
}

function known(step: Fields, field: string): string {
  const codec = step.text(field).replace(/^numcodecs\./, "");
  if (Object.hasOwn(byteDecoders, codec)) return codec;
  return step.unsupported(field, `is ${codec}`, remedy);
}

/** @param order axes from the slowest to the fastest */
function stridesOf(shape: readonly number[], order: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  let step = 1;
  for (const axis of [...order].reverse()) {
    strides[axis] = step;
    step *= shape[axis]!;
  }
  return strides;
}

function fillOf(fields: Fields, bitDepth: BitDepth): number {
  const { fill_value: fill = null } = fields.values;
  if (fill === null) return 0;
  const fits =
    typeof fill === "number" && Number.isInteger(fill) && fill >= 0 && fill <= whiteLevel(bitDepth);
  return fits ? fill : fields.refuse("fill_value", "is no sample");
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}
