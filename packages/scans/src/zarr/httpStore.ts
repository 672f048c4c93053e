import { ScanError } from "../errors.js";
import type { ByteRange, ZarrStore } from "./zarrStore.js";

export interface HttpSettings {
  /** Tries of a request before it fails. */
  readonly attempts: number;
  /** Wait before the second try, ms; doubled before each further one. */
  readonly firstWaitMs: number;
  /** A request that takes longer is given up and tried again, ms. */
  readonly timeoutMs: number;
}

export const defaultHttpSettings: HttpSettings = { attempts: 4, firstWaitMs: 250, timeoutMs: 30_000 };

/** Answers that may be others a moment later. */
const passing = new Set([408, 425, 429, 500, 502, 503, 504]);

const metadataName = /(^|\/)(zarr\.json|\.z[a-z]+)$/;

/**
 * A zarr behind HTTP(S). A file is absent where the answer is 404 or 410; object stores that may not list their
 * content answer 403, which is taken so for metadata and never for chunks: a right that ran out must not look like
 * background.
 */
export class HttpStore implements ZarrStore {
  readonly isFar = true;
  readonly #base: URL;

  constructor(
    readonly root: string,
    private readonly settings: HttpSettings = defaultHttpSettings,
  ) {
    this.#base = new URL(root);
    if (!this.#base.pathname.endsWith("/")) this.#base.pathname += "/";
  }

  locate(name: string): string {
    const url = new URL(name, this.#base);
    url.search = this.#base.search;
    return url.href;
  }

  get(name: string, mostBytes: number): Promise<Uint8Array | undefined> {
    return this.#request(name, {}, (response) => readBody(response, mostBytes));
  }

  getRange(name: string, range: ByteRange): Promise<Uint8Array | undefined> {
    const length = "offset" in range ? range.length : range.suffixLength;
    const asked =
      "offset" in range ? `bytes=${range.offset}-${range.offset + length - 1}` : `bytes=-${length}`;
    return this.#request(name, { range: asked }, async (response) => {
      if (response.status === 206) {
        const part = await readBody(response, length);
        if (part.length === length) return part;
        throw new DamagedAnswer(`${part.length} bytes came of the ${length} asked for`);
      }
      // A server without ranges sends the whole file.
      const whole = await readBody(response, 2 ** 30);
      const offset = "offset" in range ? range.offset : whole.length - length;
      if (offset < 0 || offset + length > whole.length) {
        throw new DamagedAnswer(`it has ${whole.length} bytes, too few for ${asked}`);
      }
      return whole.subarray(offset, offset + length);
    });
  }

  async close(): Promise<void> {}

  async #request(
    name: string,
    headers: Record<string, string>,
    read: (response: Response) => Promise<Uint8Array>,
  ): Promise<Uint8Array | undefined> {
    const url = this.locate(name);
    const { attempts, firstWaitMs, timeoutMs } = this.settings;
    let last: unknown;
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) await wait(firstWaitMs * 2 ** (attempt - 1));
      try {
        const response = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs) });
        if (response.ok) return await read(response);
        await response.body?.cancel();
        const { status } = response;
        if (status === 404 || status === 410) return undefined;
        if (status === 403 && metadataName.test(name)) return undefined;
        if (response.status === 416) throw new DamagedAnswer("it is shorter than the part asked for");
        last = new Error(`the server answered ${response.status} ${response.statusText}`.trimEnd());
        if (!passing.has(response.status)) break;
      } catch (error) {
        if (error instanceof TooLarge) throw corrupt(url, error.message, error);
        last = error;
      }
    }
    if (last instanceof DamagedAnswer) throw corrupt(url, last.message, last);
    throw new ScanError({
      kind: "missing",
      path: url,
      problem: `it cannot be fetched (${reasonOf(last)})`,
      remedy: "Check the address, the network and the server, then try again",
      cause: last,
    });
  }
}

class DamagedAnswer extends Error {}
class TooLarge extends Error {}

async function readBody(response: Response, mostBytes: number): Promise<Uint8Array> {
  const tooLarge = () => new TooLarge(`it has more than the ${mostBytes} bytes that can be meant`);
  const stated = Number(response.headers.get("content-length") ?? Number.NaN);
  if (stated > mostBytes && response.headers.get("content-encoding") === null) {
    await response.body?.cancel();
    throw tooLarge();
  }
  const parts: Uint8Array[] = [];
  let total = 0;
  for await (const part of response.body ?? []) {
    total += part.length;
    if (total > mostBytes) throw tooLarge();
    parts.push(part);
  }
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner = error.cause instanceof Error ? error.cause.message : "";
  return [error.message, inner].filter((text) => text !== "").join(": ");
}

function corrupt(path: string, problem: string, cause: unknown): ScanError {
  return new ScanError({ kind: "corrupt", path, problem, remedy: "Upload the scan again", cause });
}
