import { MachineError } from "@cytonet/cohort";
import type { PatchReaderOptions } from "../patchReader.js";
import type { SiteTable } from "../sites.js";
import type { ErrorReport, PlaceFailure } from "./messages.js";

/** Patches that are to be read: patch `indices[k]` into bytes `places[k]` × side² and on of `memory`. */
export interface DecodeRequest {
  readonly source: number;
  /** Lower ones are wanted earlier. */
  readonly sequence: number;
  readonly memory: SharedArrayBuffer;
  readonly places: Uint32Array;
  readonly indices: Uint32Array;
}

/** Reads patches into shared memory: in threads of its own, or in this one. */
export interface Decoder {
  /** Threads; 0 reads in this one. */
  readonly workers: number;
  /** Makes sites known. @returns the number to name them by */
  addSource(sites: SiteTable, options: PatchReaderOptions): number;
  /** Closes their scans. Requests that are not settled never will be. */
  removeSource(source: number): Promise<void>;
  /**
   * Reads the patches of a request.
   *
   * @returns those that cannot be read
   * @throws DecoderError when a decoder fails for another reason than its files
   */
  decode(request: DecodeRequest): Promise<PlaceFailure[]>;
  close(): Promise<void>;
}

/** Decoding stopped for a reason that lies in the machine or the program, not in a scan. */
export class DecoderError extends MachineError {}

/** The error that a decoder reported, for whoever waits for its patches. */
export function decoderError(error: ErrorReport): DecoderError {
  const remedies: Readonly<Record<string, string>> = {
    EMFILE: "Raise the limit of open files (`ulimit -n`), or lower data.openScans.",
    ENFILE: "The machine has no file handles left: lower data.openScans and data.workers.",
    ENOMEM: "Lower data.workers, data.openScans or data.prefetchBatches.",
  };
  const cause = Object.assign(new Error(error.message), {
    name: error.name,
    ...(error.stack !== undefined && { stack: error.stack }),
  });
  return new DecoderError(
    {
      message: `A thread that reads patches failed: ${error.name}: ${error.message}`,
      remedy:
        remedies[error.code ?? ""] ??
        "Run with --verbose and report it; data.workers: 0 does without threads.",
    },
    { cause },
  );
}
