import { roomFor } from "./memory.js";
import { native } from "./native.js";

/**
 * Decompress a Zstandard frame (RFC 8878).
 *
 * @param expected bytes of its content
 * @param memory where it may be written, if it is large enough; otherwise new memory is taken
 * @throws Error for damaged data, and for frames that state or hold another number of bytes
 */
export async function decodeZstd(
  bytes: Uint8Array,
  expected: number,
  memory?: Uint8Array,
): Promise<Uint8Array> {
  checkStatedSize(bytes, expected);
  if (native === undefined) {
    const { default: Zstd } = await import("numcodecs/zstd");
    return decoded(() => Zstd.fromConfig({ id: "zstd" }).decode(bytes));
  }
  const out = roomFor(expected, memory);
  const written = native.decodeZstd(bytes, out);
  if (typeof written === "string") throw new Error(written);
  return out.subarray(0, written);
}

/** What compiled codecs throw need not be an Error. */
export async function decoded(work: () => Uint8Array | Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return await work();
  } catch (cause) {
    throw cause instanceof Error ? cause : new Error("the codec refuses it", { cause });
  }
}

/** The content size of a frame, where the frame states it; numcodecs believes it without question. */
function checkStatedSize(bytes: Uint8Array, expected: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 6 || view.getUint32(0, true) !== 0xfd2fb528) {
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
