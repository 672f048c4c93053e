import { constants, createInflate, type Inflate, inflateSync } from "node:zlib";

/** The part of Node's own inflate object that its synchronous functions use, not documented for others. */
interface InflateHandle {
  reset(): void;
  writeSync(
    flush: number,
    input: Uint8Array,
    inputAt: number,
    inputBytes: number,
    output: Uint8Array,
    outputAt: number,
    outputBytes: number,
  ): void;
}

interface Reusable {
  readonly stream: Inflate;
  readonly handle: InflateHandle;
  /** Bytes left of the output and of the input after a write. */
  readonly state: Uint32Array;
}

let kept: Reusable | undefined;

/**
 * Inflate a zlib stream of `expected` bytes.
 *
 * `inflateSync` sets up and throws away zlib's window for every tile, a sixth of the time of small ones. So one
 * inflate object is used again where this Node lets us; whatever does not end as it should goes to `inflateSync`,
 * which decides.
 *
 * @param most what a padded last strip may have
 * @throws Error for a damaged stream, or one of more than `most` bytes
 */
export function inflateTile(encoded: Uint8Array, expected: number, most: number): Uint8Array {
  kept ??= reusable();
  if (kept !== undefined) {
    const { stream, handle, state } = kept;
    // With room to spare zlib goes on to the end of the stream and compares the checksum.
    const out = Buffer.allocUnsafeSlow(expected + 1);
    handle.reset();
    handle.writeSync(constants.Z_FINISH, encoded, 0, encoded.length, out, 0, out.length);
    if (!stream.destroyed && state[0] === 1) return out.subarray(0, expected);
    stream.destroy();
    kept = undefined;
  }
  return inflateSync(encoded, { chunkSize: Math.max(64, expected + 64), maxOutputLength: most });
}

function reusable(): Reusable | undefined {
  const stream = createInflate();
  const { _handle: handle, _writeState: state } = stream as unknown as {
    _handle?: Partial<InflateHandle> | null;
    _writeState?: unknown;
  };
  if (
    typeof handle?.reset !== "function" ||
    typeof handle.writeSync !== "function" ||
    !(state instanceof Uint32Array && state.length === 2)
  ) {
    stream.destroy();
    return undefined;
  }
  // A damaged tile destroys the stream; the error that counts is the one of `inflateSync`.
  stream.on("error", () => {});
  return { stream, handle: handle as InflateHandle, state };
}
