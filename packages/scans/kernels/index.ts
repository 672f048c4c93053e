// What the host calls, through `src/kernels/kernels.ts`. The host owns all memory from `heap()` on.
export { halve } from "./halve";
export { buildHuffman } from "./huffman";
export { decodeScan, quantisation, unitBlocks } from "./jpeg";

export function heap(): usize {
  return __heap_base;
}
