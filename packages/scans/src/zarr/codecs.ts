import { promisify } from "node:util";
import { gunzip, inflate } from "node:zlib";
import { inflate as inflateHere } from "../codecs/inflate.js";
import { native } from "../codecs/native.js";
import { decoded, decodeZstd } from "../codecs/zstd.js";
import { crc32c } from "./crc32c.js";

/**
 * Undoes one step of compression. `expectedBytes` bounds what may come out of the last one; where `memory` has as many,
 * it may be written there.
 */
export type ByteDecoder = (
  bytes: Uint8Array,
  expectedBytes: number,
  memory?: Uint8Array,
) => Promise<Uint8Array>;

const gunzipAsync = promisify(gunzip);
const inflateAsync = promisify(inflate);

// One piece of output each, in the thread pool; a stream that would become larger than a chunk is damaged.
const zlibOptions = (expectedBytes: number) => ({
  chunkSize: Math.max(64, expectedBytes),
  maxOutputLength: Math.max(1, expectedBytes),
});

/** Decoders of bytes by the names that zarr v3 and numcodecs use. */
export const byteDecoders: Readonly<Record<string, ByteDecoder>> = {
  async gzip(bytes, expected, memory) {
    if (native === undefined) return gunzipAsync(bytes, zlibOptions(expected));
    return inflateHere(bytes, expected, expected, "gzip", memory);
  },
  async zlib(bytes, expected, memory) {
    return native === undefined
      ? inflateAsync(bytes, zlibOptions(expected))
      : inflateHere(bytes, expected, expected, "zlib", memory);
  },
  zstd: decodeZstd,
  async blosc(bytes, expected) {
    checkBloscSize(bytes, expected);
    const { default: Blosc } = await import("numcodecs/blosc");
    return decoded(() => Blosc.fromConfig({ id: "blosc" }).decode(bytes));
  },
  async lz4(bytes, expected) {
    const stated = bytes.length < 4 ? -1 : viewOf(bytes).getUint32(0, true);
    if (stated !== expected) throw new Error(`it states ${stated} bytes instead of ${expected}`);
    const { default: LZ4 } = await import("numcodecs/lz4");
    return decoded(() => LZ4.fromConfig({ id: "lz4" }).decode(bytes));
  },
  async crc32c(bytes) {
    const content = bytes.subarray(0, Math.max(0, bytes.length - 4));
    const stated = bytes.length < 4 ? -1 : viewOf(bytes).getUint32(bytes.length - 4, true);
    if (crc32c(content) !== stated) throw new Error("its CRC-32C does not fit");
    return content;
  },
};

/** The sizes of a Blosc 1 header, which the codec believes without question. */
function checkBloscSize(bytes: Uint8Array, expected: number): void {
  if (bytes.length < 16) throw new Error("it is shorter than a Blosc header");
  const view = viewOf(bytes);
  const [content, stored] = [view.getUint32(4, true), view.getUint32(12, true)];
  if (content !== expected) throw new Error(`it states ${content} bytes instead of ${expected}`);
  if (stored !== bytes.length) throw new Error(`it states ${stored} bytes and has ${bytes.length}`);
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
