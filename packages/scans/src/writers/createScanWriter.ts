import { randomBytes } from "node:crypto";
import { lstat, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ScanError } from "../errors.js";
import { type BitDepth, type GreySamples, greySamples } from "../image.js";
import { tileExtent } from "./levels.js";
import { planScan, type ScanPlan, type ScanWriterOptions } from "./options.js";
import { machineFiles, outputError } from "./outputFiles.js";
import { PyramidWriter } from "./pyramidWriter.js";
import { checksumText } from "./sums.js";
import { TiffSink } from "./tiffSink.js";
import type { OutputFiles, TileSink, WrittenFile } from "./tileSink.js";
import { ZarrSink } from "./zarrSink.js";

/** A finished scan. */
export interface WrittenScan {
  readonly path: string;
  readonly levels: number;
  /** Files of the scan with their SHA-256 (empty where `checksums` is false); a TIFF is one file with the name "". */
  readonly files: readonly WrittenFile[];
  readonly bytes: number;
}

/** A scan that is being written: level 0 goes in, the coarser levels follow by themselves. */
export interface ScanWriter {
  readonly path: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bitDepth: BitDepth;
  readonly tilePx: number;
  /** Tiles of level 0 along x and along y. */
  readonly columns: number;
  readonly rows: number;

  /**
   * Write a tile of level 0. Tiles may come in any order, each once; rows of tiles or square blocks of tiles need the
   * least memory. Await it: it waits while much is on its way to the disk. The samples must not change afterwards.
   *
   * @param samples the tile's part inside the image, row by row: `tilePx` × `tilePx`, less at the right and lower edges
   * @throws ScanError `request` for a wrong place or length, `output` when an earlier tile could not be written
   */
  writeTile(column: number, row: number, samples: GreySamples): Promise<void>;

  /**
   * Write full-width rows of level 0 as tiles.
   *
   * @param yPx first row, a multiple of `tilePx`
   * @param samples whole rows: a multiple of `tilePx` of them, or all that are left
   */
  writeBand(yPx: number, samples: GreySamples): Promise<void>;

  /**
   * Complete the scan and give it its name. @throws ScanError `request` when tiles are missing, `output` when it
   * cannot be written; the partial scan is removed then.
   */
  finish(): Promise<WrittenScan>;

  /** Remove what was written; does nothing after `finish`. */
  abort(): Promise<void>;
}

/**
 * Begin a pyramidal scan of one grey channel: a tiled BigTIFF (with OME-XML) or an OME-Zarr.
 *
 * It is written under a temporary name beside `path`, which `finish` replaces. Memory is bounded by the order of tiles
 * (see `ScanWriter.writeTile`), not by the scan: about 0.2 GB for rows of a scan 40,000 px wide.
 *
 * @example
 * ```ts
 * const writer = await createScanWriter("section.ome.zarr", {
 *   format: "ome-zarr", widthPx: 40_000, heightPx: 50_000, bitDepth: 8, pixelSizeXUm: 2, pixelSizeYUm: 2,
 * });
 * for (let row = 0; row < writer.rows; row++)
 *   for (let column = 0; column < writer.columns; column++)
 *     await writer.writeTile(column, row, paint(column, row));
 * await writer.finish();
 * ```
 * @throws ScanError `request` for bad options, `output` where the path is taken or cannot be written
 */
export function createScanWriter(path: string, options: ScanWriterOptions): Promise<ScanWriter> {
  return beginScan(path, options, machineFiles);
}

/** `createScanWriter` with the files to write to. */
export async function beginScan(
  path: string,
  options: ScanWriterOptions,
  files: OutputFiles,
): Promise<ScanWriter> {
  const plan = planScan(path, options);
  if (!plan.overwrite) await refuseExisting(path);
  const partial = join(
    dirname(path),
    `.${basename(path)}.partial-${process.pid}-${randomBytes(4).toString("hex")}`,
  );
  let sink: TileSink;
  try {
    sink =
      plan.format === "tiff"
        ? await TiffSink.create(plan, partial, files)
        : await ZarrSink.create(plan, partial, files);
  } catch (error) {
    throw outputError(path, error);
  }
  return writerOf(plan, partial, sink, files);
}

function writerOf(plan: ScanPlan, partial: string, sink: TileSink, files: OutputFiles): ScanWriter {
  const { path, widthPx, heightPx, bitDepth, tilePx, levels } = plan;
  const { columns, rows } = levels[0]!;
  const pyramid = new PyramidWriter(plan, sink);
  const seen = new Uint8Array(columns * rows);
  let state: "open" | "done" = "open";

  function refuse(problem: string, remedy: string): never {
    throw new ScanError({ kind: "request", path, problem, remedy });
  }

  async function discard(): Promise<void> {
    state = "done";
    await pyramid.settle();
    await sink.close();
    await rm(partial, { recursive: true, force: true });
  }

  async function writeTile(column: number, row: number, samples: GreySamples): Promise<void> {
    if (state !== "open") refuse("it was finished or aborted", "Begin another writer");
    const inside = Number.isInteger(column) && Number.isInteger(row) && column >= 0 && row >= 0;
    if (!inside || column >= columns || row >= rows) {
      refuse(`there is no tile (${column}, ${row})`, `It has ${columns} x ${rows} tiles`);
    }
    const extent = tileExtent(levels[0]!, column, row, tilePx);
    const expected = extent.widthPx * extent.heightPx;
    if (samples.length !== expected || samples.BYTES_PER_ELEMENT * 8 !== bitDepth) {
      refuse(
        `tile (${column}, ${row}) has ${samples.length} samples of ${samples.BYTES_PER_ELEMENT * 8} bits`,
        `Give ${extent.widthPx} x ${extent.heightPx} samples of ${bitDepth} bits`,
      );
    }
    if (seen[row * columns + column]) refuse(`tile (${column}, ${row}) came twice`, "Write every tile once");
    seen[row * columns + column] = 1;
    await pyramid.add(column, row, samples);
  }

  return {
    path,
    widthPx,
    heightPx,
    bitDepth,
    tilePx,
    columns,
    rows,
    writeTile,

    async writeBand(yPx, samples) {
      const bandPx = samples.length / widthPx;
      const whole = Number.isInteger(bandPx) && Number.isInteger(yPx / tilePx) && yPx >= 0;
      if (!whole || (bandPx % tilePx !== 0 && yPx + bandPx !== heightPx) || yPx + bandPx > heightPx) {
        refuse(
          `a band at ${yPx} px has ${samples.length} samples`,
          `Give whole rows of ${widthPx} px, ${tilePx} of them or as many as are left`,
        );
      }
      for (let y = 0; y < bandPx; y += tilePx) {
        for (let column = 0; column < columns; column++) {
          const row = (yPx + y) / tilePx;
          const extent = tileExtent(levels[0]!, column, row, tilePx);
          const tile = greySamples(bitDepth, extent.widthPx * extent.heightPx);
          for (let line = 0; line < extent.heightPx; line++) {
            const from = (y + line) * widthPx + column * tilePx;
            tile.set(samples.subarray(from, from + extent.widthPx), line * extent.widthPx);
          }
          await writeTile(column, row, tile);
        }
      }
    },

    async finish() {
      if (state !== "open") refuse("it was finished or aborted", "Begin another writer");
      const missing = seen.reduce((count, there) => count + (there ? 0 : 1), 0);
      if (missing > 0) refuse(`${missing} of ${seen.length} tiles are missing`, "Write every tile, or abort");
      try {
        const written = await pyramid.finish();
        await sink.close();
        await publish(plan, partial, written, files);
        state = "done";
        return { path, levels: levels.length, files: written, bytes: totalBytes(written) };
      } catch (error) {
        await discard().catch(() => {});
        throw outputError(path, error);
      }
    },

    async abort() {
      if (state === "open") await discard();
    },
  };
}

/** Give a complete partial scan its name; what stood there goes. */
export async function publish(
  { path, format, checksums, overwrite }: ScanPlan,
  partial: string,
  written: readonly WrittenFile[],
  files: OutputFiles,
): Promise<void> {
  if (format === "tiff" && checksums) {
    const named = written.map((file) => ({ ...file, name: basename(path) }));
    await files.writeFile(`${path}.sha256`, new TextEncoder().encode(checksumText(named)));
  }
  if (overwrite) {
    // A folder cannot replace another in one step, so the old one steps aside first.
    const old = `${partial}-old`;
    const stood = await rename(path, old).then(
      () => true,
      () => false,
    );
    await rename(partial, path);
    if (stood) await rm(old, { recursive: true, force: true });
    return;
  }
  await refuseExisting(path);
  await rename(partial, path);
}

/** @throws ScanError `output` where something stands at the path */
export async function refuseExisting(path: string): Promise<void> {
  try {
    await lstat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw outputError(path, error);
  }
  throw new ScanError({
    kind: "output",
    path,
    problem: "it exists already",
    remedy: "Choose another name, or ask to replace it",
  });
}

export function totalBytes(files: readonly WrittenFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
