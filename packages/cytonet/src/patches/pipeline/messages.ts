/** What the main thread and its decoders say to one another. */
import type { PatchReaderOptions } from "../patchReader.js";
import type { SiteTable } from "../sites.js";

/** Patches that are to be read into shared memory: part of a batch, or all of it. */
export interface DecodeOrder {
  /** From 1, never used twice in a pool. */
  readonly id: number;
  readonly source: number;
  /** Lower ones are wanted earlier. */
  readonly sequence: number;
  /** Patch `indices[k]` goes to bytes `places[k]` × side² and on. */
  readonly memory: SharedArrayBuffer;
  readonly places: Uint32Array;
  readonly indices: Uint32Array;
  /** Job j covers k from `jobEnds[j − 1]` to `jobEnds[j]`. */
  readonly jobEnds: Uint32Array;
  /** Number that tells which decoder a job is meant for, modulo their count: others take it when idle. */
  readonly jobOwners: Uint32Array;
  /** Int32 per job: −id while it is free, then the serial number of the decoder that took it. */
  readonly claims: SharedArrayBuffer;
}

/** A patch that could not be read. */
export interface PlaceFailure {
  readonly place: number;
  readonly index: number;
  readonly reason: string;
}

/** An error in a form that crosses threads. */
export interface ErrorReport {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** The operating system's word, such as `EMFILE`. */
  readonly code: string | undefined;
}

export type ToDecoder =
  | {
      readonly type: "source";
      readonly id: number;
      readonly sites: SiteTable;
      readonly options: PatchReaderOptions;
    }
  | { readonly type: "decode"; readonly order: DecodeOrder }
  | { readonly type: "close"; readonly source: number }
  | { readonly type: "stop" };

export type FromDecoder =
  | { readonly type: "ready" }
  | {
      readonly type: "done";
      readonly order: number;
      readonly job: number;
      readonly failures: readonly PlaceFailure[];
    }
  | { readonly type: "fatal"; readonly error: ErrorReport };

export function reportOf(error: unknown): ErrorReport {
  if (!(error instanceof Error))
    return { name: "Error", message: String(error), stack: undefined, code: undefined };
  return { name: error.name, message: error.message, stack: error.stack, code: codeOf(error) };
}

/** The operating system's word for an error or what caused it. */
export function codeOf(error: unknown): string | undefined {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 8; cause = cause.cause, depth++) {
    const { code } = cause as NodeJS.ErrnoException;
    if (typeof code === "string") return code;
  }
  return undefined;
}
