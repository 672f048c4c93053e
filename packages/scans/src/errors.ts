/** What kind of thing went wrong with a scan or a volume. */
export type ScanErrorKind =
  | "missing" // no such file, or no right to read it
  | "unsupported" // a kind of file or of pixel that no reader takes
  | "corrupt" // truncated, lying or otherwise damaged content
  | "pixel-size" // a length was asked for and the scan has no pixel size
  | "resolution" // finer than the scan is
  | "request" // a malformed window, size or option
  | "output" // it cannot be written: no room, no right, or something stands there already
  | "closed"; // used after close()

/** Every failure of this package: which file, what is wrong with it and what to do. */
export class ScanError extends Error {
  override readonly name = "ScanError";
  readonly kind: ScanErrorKind;
  readonly path: string;
  readonly problem: string;
  readonly remedy: string;

  constructor(details: {
    kind: ScanErrorKind;
    path: string;
    problem: string;
    remedy: string;
    cause?: unknown;
  }) {
    super(`${details.path}: ${details.problem}. ${details.remedy}.`, { cause: details.cause });
    this.kind = details.kind;
    this.path = details.path;
    this.problem = details.problem;
    this.remedy = details.remedy;
  }
}

/** True for a ScanError, of one kind if a kind is given. */
export function isScanError(error: unknown, kind?: ScanErrorKind): error is ScanError {
  return error instanceof ScanError && (kind === undefined || error.kind === kind);
}
