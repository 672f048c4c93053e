import type { GreySamples } from "../image.js";

/** Where one tile belongs. */
export interface TilePlace {
  readonly level: number;
  readonly column: number;
  readonly row: number;
}

/** A tile on its way to the file; without bytes it is background and need not be stored. */
export interface EncodedTile extends TilePlace {
  readonly bytes: Uint8Array | undefined;
}

/** A file of a written scan, relative to the scan's own path ("" for a single file). */
export interface WrittenFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * One format on disk, below a temporary path. `encode` may run for several tiles at once; `store` runs for one at a
 * time, in the order of the tiles.
 */
export interface TileSink {
  /** @param samples the part of the tile inside the image */
  encode(place: TilePlace, samples: GreySamples): Promise<EncodedTile>;
  store(tile: EncodedTile): Promise<void>;
  /** Write everything but tiles: directories, metadata, checksums. */
  finish(): Promise<readonly WrittenFile[]>;
  /** Close files; what is written stays. */
  close(): Promise<void>;
}

/** Where bytes go; tests stand in for a full disk. */
export interface OutputFiles {
  /** Write a whole file, making its folder. */
  writeFile(path: string, bytes: Uint8Array): Promise<void>;
  /** Write at a place of an open file. */
  writeAt(file: import("node:fs/promises").FileHandle, bytes: Uint8Array, position: number): Promise<void>;
}
