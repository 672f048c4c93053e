import { EngineUnavailableError, TorchError } from "../errors.js";

/** One thing that the search for libtorch tried, and why it did not serve. */
export interface Attempt {
  /** What was tried, such as "$LIBTORCH" or "torch of python3". */
  readonly what: string;
  readonly reason: string;
  readonly remedy: string;
}

/** One candidate cannot serve: says why, and what would make it serve. */
export class CandidateError extends TorchError {
  override name = "CandidateError";
  constructor(
    readonly reason: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(`${reason} ${remedy}`, options);
  }
}

/** No libtorch could be found or installed; the message lists every attempt with its remedy. */
export class LibtorchNotFoundError extends EngineUnavailableError {
  override name = "LibtorchNotFoundError";
  constructor(readonly attempts: readonly Attempt[]) {
    const lines = attempts.map(
      ({ what, reason, remedy }, index) => `  ${index + 1}. ${what}: ${reason}\n     Remedy: ${remedy}`,
    );
    super(`No usable libtorch. Tried, in this order:\n${lines.join("\n")}`);
  }
}

/** Another set-up holds the cache and did not finish in time. */
export class SetupLockError extends TorchError {
  override name = "SetupLockError";
}

/** The compiler or linker rejected the native sources; the message carries its diagnostics. */
export class NativeBuildError extends EngineUnavailableError {
  override name = "NativeBuildError";
  constructor(
    message: string,
    /** Sources that failed, relative to the repository root. */
    readonly sources: readonly string[],
  ) {
    super(message);
  }
}
