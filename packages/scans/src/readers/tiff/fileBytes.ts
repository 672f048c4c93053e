import { closeSync, fstat, fstatSync, open, openSync, read, readSync } from "node:fs";
import { promisify } from "node:util";
import { roomFor } from "../../codecs/memory.js";
import { native } from "../../codecs/native.js";
import { ScanError } from "../../errors.js";
import { atOnce, isNearby } from "../../nearby.js";

/** Reads up to this size come in clusters: a directory's count, its table, its values, the next directory. */
const smallBytes = 4096;
const clusterBytes = 16_384;
const keptClusters = 8;
const [openAsync, fstatAsync, readAsync] = [promisify(open), promisify(fstat), promisify(read)];

interface Cluster {
  readonly at: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A file read by position. Nothing that it says of itself makes a read leave it or grow without bound. */
export class FileBytes {
  // The last read first.
  readonly #clusters: Cluster[] = [];
  readonly #underWay = new Set<Promise<unknown>>();
  #closed = false;

  private constructor(
    readonly path: string,
    readonly sizeBytes: number,
    private readonly file: number,
  ) {}

  static async open(path: string): Promise<FileBytes> {
    const file = isNearby() ? atOnce(() => openSync(path, "r")) : await openAsync(path, "r");
    try {
      const { size } = isNearby() ? atOnce(() => fstatSync(file)) : await fstatAsync(file);
      return new FileBytes(path, size, file);
    } catch (error) {
      closeSync(file);
      throw error;
    }
  }

  /**
   * Exactly `length` bytes from `at`.
   *
   * @param memory where they may be written, if it is large enough; otherwise new memory is taken
   * @throws ScanError (corrupt) where the file does not hold them
   */
  async read(at: number, length: number, memory?: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
    this.assertHeld(at, length);
    if (this.#closed) throw closed(this.path);
    if (memory === undefined && length <= smallBytes) return this.#readSmall(at, length);
    const bytes = roomFor(length, memory);
    await this.#fill(bytes, at, length, length);
    return bytes;
  }

  /** @throws ScanError (corrupt) where the file does not hold these bytes */
  assertHeld(at: number, length: number): void {
    if (at >= 0 && length >= 0 && at + length <= this.sizeBytes) return;
    throw corrupt(this.path, `it points to bytes ${at} to ${at + length} of its ${this.sizeBytes}`);
  }

  /** Gives `work` the number of the open file, of which it may make use until it returns. */
  atOnce<T>(work: (file: number) => T): T {
    if (this.#closed) throw closed(this.path);
    return work(this.file);
  }

  /** Opening a pyramid takes dozens of small reads. */
  async #readSmall(at: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const holds = (one: Cluster): boolean => at >= one.at && at + length <= one.at + one.bytes.length;
    let cluster = this.#clusters.find(holds);
    if (cluster === undefined) {
      const bytes = roomFor(Math.min(Math.max(length, clusterBytes), this.sizeBytes - at), undefined);
      const done = await this.#fill(bytes, at, length, bytes.length, isNearby());
      cluster = { at, bytes: bytes.subarray(0, done) };
      this.#clusters.unshift(cluster);
      this.#clusters.length = Math.min(this.#clusters.length, keptClusters);
    }
    return cluster.bytes.slice(at - cluster.at, at - cluster.at + length);
  }

  /** Up to `most` bytes. @returns how many there were @throws ScanError where the file ends before `least` */
  async #fill(bytes: Uint8Array, at: number, least: number, most: number, isAtOnce = false): Promise<number> {
    const { file } = this;
    // What the page cache holds costs less to copy than to ask the thread pool for.
    let done = native?.readCached(file, at, bytes.subarray(0, most)) ?? 0;
    while (done < most) {
      const place = [bytes, done, most - done, at + done] as const;
      const bytesRead = isAtOnce ? atOnce(() => readSync(file, ...place)) : await this.#readInPool(...place);
      if (bytesRead === 0) {
        if (done >= least) break;
        throw corrupt(this.path, `it ended at byte ${at + done} while being read`);
      }
      done += bytesRead;
    }
    return done;
  }

  async #readInPool(bytes: Uint8Array, to: number, length: number, at: number): Promise<number> {
    if (this.#closed) throw closed(this.path);
    const reading = readAsync(this.file, bytes, to, length, at);
    this.#underWay.add(reading);
    try {
      return (await reading).bytesRead;
    } finally {
      this.#underWay.delete(reading);
    }
  }

  /** Waits for reads under way: the number of the file may be another's soon. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.allSettled(this.#underWay);
    closeSync(this.file);
  }
}

function closed(path: string): ScanError {
  const [problem, remedy] = ["it was closed while it was read", "Close a scan when its reads are done"];
  return new ScanError({ kind: "closed", path, problem, remedy });
}

/** The file contradicts itself. */
export function corrupt(path: string, problem: string, cause?: unknown): ScanError {
  return new ScanError({ kind: "corrupt", path, problem, remedy: "Copy or export the file again", cause });
}
