import { gunzipSync, inflateRawSync, inflateSync } from "node:zlib";
import { roomFor } from "./memory.js";
import { deflateForm, native } from "./native.js";

/** How the data lie around deflate: with an Adler-32, bare, or with a CRC-32; checksums are compared. */
export type DeflateForm = keyof typeof deflateForm;

const portable = { zlib: inflateSync, raw: inflateRawSync, gzip: gunzipSync } as const;

/**
 * Inflate a stream of `expected` bytes.
 *
 * @param most what it may have instead, such as a last strip that some writers pad
 * @param memory where it may be written, if it is large enough; otherwise new memory is taken
 * @returns as many bytes as the stream holds, at most `most`
 * @throws Error for a damaged stream, or one of more than `most` bytes
 */
export function inflate(
  encoded: Uint8Array,
  expected: number,
  most: number = expected,
  form: DeflateForm = "zlib",
  memory?: Uint8Array,
): Uint8Array {
  if (native === undefined) {
    const options = { chunkSize: Math.max(64, expected + 64), maxOutputLength: Math.max(1, most) };
    return portable[form](encoded, options);
  }
  for (const size of expected < most ? [expected, most] : [most]) {
    const out = roomFor(size, memory);
    const written = native.inflate(deflateForm[form], encoded, out);
    if (typeof written === "string") throw new Error(written);
    if (written >= 0) return out.subarray(0, written);
  }
  throw new Error(`it inflates to more than ${most} bytes`);
}
