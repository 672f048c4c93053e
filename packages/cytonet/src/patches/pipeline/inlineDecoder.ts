import { PatchReader, type PatchReaderOptions } from "../patchReader.js";
import type { SiteTable } from "../sites.js";
import { decodeJob } from "./decodeJob.js";
import { type DecodeRequest, type Decoder, decoderError } from "./decoder.js";
import { jobsOf } from "./jobs.js";
import { type PlaceFailure, reportOf } from "./messages.js";

/** Reads patches in the thread that asks for them: one request after the other, in the order asked. */
export class InlineDecoder implements Decoder {
  readonly workers = 0;
  readonly #readers = new Map<number, PatchReader>();
  #last: Promise<unknown> = Promise.resolve();
  #sources = 0;

  addSource(sites: SiteTable, options: PatchReaderOptions): number {
    this.#sources += 1;
    this.#readers.set(this.#sources, new PatchReader(sites, options));
    return this.#sources;
  }

  async removeSource(source: number): Promise<void> {
    const reader = this.#readers.get(source);
    this.#readers.delete(source);
    await reader?.close();
  }

  decode(request: DecodeRequest): Promise<PlaceFailure[]> {
    const result = this.#last.then(() => this.#decode(request));
    this.#last = result.catch(() => {});
    return result;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#readers.keys()].map((source) => this.removeSource(source)));
  }

  async #decode({ source, places, indices, ...request }: DecodeRequest): Promise<PlaceFailure[]> {
    const failures: PlaceFailure[] = [];
    const known = this.#readers.get(source);
    if (known === undefined) return failures;
    const jobs = jobsOf(known.sites, places, indices);
    const order = { id: 0, source, ...request, ...jobs, claims: new SharedArrayBuffer(0) };
    for (let job = 0; job < jobs.jobEnds.length; job++) {
      const reader = this.#readers.get(source);
      if (reader === undefined) return failures;
      try {
        failures.push(...(await decodeJob(reader, order, job)));
      } catch (error) {
        throw decoderError(reportOf(error));
      }
      // The rest of the program has its turn.
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    return failures;
  }
}
