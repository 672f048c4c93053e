/**
 * Reads what a shared library says about itself: the libraries it needs, where
 * it looks for them, and the symbols it defines. Only 64-bit little-endian ELF,
 * which is every Linux platform that libtorch is published for.
 *
 * @see https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html (chapters 4 and 5)
 */
import { closeSync, openSync, readSync } from "node:fs";

/** The part of the dynamic section that decides how a library is loaded. */
export interface ElfDynamic {
  /** DT_NEEDED, in file order. */
  readonly needed: readonly string[];
  /** DT_SONAME, when the library names itself. */
  readonly soname?: string;
  /** DT_RUNPATH, or DT_RPATH where there is no DT_RUNPATH; `$ORIGIN` is left as written. */
  readonly searchPath: readonly string[];
}

const SECTION_DYNAMIC = 6;
const SECTION_DYNSYM = 11;
const TAG = { needed: 1, soname: 14, rpath: 15, runpath: 29 } as const;
const SYMBOL_BYTES = 24;

interface Section {
  readonly type: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
}

/**
 * Reads the dynamic section of a shared library.
 *
 * @throws Error when the file cannot be read or is not a 64-bit little-endian ELF file.
 */
export function readDynamic(path: string): ElfDynamic {
  return withElf(path, (read, sections) => {
    const dynamic = sections.find((section) => section.type === SECTION_DYNAMIC);
    const names = dynamic && sections[dynamic.link];
    if (!dynamic || !names) return { needed: [], searchPath: [] };
    const entries = read(dynamic.offset, dynamic.size);
    const strings = read(names.offset, names.size);
    const valuesOf = (tag: number): string[] => {
      const values: string[] = [];
      for (let at = 0; at + 16 <= entries.length; at += 16) {
        if (Number(entries.readBigInt64LE(at)) === tag)
          values.push(stringAt(strings, Number(entries.readBigUInt64LE(at + 8))));
      }
      return values;
    };
    const runpath = valuesOf(TAG.runpath);
    const searchPath = (runpath.length > 0 ? runpath : valuesOf(TAG.rpath)).flatMap((paths) =>
      paths.split(":").filter((entry) => entry !== ""),
    );
    const soname = valuesOf(TAG.soname)[0];
    return { needed: valuesOf(TAG.needed), searchPath, ...(soname === undefined ? {} : { soname }) };
  });
}

/**
 * Whether the library defines (not merely uses) a dynamic symbol whose mangled name contains `part`.
 *
 * @throws Error when the file cannot be read or is not a 64-bit little-endian ELF file.
 */
export function definesSymbol(path: string, part: string): boolean {
  return withElf(path, (read, sections) => {
    const table = sections.find((section) => section.type === SECTION_DYNSYM);
    const names = table && sections[table.link];
    if (!table || !names) return false;
    const strings = read(names.offset, names.size);
    const matching = namesContaining(strings, Buffer.from(part, "latin1"));
    if (matching.length === 0) return false;
    const symbols = read(table.offset, table.size);
    for (let at = 0; at + SYMBOL_BYTES <= symbols.length; at += SYMBOL_BYTES) {
      const isDefined = symbols.readUInt16LE(at + 6) !== 0;
      if (isDefined && isWithin(matching, symbols.readUInt32LE(at))) return true;
    }
    return false;
  });
}

/** Ranges [start, last match] of the strings that contain `part`, ascending; a name may begin anywhere in between. */
function namesContaining(strings: Buffer, part: Buffer): [number, number][] {
  const ranges: [number, number][] = [];
  for (let found = strings.indexOf(part); found >= 0; found = strings.indexOf(part, found + 1)) {
    ranges.push([strings.lastIndexOf(0, found) + 1, found]);
  }
  return ranges;
}

function isWithin(ranges: readonly [number, number][], offset: number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [start, end] = ranges[middle]!;
    if (offset < start) high = middle - 1;
    else if (offset > end) low = middle + 1;
    else return true;
  }
  return false;
}

type Read = (offset: number, length: number) => Buffer;

function withElf<T>(path: string, use: (read: Read, sections: readonly Section[]) => T): T {
  const file = openSync(path, "r");
  try {
    const read: Read = (offset, length) => {
      const bytes = Buffer.alloc(length);
      for (let done = 0; done < length; ) {
        const count = readSync(file, bytes, done, length - done, offset + done);
        if (count === 0) throw new Error(`${path} ends early: it is damaged or still being written.`);
        done += count;
      }
      return bytes;
    };
    return use(read, readSections(path, read));
  } finally {
    closeSync(file);
  }
}

function readSections(path: string, read: Read): Section[] {
  const header = read(0, 64);
  const isElf64LittleEndian = header.readUInt32BE(0) === 0x7f454c46 && header[4] === 2 && header[5] === 1;
  if (!isElf64LittleEndian) throw new Error(`${path} is not a 64-bit little-endian ELF library.`);
  const offset = Number(header.readBigUInt64LE(40));
  const entryBytes = header.readUInt16LE(58);
  const count = header.readUInt16LE(60);
  const table = read(offset, entryBytes * count);
  return Array.from({ length: count }, (_, index) => {
    const at = index * entryBytes;
    return {
      type: table.readUInt32LE(at + 4),
      offset: Number(table.readBigUInt64LE(at + 24)),
      size: Number(table.readBigUInt64LE(at + 32)),
      link: table.readUInt32LE(at + 40),
    };
  });
}

function stringAt(strings: Buffer, offset: number): string {
  return strings.toString("latin1", offset, strings.indexOf(0, offset));
}
