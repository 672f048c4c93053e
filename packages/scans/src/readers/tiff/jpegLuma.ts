import { kernelBytes, kernels, reserve } from "../../kernels/kernels.js";
import type { JpegHeader } from "./jpegHeader.js";

/** Planes larger than this are left to libvips, so that the kernels' memory stays small. */
const maxPlaneBytes = 2 ** 26;

/** Planes of a decoded tile, wider and higher than the tile where it is not of whole units. */
export interface JpegPlanes {
  readonly strideBytes: number;
  /** One or three; views of kernel memory, good until it is used again. */
  readonly planes: readonly Uint8Array[];
}

/**
 * Decode a baseline tile: its first component alone (grey, or the luma of YCbCr), or all three.
 *
 * @param rows rows needed from the top
 * @returns undefined for a layout that the kernels do not take
 * @throws Error for damaged data
 */
export function decodeJpegPlanes(
  header: JpegHeader,
  tile: Uint8Array,
  rows: number,
  firstOnly: boolean,
): JpegPlanes | undefined {
  const { components } = header;
  // A scan of one component has no units but its blocks, whatever its sampling says.
  const single = components.length === 1;
  const across = single ? 1 : Math.max(...components.map((component) => component.across));
  const down = single ? 1 : Math.max(...components.map((component) => component.down));
  const wanted = components.map((_, i) => !firstOnly || i === 0);
  for (const [i, component] of components.entries()) {
    if (!single && wanted[i] && (component.across !== across || component.down !== down)) return undefined;
  }
  const unitsAcross = Math.ceil(header.widthPx / (8 * across));
  const unitsDown = Math.ceil(rows / (8 * down));
  const strideBytes = unitsAcross * across * 8;
  const planeBytes = strideBytes * unitsDown * down * 8;
  const count = firstOnly ? 1 : components.length;
  if (planeBytes * count > maxPlaneBytes) return undefined;

  const data = tile.subarray(header.dataAt);
  const [symbols, input, scratch, out] = reserve(512, data.length, data.length + 64, planeBytes * count);
  loadTables(header, symbols!);
  const units: number[] = [];
  components.forEach((component, i) => {
    for (let y = 0; y < (single ? 1 : component.down); y++) {
      for (let x = 0; x < (single ? 1 : component.across); x++) {
        units.push(
          i,
          component.dcTable,
          component.acTable - 4,
          component.quantisation,
          x,
          y,
          wanted[i] ? 1 : 0,
          0,
        );
      }
    }
  });
  if (units.length > 80) throw new Error("its sampling is impossible");
  const { decodeScan, unitBlocks } = kernels();
  kernelBytes(unitBlocks(), units.length).set(units);
  kernelBytes(input!, data.length).set(data);
  const failed = decodeScan(
    input!,
    data.length,
    scratch!,
    out!,
    unitsAcross,
    unitsDown,
    units.length / 8,
    across,
    down,
    header.restart,
  );
  if (failed !== 0) throw new Error(failed === -1 ? "its JPEG data end early" : "its JPEG data are damaged");
  const planes = Array.from({ length: count }, (_, i) => kernelBytes(out! + i * planeBytes, planeBytes));
  return { strideBytes, planes };
}

function loadTables({ components, quantisation, huffman }: JpegHeader, at: number): void {
  const { buildHuffman, quantisation: place } = kernels();
  for (const component of components) {
    const values = quantisation.get(component.quantisation);
    if (values === undefined) throw new Error("it lacks a quantisation table");
    kernelBytes(place() + 128 * component.quantisation, 128).set(new Uint8Array(values.buffer));
  }
  for (const number of new Set(components.flatMap(({ dcTable, acTable }) => [dcTable, acTable]))) {
    const table = huffman.get(number);
    if (table === undefined) throw new Error("it lacks a Huffman table");
    const { counts, symbols } = table;
    kernelBytes(at, 16).set(counts);
    kernelBytes(at + 16, symbols.length).set(symbols);
    if (buildHuffman(number, at, at + 16, symbols.length) === 0)
      throw new Error("a Huffman table is of no code");
  }
}
