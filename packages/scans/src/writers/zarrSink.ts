import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { GreySamples } from "../image.js";
import { fullTile, isUniform, tileEncoder } from "./encode.js";
import { tileExtent } from "./levels.js";
import type { ScanPlan } from "./options.js";
import { assembleShard } from "./shard.js";
import { checksumText } from "./sums.js";
import type { EncodedTile, OutputFiles, TilePlace, TileSink, WrittenFile } from "./tileSink.js";
import { shardChunks, zarrMetadata } from "./zarrMetadata.js";

interface PendingShard {
  readonly chunks: Map<number, Uint8Array>;
  missing: number;
}

/** A folder of chunks or, in 0.5, of shards, which wait in memory until all their chunks have come. */
export class ZarrSink implements TileSink {
  readonly #encode;
  readonly #shards = new Map<string, PendingShard>();
  readonly #written = new Map<string, WrittenFile>();
  #stored: WrittenFile[] = [];

  private constructor(
    private readonly plan: ScanPlan,
    private readonly dir: string,
    private readonly files: OutputFiles,
  ) {
    this.#encode = tileEncoder(plan);
  }

  /** Begin a folder, or go on with one that holds these files. */
  static async create(
    plan: ScanPlan,
    dir: string,
    files: OutputFiles,
    stored: Iterable<WrittenFile> = [],
  ): Promise<ZarrSink> {
    await mkdir(dir, { recursive: true });
    const sink = new ZarrSink(plan, dir, files);
    for (const file of stored) sink.#written.set(file.name, file);
    return sink;
  }

  async encode(place: TilePlace, samples: GreySamples): Promise<EncodedTile> {
    const { levels, tilePx, background } = this.plan;
    if (isUniform(samples, background)) return { ...place, bytes: undefined };
    const extent = tileExtent(levels[place.level]!, place.column, place.row, tilePx);
    return { ...place, bytes: await this.#encode(fullTile(samples, extent, this.plan)) };
  }

  async store({ level, column, row, bytes }: EncodedTile): Promise<void> {
    const side = shardChunks(this.plan, level);
    if (side === 1) {
      if (bytes !== undefined) await this.#write(this.#chunkName(level, column, row), bytes);
      return;
    }
    const [shardColumn, shardRow] = [Math.floor(column / side), Math.floor(row / side)];
    const name = this.#chunkName(level, shardColumn, shardRow);
    let shard = this.#shards.get(name);
    if (shard === undefined) {
      const { columns, rows } = this.plan.levels[level]!;
      const missing = Math.min(side, columns - shardColumn * side) * Math.min(side, rows - shardRow * side);
      shard = { chunks: new Map(), missing };
      this.#shards.set(name, shard);
    }
    if (bytes !== undefined) shard.chunks.set((row % side) * side + (column % side), bytes);
    shard.missing -= 1;
    if (shard.missing > 0) return;
    this.#shards.delete(name);
    if (shard.chunks.size > 0) await this.#write(name, assembleShard(shard.chunks, side * side));
  }

  /** Files written since the last call. */
  async takeStored(): Promise<WrittenFile[]> {
    return this.#stored.splice(0);
  }

  async finish(): Promise<readonly WrittenFile[]> {
    for (const { name, content } of zarrMetadata(this.plan)) {
      await this.#write(name, new TextEncoder().encode(`${JSON.stringify(content, null, 2)}\n`));
    }
    const written = [...this.#written.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    if (this.plan.checksums) {
      const sums = new TextEncoder().encode(checksumText(written));
      await this.files.writeFile(join(this.dir, "SHA256SUMS"), sums);
    }
    return written;
  }

  async close(): Promise<void> {}

  #chunkName(level: number, column: number, row: number): string {
    const key = `${row}/${column}`;
    return this.plan.omeZarrVersion === "0.4" ? `${level}/${key}` : `${level}/c/${key}`;
  }

  async #write(name: string, bytes: Uint8Array): Promise<void> {
    await this.files.writeFile(join(this.dir, name), bytes);
    const sha256 = this.plan.checksums ? createHash("sha256").update(bytes).digest("hex") : "";
    const file = { name, bytes: bytes.length, sha256 };
    this.#written.set(name, file);
    this.#stored.push(file);
  }
}
