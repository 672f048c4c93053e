import { closeSync, fstatSync, openSync, read } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { native } from "../codecs/native.js";
import { ScanError } from "../errors.js";
import { atOnce, isNearby } from "../nearby.js";
import type { ByteRange, ZarrStore } from "./zarrStore.js";

const absent = new Set(["ENOENT", "ENOTDIR", "EISDIR"]);
const mostOpenFiles = 32;
const readAsync = promisify(read);

interface OpenFile {
  readonly handle: Promise<{ readonly file: FileHandle; readonly sizeBytes: number } | undefined>;
  users: number;
}

/** A zarr in a folder; the shards last read from stay open. */
export class FolderStore implements ZarrStore {
  readonly isFar = false;
  readonly #open = new Map<string, OpenFile>();

  constructor(readonly root: string) {}

  locate(name: string): string {
    return join(this.root, name);
  }

  async get(name: string, mostBytes: number): Promise<Uint8Array | undefined> {
    const path = this.locate(name);
    if (isNearby()) return this.#getNearby(path, mostBytes);
    const found = await openFile(path);
    if (found === undefined) return undefined;
    try {
      refuseLarger(path, found.sizeBytes, mostBytes);
      return await readBytes(path, found.file, 0, found.sizeBytes);
    } finally {
      await found.file.close();
    }
  }

  /**
   * A file of a disk nearby: opening it at once costs less than asking the thread pool for it, which then only reads.
   */
  async #getNearby(path: string, mostBytes: number): Promise<Uint8Array | undefined> {
    let file: number | undefined;
    try {
      file = atOnce(() => openSync(path, "r"));
      const { size, isFile } = sizeOf(file);
      if (!isFile) return undefined;
      refuseLarger(path, size, mostBytes);
      const bytes = Buffer.allocUnsafeSlow(size);
      for (let done = 0; done < size; ) {
        const { bytesRead } = await readAsync(file, bytes, done, size - done, done);
        if (bytesRead === 0) throw corrupt(path, `it ended at byte ${done} while being read`);
        done += bytesRead;
      }
      return bytes;
    } catch (cause) {
      if (cause instanceof ScanError) throw cause;
      if (absent.has((cause as NodeJS.ErrnoException).code ?? "")) return undefined;
      throw unreadable(path, cause);
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }

  readonly readFiles: ZarrStore["readFiles"] =
    native === undefined
      ? undefined
      : (names, mostBytes, memory, lengths) =>
          native!.readFiles(
            names.map((name) => this.locate(name)),
            mostBytes,
            memory,
            lengths,
          );

  async getRange(name: string, range: ByteRange): Promise<Uint8Array | undefined> {
    const path = this.locate(name);
    let entry = this.#open.get(path);
    if (entry === undefined) {
      entry = { handle: openFile(path), users: 0 };
      // A failure is told below, to everyone who waits for this file.
      entry.handle.catch(() => this.#open.delete(path));
    } else this.#open.delete(path);
    this.#open.set(path, entry);
    entry.users += 1;
    try {
      const found = await entry.handle;
      if (found === undefined) {
        this.#open.delete(path);
        return undefined;
      }
      const { file, sizeBytes } = found;
      const length = "offset" in range ? range.length : range.suffixLength;
      const offset = "offset" in range ? range.offset : sizeBytes - length;
      if (!(offset >= 0 && length >= 0 && offset + length <= sizeBytes)) {
        throw corrupt(path, `bytes ${offset} to ${offset + length} of its ${sizeBytes} are asked for`);
      }
      return await readBytes(path, file, offset, length);
    } finally {
      entry.users -= 1;
      await this.#trim();
    }
  }

  async close(): Promise<void> {
    const entries = [...this.#open.values()];
    this.#open.clear();
    for (const { handle } of entries) await (await handle)?.file.close();
  }

  async #trim(): Promise<void> {
    for (const [path, entry] of this.#open) {
      if (this.#open.size <= mostOpenFiles) return;
      if (entry.users > 0) continue;
      this.#open.delete(path);
      await (await entry.handle)?.file.close();
    }
  }
}

async function openFile(path: string): Promise<{ file: FileHandle; sizeBytes: number } | undefined> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, "r");
    const found = await file.stat();
    if (found.isFile()) return { file, sizeBytes: found.size };
    await file.close();
    return undefined;
  } catch (cause) {
    if (absent.has((cause as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw unreadable(path, cause);
  }
}

function sizeOf(file: number): { readonly size: number; readonly isFile: boolean } {
  const found = fstatSync(file);
  return { size: found.size, isFile: found.isFile() };
}

function refuseLarger(path: string, sizeBytes: number, mostBytes: number): void {
  if (sizeBytes <= mostBytes) return;
  throw corrupt(path, `it has ${sizeBytes} bytes where at most ${mostBytes} can be meant`);
}

function unreadable(path: string, cause: unknown): ScanError {
  return new ScanError({
    kind: "missing",
    path,
    problem: `it cannot be opened (${cause instanceof Error ? cause.message : cause})`,
    remedy: "Check the right to read it, and the limit of open files",
    cause,
  });
}

async function readBytes(path: string, file: FileHandle, at: number, length: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafeSlow(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(bytes, done, length - done, at + done);
    if (bytesRead === 0) throw corrupt(path, `it ended at byte ${at + done} while being read`);
    done += bytesRead;
  }
  return bytes;
}

function corrupt(path: string, problem: string): ScanError {
  return new ScanError({ kind: "corrupt", path, problem, remedy: "Copy or download the scan again" });
}
