import { bloscSettings } from "./encode.js";
import type { ScanPlan } from "./options.js";

/** A metadata file, relative to the scan's folder. */
export interface MetadataFile {
  readonly name: string;
  readonly content: object;
}

/** The metadata files of an OME-Zarr: 0.4 on zarr v2, 0.5 on zarr v3. */
export function zarrMetadata(plan: ScanPlan): MetadataFile[] {
  return plan.omeZarrVersion === "0.4" ? metadataV2(plan) : metadataV3(plan);
}

/** Chunks along a side of a level's shards, 1 where its chunks are files. Shards cover the same ground at every level. */
export function shardChunks(plan: ScanPlan, level: number): number {
  return plan.sharded ? Math.max(1, blockTiles >> level) : 1;
}

/** Tiles of level 0 along a side of the largest shard, and of a block of a conversion. */
export const blockTiles = 8;

function metadataV2(plan: ScanPlan): MetadataFile[] {
  const { levels, tilePx, bitDepth, background } = plan;
  return [
    { name: ".zgroup", content: { zarr_format: 2 } },
    { name: ".zattrs", content: { multiscales: [{ version: "0.4", ...multiscale(plan) }] } },
    ...levels.map(({ widthPx, heightPx }, level) => ({
      name: `${level}/.zarray`,
      content: {
        zarr_format: 2,
        shape: [heightPx, widthPx],
        chunks: [tilePx, tilePx],
        dtype: bitDepth === 8 ? "|u1" : "<u2",
        compressor: compressorV2(plan),
        fill_value: background,
        order: "C",
        filters: null,
        dimension_separator: "/",
      },
    })),
  ];
}

function metadataV3(plan: ScanPlan): MetadataFile[] {
  const { levels, tilePx, bitDepth, background } = plan;
  const group = {
    zarr_format: 3,
    node_type: "group",
    attributes: { ome: { version: "0.5", multiscales: [multiscale(plan)] } },
  };
  return [
    { name: "zarr.json", content: group },
    ...levels.map(({ widthPx, heightPx }, level) => {
      const side = tilePx * shardChunks(plan, level);
      return {
        name: `${level}/zarr.json`,
        content: {
          zarr_format: 3,
          node_type: "array",
          shape: [heightPx, widthPx],
          data_type: bitDepth === 8 ? "uint8" : "uint16",
          chunk_grid: { name: "regular", configuration: { chunk_shape: [side, side] } },
          chunk_key_encoding: { name: "default", configuration: { separator: "/" } },
          fill_value: background,
          codecs: side > tilePx ? [shardingCodec(plan)] : chunkCodecs(plan),
          attributes: {},
          dimension_names: ["y", "x"],
        },
      };
    }),
  ];
}

/** Axes, unit and place of every level; OME's coordinates are those of pixel centres. */
function multiscale({ pixelSizeXUm, pixelSizeYUm, levels }: ScanPlan) {
  const known = pixelSizeXUm !== undefined && pixelSizeYUm !== undefined;
  const axis = (name: string) => ({ name, type: "space", ...(known ? { unit: "micrometer" } : {}) });
  const [sizeX, sizeY] = known ? [pixelSizeXUm, pixelSizeYUm] : [1, 1];
  return {
    axes: [axis("y"), axis("x")],
    datasets: levels.map((_, level) => {
      const factor = 2 ** level;
      const shift = (factor - 1) / 2;
      return {
        path: String(level),
        coordinateTransformations: [
          { type: "scale", scale: [sizeY * factor, sizeX * factor] },
          ...(level > 0 ? [{ type: "translation", translation: [sizeY * shift, sizeX * shift] }] : []),
        ],
      };
    }),
    type: "mean",
    metadata: { description: "each level is the mean of 2 x 2 pixels of the one before" },
  };
}

function compressorV2(plan: ScanPlan): object | null {
  const { compression, compressionLevel } = plan;
  if (compression === "none") return null;
  if (compression === "blosc") return { id: "blosc", ...bloscSettings(plan) };
  return { id: compression === "zstd" ? "zstd" : "zlib", level: compressionLevel };
}

function chunkCodecs(plan: ScanPlan): object[] {
  const { compression, compressionLevel, bitDepth } = plan;
  const bytes = { name: "bytes", ...(bitDepth === 16 ? { configuration: { endian: "little" } } : {}) };
  switch (compression) {
    case "none":
      return [bytes];
    case "zstd":
      return [bytes, { name: "zstd", configuration: { level: compressionLevel, checksum: false } }];
    case "blosc": {
      const { shuffle, ...settings } = bloscSettings(plan);
      const configuration = {
        ...settings,
        shuffle: shuffle ? "shuffle" : "noshuffle",
        typesize: bitDepth / 8,
      };
      return [bytes, { name: "blosc", configuration }];
    }
    default:
      return [bytes, { name: "gzip", configuration: { level: compressionLevel } }];
  }
}

function shardingCodec(plan: ScanPlan): object {
  return {
    name: "sharding_indexed",
    configuration: {
      chunk_shape: [plan.tilePx, plan.tilePx],
      codecs: chunkCodecs(plan),
      index_codecs: [{ name: "bytes", configuration: { endian: "little" } }, { name: "crc32c" }],
      index_location: "end",
    },
  };
}
