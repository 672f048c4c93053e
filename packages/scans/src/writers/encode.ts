import { promisify } from "node:util";
import { constants, deflate, gzip } from "node:zlib";
import sharp from "sharp";
import { type GreySamples, greySamples } from "../image.js";
import type { TileExtent } from "./levels.js";
import type { ScanPlan } from "./options.js";

/** Turns the bytes of a full tile into what is stored. */
export type TileEncoder = (tile: Uint8Array) => Promise<Uint8Array>;

const deflateAsync = promisify(deflate);
const gzipAsync = promisify(gzip);

/** The encoder of a plan's compression; those of zlib and sharp run in the thread pool. */
export function tileEncoder(plan: ScanPlan): TileEncoder {
  const { tilePx, bitDepth, compressionLevel, jpegQuality } = plan;
  // One piece of output, or the pool would be asked again every 16 KiB.
  const chunkSize = tilePx * tilePx * (bitDepth / 8) + 1024;
  const { Z_RLE, Z_DEFAULT_STRATEGY } = constants;
  // Noise has no repetitions worth searching for: runs alone take half the time and a few per cent more room.
  const strategy = compressionLevel === 1 ? Z_RLE : Z_DEFAULT_STRATEGY;
  const zlibOptions = { level: compressionLevel, strategy, chunkSize };
  switch (plan.compression) {
    case "none":
      return async (tile) => tile;
    case "deflate":
      return plan.format === "ome-zarr" && plan.omeZarrVersion === "0.5"
        ? (tile) => gzipAsync(tile, zlibOptions)
        : (tile) => deflateAsync(tile, zlibOptions);
    case "jpeg": {
      const raw = { width: tilePx, height: tilePx, channels: 1 } as const;
      return (tile) => sharp(tile, { raw }).toColourspace("b-w").jpeg({ quality: jpegQuality }).toBuffer();
    }
    case "zstd": {
      const codec = import("numcodecs/zstd").then(({ default: Zstd }) =>
        Zstd.fromConfig({ level: compressionLevel }),
      );
      return async (tile) => (await codec).encode(tile) as Promise<Uint8Array>;
    }
    case "blosc": {
      const codec = import("numcodecs/blosc").then(({ default: Blosc }) =>
        Blosc.fromConfig(bloscSettings(plan)),
      );
      return async (tile) => (await codec).encode(tile) as Promise<Uint8Array>;
    }
  }
}

/** Blosc around zstd; its byte shuffle only helps samples of more than a byte. */
export function bloscSettings({ bitDepth, compressionLevel }: ScanPlan) {
  return { cname: "zstd", clevel: compressionLevel, shuffle: bitDepth === 16 ? 1 : 0, blocksize: 0 };
}

/** Samples of a tile's inner part as the bytes (little-endian) of a full tile, the rest background. */
export function fullTile(samples: GreySamples, extent: TileExtent, plan: ScanPlan): Uint8Array {
  const { tilePx, bitDepth, background } = plan;
  if (extent.widthPx === tilePx && extent.heightPx === tilePx) return bytesOf(samples);
  const full = greySamples(bitDepth, tilePx * tilePx).fill(background);
  for (let y = 0; y < extent.heightPx; y++) {
    full.set(samples.subarray(y * extent.widthPx, (y + 1) * extent.widthPx), y * tilePx);
  }
  return bytesOf(full);
}

/** True where every sample has this value. */
export function isUniform(samples: GreySamples, value: number): boolean {
  for (let i = 0; i < samples.length; i++) if (samples[i] !== value) return false;
  return true;
}

function bytesOf({ buffer, byteOffset, byteLength }: GreySamples): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
