import { promisify } from "node:util";
import { gunzip, inflate } from "node:zlib";
import { decodeZstdFrame } from "../kernels/zstd.js";
import { crc32c } from "./crc32c.js";

/** Undoes one step of compression. `expectedBytes` bounds what may come out of the last one. */
export type ByteDecoder = (bytes: Uint8Array, expectedBytes: number) => Promise<Uint8Array>;

const gunzipAsync = promisify(gunzip);
const inflateAsync = promisify(inflate);

// One piece of output each, in the thread pool; a stream that would become larger than a chunk is damaged.
const zlibOptions = (expectedBytes: number) => ({
  chunkSize: Math.max(64, expectedBytes),
  maxOutputLength: Math.max(1, expectedBytes),
});

/** Decoders of bytes by the names that zarr v3 and numcodecs use. */
export const byteDecoders: Readonly<Record<string, ByteDecoder>> = {
  gzip: (bytes, expected) => gunzipAsync(bytes, zlibOptions(expected)),
  zlib: (bytes, expected) => inflateAsync(bytes, zlibOptions(expected)),
  async zstd(bytes, expected) {
    checkZstdSize(bytes, expected);
    const content = decodeZstdFrame(bytes, expected);
    if (content !== undefined) return content;
    const { default: Zstd } = await import("numcodecs/zstd");
    return decoded(() => Zstd.fromConfig({ id: "zstd" }).decode(bytes));
  },
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

/** What compiled codecs throw need not be an Error. */
async function decoded(work: () => Uint8Array | Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return await work();
  } catch (cause) {
    throw cause instanceof Error ? cause : new Error("the codec refuses it", { cause });
  }
}

/** The sizes of a Blosc 1 header, which the codec believes without question. */
function checkBloscSize(bytes: Uint8Array, expected: number): void {
  if (bytes.length < 16) throw new Error("it is shorter than a Blosc header");
  const view = viewOf(bytes);
  const [content, stored] = [view.getUint32(4, true), view.getUint32(12, true)];
  if (content !== expected) throw new Error(`it states ${content} bytes instead of ${expected}`);
  if (stored !== bytes.length) throw new Error(`it states ${stored} bytes and has ${bytes.length}`);
}

/** The content size of a zstd frame (RFC 8878), where the frame states it. */
function checkZstdSize(bytes: Uint8Array, expected: number): void {
  if (bytes.length < 6 || viewOf(bytes).getUint32(0, true) !== 0xfd2fb528) {
    throw new Error("it does not begin with a zstd frame");
  }
  const descriptor = bytes[4]!;
  const singleSegment = (descriptor & 0x20) !== 0;
  const sizeFlag = descriptor >> 6;
  if (sizeFlag === 0 && !singleSegment) return;
  const at = 5 + (singleSegment ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]!;
  const size = [1, 2, 4, 8][sizeFlag]!;
  if (bytes.length < at + size) throw new Error("it ends within its header");
  let stated = 0;
  for (let i = size - 1; i >= 0; i--) stated = stated * 256 + bytes[at + i]!;
  if (sizeFlag === 1) stated += 256;
  if (stated !== expected) throw new Error(`it states ${stated} bytes instead of ${expected}`);
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
