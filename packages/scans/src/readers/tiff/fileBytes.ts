import { type FileHandle, open } from "node:fs/promises";
import { roomFor } from "../../codecs/memory.js";
import { ScanError } from "../../errors.js";

/** A file read by position. Nothing that it says of itself makes a read leave it or grow without bound. */
export class FileBytes {
  private constructor(
    readonly path: string,
    readonly sizeBytes: number,
    private readonly handle: FileHandle,
  ) {}

  static async open(path: string): Promise<FileBytes> {
    const handle = await open(path, "r");
    try {
      return new FileBytes(path, (await handle.stat()).size, handle);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /**
   * Exactly `length` bytes from `at`.
   *
   * @param memory where they may be written, if it is large enough; otherwise new memory is taken
   * @throws ScanError (corrupt) where the file does not hold them
   */
  async read(at: number, length: number, memory?: Uint8Array): Promise<Uint8Array> {
    if (!(at >= 0 && length >= 0 && at + length <= this.sizeBytes)) {
      throw corrupt(this.path, `it points to bytes ${at} to ${at + length} of its ${this.sizeBytes}`);
    }
    const bytes = roomFor(length, memory);
    let done = 0;
    while (done < length) {
      const { bytesRead } = await this.handle.read(bytes, done, length - done, at + done);
      if (bytesRead === 0) throw corrupt(this.path, `it ended at byte ${at + done} while being read`);
      done += bytesRead;
    }
    return bytes;
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

/** The file contradicts itself. */
export function corrupt(path: string, problem: string, cause?: unknown): ScanError {
  return new ScanError({ kind: "corrupt", path, problem, remedy: "Copy or export the file again", cause });
}
