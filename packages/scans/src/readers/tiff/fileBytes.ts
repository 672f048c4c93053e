import { closeSync, fstat, fstatSync, open, openSync, read, readSync } from "node:fs";
import { promisify } from "node:util";
import { borrow, giveBack, roomFor } from "../../codecs/memory.js";
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
  /** Bytes from `at` on that were read, in borrowed memory. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What `atHand` would have to wait for. */
class NotAtHand {
  constructor(
    readonly at: number,
    readonly length: number,
  ) {}
}

/** A file read by position. Nothing that it says of itself makes a read leave it or grow without bound. */
export class FileBytes {
  // The last read first.
  readonly #clusters: Cluster[] = [];
  readonly #underWay = new Set<Promise<unknown>>();
  #parsing = 0;
  #closed = false;

  private constructor(
    readonly path: string,
    readonly sizeBytes: number,
    /** Another one where the file is another, or was changed. */
    readonly identity: string,
    /** When it was changed last, ms since 1970. */
    readonly changedMs: number,
    private readonly file: number,
  ) {}

  static async open(path: string): Promise<FileBytes> {
    const file = isNearby() ? atOnce(() => openSync(path, "r")) : await openAsync(path, "r");
    try {
      const found = isNearby() ? atOnce(() => fstatSync(file)) : await fstatAsync(file);
      const { dev, ino, size, mtimeMs, ctimeMs } = found;
      const identity = [dev, ino, size, mtimeMs, ctimeMs].join();
      return new FileBytes(path, size, identity, Math.max(mtimeMs, ctimeMs), file);
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
    if (memory === undefined && length <= smallBytes) {
      return this.parsed(() => this.atHand(at, length).slice());
    }
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

  /**
   * What `work` makes of bytes that it asks `atHand` for. What would have to be waited for is read, and `work` begins
   * anew: opening a pyramid takes dozens of small reads, hardly any of which waits.
   */
  async parsed<T>(work: () => T): Promise<T> {
    this.#parsing += 1;
    try {
      for (;;) {
        try {
          return work();
        } catch (cause) {
          if (!(cause instanceof NotAtHand)) throw cause;
          await this.#fetch(cause.at, cause.length);
        }
      }
    } finally {
      this.#parsing -= 1;
      if (this.#parsing === 0) this.#keepFew();
    }
  }

  /**
   * Bytes that may be looked at until the `work` that `parsed` does returns.
   *
   * @throws ScanError (corrupt) where the file does not hold them
   */
  atHand(at: number, length: number): Uint8Array<ArrayBuffer> {
    this.assertHeld(at, length);
    if (this.#closed) throw closed(this.path);
    const known = this.#clusters.find((one) => at >= one.at && at + length <= one.at + one.bytes.length);
    if (known !== undefined) return known.bytes.subarray(at - known.at, at - known.at + length);
    const memory = this.#clusterMemory(at, length);
    let done = native?.readCached(this.file, at, memory) ?? 0;
    const isAtOnce = length <= smallBytes && isNearby();
    while (done < length && isAtOnce) {
      const place = [memory, done, memory.length - done, at + done] as const;
      const bytesRead = atOnce(() => readSync(this.file, ...place));
      if (bytesRead === 0) throw this.#ended(at + done);
      done += bytesRead;
    }
    if (done < length) {
      giveBack(memory);
      throw new NotAtHand(at, length);
    }
    return this.#keep(at, memory.subarray(0, done)).subarray(0, length);
  }

  async #fetch(at: number, length: number): Promise<void> {
    const memory = this.#clusterMemory(at, length);
    const done = await this.#fill(memory, at, length, memory.length);
    this.#keep(at, memory.subarray(0, done));
  }

  #clusterMemory(at: number, length: number): Uint8Array<ArrayBuffer> {
    const bytes = Math.min(Math.max(length, clusterBytes), this.sizeBytes - at);
    return borrow(Math.max(bytes, clusterBytes)).subarray(0, bytes);
  }

  #keep(at: number, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    this.#clusters.unshift({ at, bytes });
    return bytes;
  }

  /** Of what was parsed the last few clusters: the places of tiles lie near the directory. */
  #keepFew(most = keptClusters): void {
    const kept = this.#clusters.filter(({ bytes }) => bytes.length <= clusterBytes).slice(0, most);
    for (const cluster of this.#clusters) if (!kept.includes(cluster)) giveBack(cluster.bytes);
    this.#clusters.splice(0, this.#clusters.length, ...kept);
  }

  /** Up to `most` bytes. @returns how many there were @throws ScanError where the file ends before `least` */
  async #fill(bytes: Uint8Array, at: number, least: number, most: number): Promise<number> {
    // What the page cache holds costs less to copy than to ask the thread pool for.
    let done = native?.readCached(this.file, at, bytes.subarray(0, most)) ?? 0;
    while (done < most) {
      const bytesRead = await this.#readInPool(bytes, done, most - done, at + done);
      if (bytesRead === 0) {
        if (done >= least) break;
        throw this.#ended(at + done);
      }
      done += bytesRead;
    }
    return done;
  }

  #ended(at: number): ScanError {
    return corrupt(this.path, `it ended at byte ${at} while being read`);
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
    if (this.#parsing === 0) this.#keepFew(0);
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
