import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { GreySamples } from "../image.js";
import { fullTile, tileEncoder } from "./encode.js";
import { tileExtent } from "./levels.js";
import type { ScanPlan } from "./options.js";
import { emptyTables, headBytes, layoutHead, type TileTable } from "./tiffLayout.js";
import type { EncodedTile, OutputFiles, TilePlace, TileSink, WrittenFile } from "./tileSink.js";

/** A stored tile: level, index in its grid, offset, bytes. */
export type StoredTile = readonly [level: number, index: number, offset: number, bytes: number];

/** Tiles that follow one another behind room for the head, which is written last. */
export class TiffSink implements TileSink {
  readonly #encode;
  readonly #tables: readonly TileTable[];
  #end: number;
  #stored: StoredTile[] = [];

  private constructor(
    private readonly plan: ScanPlan,
    private readonly path: string,
    private readonly file: FileHandle,
    private readonly files: OutputFiles,
  ) {
    this.#encode = tileEncoder(plan);
    this.#tables = emptyTables(plan);
    this.#end = headBytes(plan);
  }

  /** Begin a file. */
  static async create(plan: ScanPlan, path: string, files: OutputFiles): Promise<TiffSink> {
    return new TiffSink(plan, path, await open(path, "w+"), files);
  }

  /** Go on with a file of which these tiles are stored; what lies behind them is cut off. */
  static async resume(
    plan: ScanPlan,
    path: string,
    files: OutputFiles,
    stored: Iterable<StoredTile>,
  ): Promise<TiffSink> {
    const sink = new TiffSink(plan, path, await open(path, "r+"), files);
    for (const tile of stored) sink.#enter(tile);
    await sink.file.truncate(sink.#end);
    return sink;
  }

  async encode(place: TilePlace, samples: GreySamples): Promise<EncodedTile> {
    const { levels, tilePx } = this.plan;
    const extent = tileExtent(levels[place.level]!, place.column, place.row, tilePx);
    return { ...place, bytes: await this.#encode(fullTile(samples, extent, this.plan)) };
  }

  async store({ level, column, row, bytes }: EncodedTile): Promise<void> {
    const tile: StoredTile = [
      level,
      row * this.plan.levels[level]!.columns + column,
      this.#end,
      bytes!.length,
    ];
    await this.files.writeAt(this.file, bytes!, this.#end);
    this.#enter(tile);
    this.#stored.push(tile);
  }

  /** Tiles stored since the last call, when they have reached the disk. */
  async takeStored(): Promise<StoredTile[]> {
    await this.file.datasync();
    return this.#stored.splice(0);
  }

  async finish(): Promise<readonly WrittenFile[]> {
    await this.files.writeAt(this.file, layoutHead(this.plan, this.#tables), 0);
    await this.file.sync();
    const sha256 = this.plan.checksums ? await sha256Of(this.path) : "";
    return [{ name: "", bytes: this.#end, sha256 }];
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  #enter([level, index, offset, bytes]: StoredTile): void {
    this.#tables[level]!.offsets[index] = offset;
    this.#tables[level]!.byteCounts[index] = bytes;
    this.#end = Math.max(this.#end, offset + bytes);
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const part of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(part as Buffer);
  return hash.digest("hex");
}
