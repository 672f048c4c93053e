/** A component of a frame and the tables of its scan. */
export interface JpegComponent {
  readonly id: number;
  readonly across: number;
  readonly down: number;
  readonly quantisation: number;
  dcTable: number;
  acTable: number;
}

/** Tables as they stand in a JPEG: 16 counts by length, then the symbols. */
export interface HuffmanTable {
  readonly counts: Uint8Array;
  readonly symbols: Uint8Array;
}

/** Everything before the entropy-coded data of a baseline JPEG. */
export interface JpegHeader {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly components: readonly JpegComponent[];
  /** By table number 0..3, in zigzag order. */
  readonly quantisation: ReadonlyMap<number, Uint16Array>;
  /** DC tables 0..3, AC tables 4..7. */
  readonly huffman: ReadonlyMap<number, HuffmanTable>;
  readonly restart: number;
  /** Where the entropy-coded data begin in the tile. */
  readonly dataAt: number;
}

const marker = {
  dht: 0xc4,
  dqt: 0xdb,
  dri: 0xdd,
  scan: 0xda,
  end: 0xd9,
  baseline: 0xc0,
  extended: 0xc1,
} as const;

interface Parts {
  quantisation: Map<number, Uint16Array>;
  huffman: Map<number, HuffmanTable>;
  restart: number;
  frame: Uint8Array | undefined;
}

/**
 * Read the markers of a JPEG tile, after those of the tables that the TIFF keeps apart.
 *
 * @returns undefined where it is of another kind than baseline with one scan, 8 bits and 1 or 3 components
 * @throws Error for markers that contradict themselves
 */
export function readJpegHeader(tile: Uint8Array, tables: Uint8Array | undefined): JpegHeader | undefined {
  const parts: Parts = { quantisation: new Map(), huffman: new Map(), restart: 0, frame: undefined };
  if (tables !== undefined && readSegments(tables, parts) === undefined) return undefined;
  const scan = readSegments(tile, parts);
  const { frame } = parts;
  if (scan === undefined || frame === undefined) return undefined;
  const count = frame[5]!;
  if (frame[0] !== 8 || (count !== 1 && count !== 3) || frame.length < 6 + 3 * count) return undefined;
  const components: JpegComponent[] = [];
  for (let at = 6; at < 6 + 3 * count; at += 3) {
    const [id, sampling, table] = [frame[at]!, frame[at + 1]!, frame[at + 2]!];
    const [across, down] = [sampling >> 4, sampling & 15];
    if (![across, down].every((value) => value >= 1 && value <= 4))
      throw new Error("its sampling is impossible");
    components.push({ id, across, down, quantisation: table, dcTable: 0, acTable: 0 });
  }
  const { selection, dataAt } = scan;
  if (selection[0] !== count || selection.length < 1 + 2 * count) return undefined;
  components.forEach((component, i) => {
    if (selection[1 + 2 * i] !== component.id)
      throw new Error("its scan names other components than its frame");
    component.dcTable = selection[2 + 2 * i]! >> 4;
    component.acTable = 4 + (selection[2 + 2 * i]! & 15);
  });
  return {
    widthPx: (frame[3]! << 8) | frame[4]!,
    heightPx: (frame[1]! << 8) | frame[2]!,
    components,
    quantisation: parts.quantisation,
    huffman: parts.huffman,
    restart: parts.restart,
    dataAt,
  };
}

/** Reads segments to the scan or the end; undefined for a process that is not baseline. */
function readSegments(
  bytes: Uint8Array,
  parts: Parts,
): { selection: Uint8Array; dataAt: number } | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw new Error("it does not begin as a JPEG does");
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) throw new Error(`it has no JPEG segment at byte ${at}`);
    const kind = bytes[at + 1]!;
    if (kind === 0xff) {
      at++;
      continue;
    }
    if (kind === marker.end) break;
    const end = at + 2 + ((bytes[at + 2]! << 8) | bytes[at + 3]!);
    if (end > bytes.length || end < at + 4) throw new Error(`its JPEG segment at byte ${at} is cut short`);
    const content = bytes.subarray(at + 4, end);
    if (kind === marker.scan) return { selection: content, dataAt: end };
    if (kind === marker.dqt) readQuantisation(content, parts.quantisation);
    else if (kind === marker.dht) readHuffman(content, parts.huffman);
    else if (kind === marker.dri) parts.restart = (content[0]! << 8) | content[1]!;
    else if (kind === marker.baseline || kind === marker.extended) parts.frame = content;
    else if (kind >= 0xc2 && kind <= 0xcf && kind !== 0xc8) return undefined;
    at = end;
  }
  return { selection: new Uint8Array(), dataAt: bytes.length };
}

function readQuantisation(content: Uint8Array, into: Map<number, Uint16Array>): void {
  for (let at = 0; at < content.length; ) {
    const [wide, number] = [content[at]! >> 4, content[at]! & 15];
    const bytes = wide === 0 ? 64 : 128;
    if (wide > 1 || number > 3 || at + 1 + bytes > content.length)
      throw new Error("a quantisation table is broken");
    const values = new Uint16Array(64);
    for (let i = 0; i < 64; i++) {
      values[i] =
        wide === 0 ? content[at + 1 + i]! : (content[at + 1 + 2 * i]! << 8) | content[at + 2 + 2 * i]!;
    }
    into.set(number, values);
    at += 1 + bytes;
  }
}

function readHuffman(content: Uint8Array, into: Map<number, HuffmanTable>): void {
  for (let at = 0; at < content.length; ) {
    const [kind, number] = [content[at]! >> 4, content[at]! & 15];
    const counts = content.subarray(at + 1, at + 17);
    const length = counts.reduce((sum, count) => sum + count, 0);
    const symbols = content.subarray(at + 17, at + 17 + length);
    if (kind > 1 || number > 3 || length > 256 || counts.length < 16 || symbols.length < length) {
      throw new Error("a Huffman table is broken");
    }
    into.set(4 * kind + number, { counts, symbols });
    at += 17 + length;
  }
}
