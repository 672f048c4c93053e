import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ScanError } from "../errors.js";
import type { GreySamples, SampleMemory } from "../image.js";

/** How the data lie around deflate; numbered as the addon does. */
export const deflateForm = { zlib: 0, raw: 1, gzip: 2 } as const;
/** What the components of a JPEG mean; numbered as the addon does. */
export const jpegColours = { grey: 0, ycbcr: 1, rgb: 2 } as const;

/**
 * The addon's functions; `packages/scans/native` documents each. What is wrong with the data comes back as text;
 * arguments that do not fit one another are thrown.
 */
export interface NativeCodecs {
  /** Bytes written, or -1 where `output` is too small. */
  inflate(form: number, input: Uint8Array, output: Uint8Array): number | string;
  decodeZstd(input: Uint8Array, output: Uint8Array): number | string;
  /** 0, or 1 for another kind than baseline in one scan. */
  decodeJpeg(
    tables: Uint8Array | undefined,
    input: Uint8Array,
    colours: number,
    output: Uint8Array,
    outputAt: number,
    strideBytes: number,
    imageWidthPx: number,
    imageHeightPx: number,
    leftPx: number,
    topPx: number,
    widthPx: number,
    heightPx: number,
  ): number | string;
  /** How many tiles were placed: fewer than there are plans where one is not as expected. */
  placeTiles(
    codec: number,
    tileWidthPx: number,
    tileRows: number,
    samples: number,
    hasDifferences: number,
    jpegTables: Uint8Array | undefined,
    input: Uint8Array,
    plans: Int32Array,
    output: SampleMemory,
    stride: number,
  ): number;
  /** The same out of an open file: fewer also where a tile's bytes are not in the page cache. */
  placeCachedTiles(
    codec: number,
    tileWidthPx: number,
    tileRows: number,
    samples: number,
    hasDifferences: number,
    jpegTables: Uint8Array | undefined,
    file: number,
    places: Float64Array,
    plans: Int32Array,
    output: SampleMemory,
    stride: number,
  ): number;
  /** How many bytes of an open file, from `at` on, the page cache held. */
  readCached(file: number, at: number, memory: Uint8Array): number;
  /** How often this thread has waited for something; negative where the system does not tell. */
  waits(): number;
  /** `lengths` receives the bytes of each file, or -1 where it was not read. */
  readFiles(
    paths: readonly string[],
    mostBytes: number,
    memory: Uint8Array,
    lengths: Float64Array,
  ): Promise<void>;
  averageBlocks(rows: SampleMemory, widthPx: number, factor: number, out: SampleMemory): void;
  luma(rgb: GreySamples, out: GreySamples): void;
  undoDifferences(values: GreySamples, rowLength: number, channels: number): void;
  copyRows(
    from: GreySamples,
    fromAt: number,
    fromStride: number,
    to: SampleMemory,
    toAt: number,
    toStride: number,
    width: number,
    rows: number,
  ): void;
  versions(): string;
}

/** What `build/codecs/current.json` says: the addon that set-up built, or why there is none. */
export interface CodecBuild {
  /** Absolute path; null where it could not be built. */
  readonly addon: string | null;
  /** In words, with the remedy. */
  readonly reason?: string;
}

/** Which decoders read scans in this process. */
export interface ScanCodecs {
  readonly native: boolean;
  /** Libraries and their versions. */
  readonly libraries: string;
  /** Why the slower decoders are used, and what to do about it. */
  readonly reason?: string;
}

const portableLibraries = "zlib of Node, libvips, numcodecs (WebAssembly)";

const setting = "CYTONET_CODECS";

interface Loaded {
  readonly addon?: NativeCodecs;
  readonly reason?: string;
  readonly refusal?: ScanError;
}

function buildRecord(): CodecBuild | undefined {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, "build", "codecs", "current.json");
    if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as CodecBuild;
    if (dirname(folder) === folder) return undefined;
  }
}

function load(): Loaded {
  const asked = process.env[setting] ?? "native";
  if (asked !== "native" && asked !== "portable") {
    return {
      refusal: new ScanError({
        kind: "request",
        path: setting,
        problem: `it is ${JSON.stringify(asked)}, which names no decoders`,
        remedy: "Set it to native or to portable, or leave it unset",
      }),
    };
  }
  if (asked === "portable") return { reason: `${setting}=portable asks for them` };
  const record = buildRecord();
  if (record === undefined) return { reason: "the codec addon has not been built: run `make build`" };
  if (record.addon === null) return { reason: record.reason ?? "set-up could not build the codec addon" };
  try {
    return { addon: createRequire(import.meta.url)(record.addon) as NativeCodecs };
  } catch (cause) {
    const problem = (cause as Error).message.split("\n")[0];
    return { reason: `the codec addon cannot be loaded (${problem}): run \`make build\`` };
  }
}

const loaded = load();

/** The addon; undefined where the portable decoders are to be used, for whatever reason. */
export const native: NativeCodecs | undefined = loaded.addon;

/** @throws ScanError `request` where `CYTONET_CODECS` names no decoders */
export function assertCodecs(): void {
  if (loaded.refusal !== undefined) throw loaded.refusal;
}

/**
 * The decoders in use; both give the same pixels (JPEG within a level or two), the native ones several times faster.
 *
 * @throws ScanError `request` where `CYTONET_CODECS` names none
 */
export function scanCodecs(): ScanCodecs {
  assertCodecs();
  if (native !== undefined) return { native: true, libraries: native.versions() };
  return { native: false, libraries: portableLibraries, ...(loaded.reason ? { reason: loaded.reason } : {}) };
}
