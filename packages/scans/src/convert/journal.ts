import { type FileHandle, mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Quarter } from "../writers/pyramidBuilder.js";
import type { StoredTile } from "../writers/tiffSink.js";
import type { OutputFiles, WrittenFile } from "../writers/tileSink.js";
import type { Block } from "./blocks.js";

/** What a block left on disk: tiles of a TIFF, or files of an OME-Zarr. */
export type Stored = StoredTile | WrittenFile;

/** A block of an earlier run. */
export interface JournalEntry {
  readonly block: number;
  readonly stored: readonly Stored[];
  /** Samples of the means that it gave to the level above it; 0 where there is none. */
  readonly quarterSamples: number;
}

/**
 * The folder beside the result in which a conversion works: what is written so far, a line for every block that is
 * complete, and the means that blocks gave to the levels above them, from which these go on growing.
 */
export class Journal {
  private constructor(
    /** Where the result grows: a file or a folder. */
    readonly dataPath: string,
    /** Blocks of earlier runs, in their order. */
    readonly done: readonly JournalEntry[],
    private readonly lines: FileHandle,
    private readonly quarters: FileHandle,
    private readonly slotBytes: number,
    private readonly files: OutputFiles,
    private linesEnd: number,
  ) {}

  /**
   * Open the folder; what an earlier run of the same job left in it is taken up, of another job removed.
   *
   * @param job everything that decides about the result, as text
   * @param slotBytes bytes of a block's means
   * @param isThere says whether what a block left is on the disk in its full length
   */
  static async open(
    dir: string,
    job: string,
    slotBytes: number,
    files: OutputFiles,
    isThere: (dataPath: string, stored: readonly Stored[]) => Promise<boolean>,
  ): Promise<Journal> {
    const jobPath = join(dir, "job.json");
    const dataPath = join(dir, "data");
    const linesPath = join(dir, "journal.jsonl");
    const before = await readFile(jobPath, "utf8").catch(() => undefined);
    let done: JournalEntry[] = [];
    if (before === job) {
      const text = await readFile(linesPath, "utf8").catch(() => "");
      done = await soundEntries(text, (stored) => isThere(dataPath, stored));
    } else {
      await rm(dir, { recursive: true, force: true });
      await mkdir(dir, { recursive: true });
    }
    if (done.length === 0) await rm(dataPath, { recursive: true, force: true });
    const kept = done.map(lineOf).join("");
    await writeFile(linesPath, kept);
    await writeFile(join(dir, "quarters.bin"), "", { flag: "a" });
    if (before !== job) await writeFile(jobPath, job);
    const lines = await open(linesPath, "r+");
    const quarters = await open(join(dir, "quarters.bin"), "r+");
    return new Journal(dataPath, done, lines, quarters, slotBytes, files, Buffer.byteLength(kept));
  }

  /** Note a block as complete, after everything that it stored. */
  async append(block: Block, stored: readonly Stored[], quarter: Quarter | undefined): Promise<void> {
    const means = quarter?.means;
    if (means !== undefined) {
      const bytes = new Uint8Array(means.buffer, means.byteOffset, means.byteLength);
      await this.files.writeAt(this.quarters, bytes, block.index * this.slotBytes);
      await this.quarters.datasync();
    }
    const line = Buffer.from(
      lineOf({ block: block.index, stored, quarterSamples: means === undefined ? 0 : means.length }),
    );
    await this.files.writeAt(this.lines, line, this.linesEnd);
    await this.lines.datasync();
    this.linesEnd += line.length;
  }

  /** The means that a block of an earlier run gave to the level above it. */
  async readQuarter({ block, quarterSamples }: JournalEntry): Promise<Float32Array> {
    const means = new Float32Array(quarterSamples);
    await this.quarters.read(new Uint8Array(means.buffer), 0, means.byteLength, block * this.slotBytes);
    return means;
  }

  async close(): Promise<void> {
    await this.lines.close();
    await this.quarters.close();
  }
}

function lineOf(entry: JournalEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

/** The entries up to the first that is cut off, or whose data are not all there. */
async function soundEntries(
  text: string,
  isThere: (stored: readonly Stored[]) => Promise<boolean>,
): Promise<JournalEntry[]> {
  const lines = text.split("\n");
  lines.pop();
  const entries: JournalEntry[] = [];
  for (const line of lines) {
    const entry = parseEntry(line);
    if (entry?.block !== entries.length || !(await isThere(entry.stored))) break;
    entries.push(entry);
  }
  return entries;
}

/** A machine that lost power may have kept the length of a line and not its content. */
function parseEntry(line: string): JournalEntry | undefined {
  try {
    return JSON.parse(line) as JournalEntry;
  } catch {
    return undefined;
  }
}
