const types = [
  [Uint8Array, "|u1"],
  [Uint16Array, "<u2"],
  [Float32Array, "<f4"],
] as const;

/**
 * An array as NumPy's `.npy` (format 1.0, C order, little-endian), which `numpy.load` reads.
 *
 * @param shape lengths of the axes; their product is the number of values.
 */
export function formatNpy(
  values: Uint8Array | Uint16Array | Float32Array,
  shape: readonly number[],
): Uint8Array {
  const type = types.find(([kind]) => values instanceof kind)![1];
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(", ")}${shape.length === 1 ? "," : ""}), }`;
  // Magic, version, length, header and newline fill a multiple of 64 bytes.
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const bytes = Buffer.alloc(10 + length + values.byteLength, 0x20);
  bytes.write("\x93NUMPY\x01\x00", "latin1");
  bytes.writeUInt16LE(length, 8);
  bytes.write(text, 10, "latin1");
  bytes[9 + length] = 0x0a;
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), 10 + length);
  return bytes;
}
