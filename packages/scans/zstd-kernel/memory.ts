// Where things lie: tables of this module first, what the host gives after `heap()`.

/** Entries of Huffman's table: symbol, and bits of its code << 8. */
export const huffmanTable = memory.data(2 << 12, 16);
/** Literals of a block, which are at most 128 KiB, and room to copy them in pieces of 16. */
export const literals = memory.data(128 * 1024 + 64, 16);

/** The three tables of sequences, of 512 entries of 8 bytes: next state u16, bits u8, extra bits u8, base u32. */
export const tableBytes: usize = 8 * 512;
export const sequenceTables = memory.data(3 * 4096, 16);

/** Set where the data contradict themselves; everything returns soon after. */
export let failed: bool = false;

export function fail(): void {
  failed = true;
}

export function clearFailure(): void {
  failed = false;
}
