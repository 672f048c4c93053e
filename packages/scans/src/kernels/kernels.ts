import { kernelsBase64 } from "./kernels.generated.js";

/** The part of the WebAssembly interface used here; Node's own types leave it to browsers'. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
};

/** What `packages/scans/kernels` exports; pointers are addresses in `memory`. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  heap(): number;
  halve(rows: number, out: number, width: number, height: number): void;
  buildHuffman(table: number, counts: number, values: number, valueCount: number): number;
  quantisation(): number;
  unitBlocks(): number;
  decodeScan(
    input: number,
    inputBytes: number,
    scratch: number,
    out: number,
    unitsAcross: number,
    unitsDown: number,
    blocks: number,
    unitWidth: number,
    unitHeight: number,
    restart: number,
  ): number;
}

const pageBytes = 65536;
let exports: Exports | undefined;

/**
 * The compiled kernels. They are used without yielding in between, so their memory is free at every call; whatever
 * a damaged file makes them do stays inside it.
 */
export function kernels(): Exports {
  if (exports === undefined) {
    const module = new WebAssembly.Module(Buffer.from(kernelsBase64, "base64"));
    exports = new WebAssembly.Instance(module, {}).exports as Exports;
  }
  return exports;
}

/** Makes room for blocks of these sizes and says where each begins. Views made before are of no use after it. */
export function reserve(...sizes: readonly number[]): number[] {
  const { memory, heap } = kernels();
  const starts: number[] = [];
  let at = heap();
  for (const size of sizes) {
    at = Math.ceil(at / 16) * 16;
    starts.push(at);
    at += size;
  }
  const missing = at + 64 - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
  return starts;
}

/** A view of kernel memory; good until the next `reserve`. */
export function kernelBytes(at: number, length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(kernels().memory.buffer, at, length);
}
