import { rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { estimateBackground } from "../background.js";
import { ScanError } from "../errors.js";
import type { ScanSource } from "../reader.js";
import { openSource } from "../readers/registry.js";
import { publish, refuseExisting, totalBytes } from "../writers/createScanWriter.js";
import { planScan, type ScanPlan, type ScanWriterOptions } from "../writers/options.js";
import { machineFiles, outputError } from "../writers/outputFiles.js";
import type { Quarter } from "../writers/pyramidBuilder.js";
import { PyramidWriter } from "../writers/pyramidWriter.js";
import { type StoredTile, TiffSink } from "../writers/tiffSink.js";
import type { OutputFiles, WrittenFile } from "../writers/tileSink.js";
import { ZarrSink } from "../writers/zarrSink.js";
import { BlockReader, blockLevel, blocksOf, tilesOf } from "./blocks.js";
import { Journal, type Stored } from "./journal.js";

/** Options of a conversion: those of a writer, except for what the scan itself says. */
export interface ConvertOptions
  extends Omit<ScanWriterOptions, "widthPx" | "heightPx" | "bitDepth" | "overwrite"> {
  /** Replace what stands at the output; it is kept beside it under the name `NAME.replaced-TIME`. */
  readonly replace?: boolean;
  /** The plane of an OME-Zarr of more than two axes. */
  readonly axisIndex?: Readonly<Record<string, number>>;
}

export interface ConvertRun {
  /** When it is aborted the block at work is finished, and the same call later goes on. */
  readonly signal?: AbortSignal;
  /** Told after every block, a square of 8 × 8 tiles. */
  readonly onBlock?: (done: number, total: number) => void;
}

export interface ConvertedScan {
  readonly path: string;
  readonly format: ScanPlan["format"];
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bitDepth: 8 | 16;
  readonly pixelSizeXUm: number | undefined;
  readonly pixelSizeYUm: number | undefined;
  readonly levels: number;
  readonly files: number;
  readonly bytes: number;
  readonly blocks: number;
  /** Blocks that an earlier, interrupted call had done. */
  readonly resumedBlocks: number;
  /** Where the old output is now, if it was replaced. */
  readonly replaced: string | undefined;
}

/**
 * Convert a scan into a pyramid: BigTIFF or OME-Zarr, grey, its pixels as they are (no resampling).
 *
 * Memory is bounded by two blocks of 8 × 8 tiles and the coarsest levels, whatever the scan's size. The work is kept in
 * a folder `.NAME.converting` beside the output: killed at any moment, the same call goes on after the last complete
 * block and makes the same bytes. Label and macro images of the input are not copied.
 *
 * @throws ScanError of the input, or `output`; `signal.reason` when it was aborted
 */
export function convertScan(
  input: string,
  output: string,
  options: ConvertOptions,
  run: ConvertRun = {},
): Promise<ConvertedScan> {
  return convertWith(input, output, options, run, machineFiles);
}

/** `convertScan` with the files to write to. */
export async function convertWith(
  input: string,
  output: string,
  options: ConvertOptions,
  run: ConvertRun,
  files: OutputFiles,
): Promise<ConvertedScan> {
  if (options.replace !== true) await refuseExisting(output);
  const { axisIndex } = options;
  const source = await openSource(input, axisIndex === undefined ? {} : { axisIndex });
  try {
    const plan = await planConversion(source, output, options);
    try {
      return await convertSource(source, await jobOf(input, plan, options), plan, options, run, files);
    } catch (error) {
      throw outputError(output, error);
    }
  } finally {
    await source.close();
  }
}

/** What will be written of a scan. @throws ScanError `request` for bad options */
export async function planConversion(
  source: ScanSource,
  output: string,
  options: ConvertOptions,
): Promise<ScanPlan> {
  const { widthPx, heightPx } = source.levels[0]!;
  const { replace: _, axisIndex: __, ...given } = options;
  const pixelSizeXUm = options.pixelSizeXUm ?? source.pixelSizeXUm;
  const pixelSizeYUm = options.pixelSizeYUm ?? source.pixelSizeYUm;
  if ((pixelSizeXUm === undefined) !== (pixelSizeYUm === undefined)) {
    throw new ScanError({
      kind: "pixel-size",
      path: output,
      problem: "the input states its pixel size along one axis only",
      remedy: "Give both pixel sizes",
    });
  }
  const background = options.background ?? (await estimateBackground(source));
  const { bitDepth } = source;
  return planScan(output, { ...given, widthPx, heightPx, bitDepth, pixelSizeXUm, pixelSizeYUm, background });
}

/** Everything that decides about the bytes of the result. */
async function jobOf(input: string, plan: ScanPlan, { axisIndex }: ConvertOptions): Promise<string> {
  const isUrl = /^https?:\/\//i.test(input);
  const found = isUrl ? undefined : await stat(input);
  const content = found?.isFile() ? { bytes: found.size, modified: found.mtimeMs } : {};
  const { path: _, overwrite: __, ...settings } = plan;
  const job = { version: 1, input: isUrl ? input : resolve(input), ...content, axisIndex, settings };
  return `${JSON.stringify(job, null, 2)}\n`;
}

async function convertSource(
  source: ScanSource,
  job: string,
  plan: ScanPlan,
  options: ConvertOptions,
  { signal, onBlock }: ConvertRun,
  files: OutputFiles,
): Promise<ConvertedScan> {
  const { path, format, levels, tilePx } = plan;
  const work = join(dirname(path), `.${basename(path)}.converting`);
  const journal = await Journal.open(work, job, tilePx * tilePx, files, allThere);
  let written: readonly WrittenFile[];
  const blocks = blocksOf(plan);
  try {
    const { sink, takeStored } = await openSink(plan, journal, files);
    let quarter: Quarter | undefined;
    const onQuarter = (given: Quarter): void => {
      quarter = given;
    };
    const pyramid = new PyramidWriter(plan, sink, { level: blockLevel + 1, onQuarter });
    try {
      for (const entry of journal.done) {
        if (entry.quarterSamples === 0) continue;
        const { column, row } = blocks[entry.block]!;
        pyramid.restore({ level: blockLevel + 1, column, row, means: await journal.readQuarter(entry) });
      }
      const reader = new BlockReader(source, plan);
      const first = journal.done.length;
      onBlock?.(first, blocks.length);
      let next = first < blocks.length ? ahead(reader.read(blocks[first]!)) : undefined;
      for (const block of blocks.slice(first)) {
        signal?.throwIfAborted();
        const image = await next!;
        const following = blocks[block.index + 1];
        next = following === undefined ? undefined : ahead(reader.read(following));
        quarter = undefined;
        for (const { column, row, samples } of tilesOf(block, image, plan)) {
          await pyramid.add(column, row, samples);
        }
        await pyramid.flush();
        await journal.append(block, await takeStored(), quarter);
        onBlock?.(block.index + 1, blocks.length);
      }
      signal?.throwIfAborted();
      written = await pyramid.finish();
    } finally {
      await pyramid.settle();
      await sink.close();
    }
  } finally {
    await journal.close();
  }
  const replaced = options.replace === true ? await setAside(path) : undefined;
  await publish({ ...plan, overwrite: false }, journal.dataPath, written, files);
  await rm(work, { recursive: true, force: true });
  const { widthPx, heightPx, bitDepth, pixelSizeXUm, pixelSizeYUm } = plan;
  return {
    path,
    format,
    widthPx,
    heightPx,
    bitDepth,
    pixelSizeXUm,
    pixelSizeYUm,
    levels: levels.length,
    files: written.length,
    bytes: totalBytes(written),
    blocks: blocks.length,
    resumedBlocks: journal.done.length,
    replaced,
  };
}

async function openSink(plan: ScanPlan, journal: Journal, files: OutputFiles) {
  const { dataPath, done } = journal;
  const stored = done.flatMap((entry) => entry.stored);
  if (plan.format === "ome-zarr") {
    const sink = await ZarrSink.create(plan, dataPath, files, stored as WrittenFile[]);
    return { sink, takeStored: (): Promise<Stored[]> => sink.takeStored() };
  }
  const sink =
    done.length === 0
      ? await TiffSink.create(plan, dataPath, files)
      : await TiffSink.resume(plan, dataPath, files, stored as StoredTile[]);
  return { sink, takeStored: (): Promise<Stored[]> => sink.takeStored() };
}

/** True where the files are as long as they were written: a machine that lost power may have dropped their ends. */
async function allThere(dataPath: string, stored: readonly Stored[]): Promise<boolean> {
  const sizeOf = (path: string) =>
    stat(path).then(
      ({ size }) => size,
      () => -1,
    );
  const end = Math.max(0, ...stored.map((item) => ("name" in item ? 0 : item[2] + item[3])));
  if (end > 0 && (await sizeOf(dataPath)) < end) return false;
  for (const item of stored) {
    if ("name" in item && (await sizeOf(join(dataPath, item.name))) !== item.bytes) return false;
  }
  return true;
}

/** A read that is waited for later: until then its failure is nobody's business. */
function ahead<T>(reading: Promise<T>): Promise<T> {
  reading.catch(() => {});
  return reading;
}

/** Give what stands at the path another name; undefined where nothing does. */
async function setAside(path: string): Promise<string | undefined> {
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const aside = `${path}.replaced-${stamp}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  await rename(`${path}.sha256`, `${aside}.sha256`).catch(() => {});
  return aside;
}
