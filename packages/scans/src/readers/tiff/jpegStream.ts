const marker = { start: 0xd8, end: 0xd9, scan: 0xda, app0: 0xe0, app14: 0xee } as const;

/**
 * A JPEG tile as a stream of its own: with the tables that the TIFF keeps apart, and with a marker that says
 * whether its three components are YCbCr, as TIFF's photometric interpretation has it. Decoders else guess.
 *
 * @throws Error where the tile or the tables are not made of JPEG segments
 */
export function withColourTransform(
  tile: Uint8Array,
  tables: Uint8Array | undefined,
  isYcbcr: boolean,
): Uint8Array {
  const adobe = Uint8Array.of(
    0xff,
    marker.app14,
    0,
    14,
    0x41,
    0x64,
    0x6f,
    0x62,
    0x65,
    0,
    100,
    0,
    0,
    0,
    0,
    isYcbcr ? 1 : 0,
  );
  const parts: Uint8Array[] = [Uint8Array.of(0xff, marker.start), adobe];
  if (tables !== undefined) parts.push(...segments(tables).kept);
  const { kept, rest } = segments(tile);
  return Buffer.concat([...parts, ...kept, rest]);
}

/** The segments before the scan without those that speak of colour, and the scan with all that follows it. */
function segments(bytes: Uint8Array): { kept: Uint8Array[]; rest: Uint8Array } {
  if (bytes[0] !== 0xff || bytes[1] !== marker.start) throw new Error("it does not begin as a JPEG does");
  const kept: Uint8Array[] = [];
  let at = 2;
  while (at + 4 <= bytes.length) {
    const kind = bytes[at + 1]!;
    if (bytes[at] !== 0xff) throw new Error(`it has no JPEG segment at byte ${at}`);
    if (kind === 0xff) {
      at++;
      continue;
    }
    if (kind === marker.scan) return { kept, rest: bytes.subarray(at) };
    if (kind === marker.end) break;
    const end = at + 2 + ((bytes[at + 2]! << 8) | bytes[at + 3]!);
    if (end > bytes.length) throw new Error(`its JPEG segment at byte ${at} is cut short`);
    if (kind !== marker.app0 && kind !== marker.app14) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return { kept, rest: new Uint8Array() };
}
