import { createHash, randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { PatchForm } from "../patchReader.js";
import type { SiteTable } from "../sites.js";
import { CacheBudget } from "./cacheBudget.js";

/** Raised when the same key would give other bytes. */
const FORMAT = "cytonet.patch/1";
const MAGIC = Buffer.from("CYTOPAT1");
const DIGEST_BYTES = 32;
const HEADER_BYTES = MAGIC.length + DIGEST_BYTES;

/** Where patches are kept. Travels to worker threads as it is. */
export interface CacheOptions {
  /** The folder of entries of this form: see `openCache`. */
  readonly dir: string;
  /** Folder of the whole cache, and its bound. */
  readonly root: string;
  readonly maxBytes: number;
  /** Bytes that may still be written, shared by the threads of a process. */
  readonly budget: SharedArrayBuffer;
}

/** Folder name of a form's entries: patches of another size or resolution lie elsewhere. */
export function formFolder({ sidePx, pixelSizeUm, tone }: PatchForm): string {
  return sha256(JSON.stringify([FORMAT, sidePx, pixelSizeUm, tone])).slice(0, 16);
}

/**
 * Patches on a local disk, each in a file of its own, named by the scan's identity (path, size, time of change)
 * and the window. Entries carry a checksum: a damaged one is removed and counts as absent. Several threads and
 * processes may share a folder: files appear under their name complete.
 *
 * Faults of the cache never stop a reader: what cannot be read or written is a miss.
 */
export class PatchCache {
  readonly #identities = new Map<number, Promise<string | undefined>>();
  readonly #budget: CacheBudget;

  constructor(
    readonly options: CacheOptions,
    readonly sites: SiteTable,
    readonly form: PatchForm,
  ) {
    this.#budget = new CacheBudget(options);
  }

  /** Fills `out` with patch `index`. @returns false where it is not there */
  async read(index: number, out: Uint8Array): Promise<boolean> {
    const key = await this.#key(index);
    if (key === undefined) return false;
    const path = this.#path(key);
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes === undefined) return false;
    const payload = bytes.subarray(HEADER_BYTES);
    const sound =
      payload.length === out.length &&
      bytes.subarray(0, MAGIC.length).equals(MAGIC) &&
      bytes.subarray(MAGIC.length, HEADER_BYTES).equals(digest(key, payload));
    if (!sound) {
      await rm(path, { force: true }).catch(() => {});
      return false;
    }
    out.set(payload);
    return true;
  }

  /** Keeps patch `index`, where there is room. */
  async write(index: number, bytes: Uint8Array): Promise<void> {
    const key = await this.#key(index);
    if (key === undefined) return;
    const size = HEADER_BYTES + bytes.length;
    if (!(await this.#budget.take(size))) return;
    const path = this.#path(key);
    const partial = join(dirname(path), `.${randomBytes(8).toString("hex")}.partial`);
    try {
      await mkdir(dirname(path), { recursive: true });
      const file = await open(partial, "wx");
      try {
        await file.writev([Buffer.concat([MAGIC, digest(key, bytes)]), bytes]);
      } finally {
        await file.close();
      }
      await rename(partial, path);
    } catch {
      await rm(partial, { force: true }).catch(() => {});
    }
  }

  #path(key: string): string {
    return join(this.options.dir, key.slice(0, 2), `${key}.patch`);
  }

  async #key(index: number): Promise<string | undefined> {
    const number = this.sites.image[index]!;
    const known = this.#identities.get(number) ?? this.#identify(number);
    this.#identities.set(number, known);
    const identity = await known;
    if (identity === undefined) return undefined;
    return sha256(JSON.stringify([identity, this.sites.xPx[index], this.sites.yPx[index]]));
  }

  /** Undefined for what is no file or folder of this machine: nothing says when it changes. */
  async #identify(number: number): Promise<string | undefined> {
    const { path, pixelSizeXUm, pixelSizeYUm, stainPolarity } = this.sites.images[number]!;
    const { sidePx, pixelSizeUm, tone } = this.form;
    const facts = await describe(path);
    return (
      facts &&
      JSON.stringify([
        FORMAT,
        path,
        facts,
        pixelSizeXUm ?? null,
        pixelSizeYUm ?? null,
        stainPolarity,
        sidePx,
        pixelSizeUm,
        tone,
      ])
    );
  }
}

/** Metadata files of OME-Zarr, which a scan that is a folder is told by. */
const FOLDER_METADATA = ["zarr.json", ".zattrs", ".zgroup"];

async function describe(path: string): Promise<readonly number[] | undefined> {
  const own = await stat(path).catch(() => undefined);
  if (own === undefined) return undefined;
  if (own.isFile()) return [own.size, own.mtimeMs];
  const facts = [own.mtimeMs];
  for (const name of FOLDER_METADATA) {
    const found = await stat(join(path, name)).catch(() => undefined);
    if (found !== undefined) facts.push(found.size, found.mtimeMs);
  }
  return facts;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Over the key too, so that an entry under another's name is not believed. */
function digest(key: string, payload: Uint8Array): Buffer {
  return createHash("sha256").update(key).update(payload).digest();
}
