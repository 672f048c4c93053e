/** Base of every error that this package throws. */
export class TorchError extends Error {
  override name = "TorchError";
}

/** A call whose values do not fit the operator's schema. Nothing was run. */
export class ArgumentError extends TorchError {
  override name = "ArgumentError";
  constructor(
    readonly operator: string,
    readonly argument: string,
    readonly problem: string,
  ) {
    super(`${operator}: argument '${argument}' ${problem}`);
  }
}

/** A tensor was used after its scope ended or after `dispose()`. */
export class ReleasedTensorError extends ArgumentError {
  override name = "ReleasedTensorError";
  constructor(operator: string, argument: string) {
    super(
      operator,
      argument,
      "is a released tensor: return it from its scope, or keep() it, to use it later",
    );
  }
}

/** libtorch refused a call whose arguments had the right types: shapes, dtypes, devices, memory. */
export class LibtorchError extends TorchError {
  override name = "LibtorchError";
  constructor(
    readonly operator: string,
    readonly problem: string,
  ) {
    super(`${operator}: ${problem}`);
  }
}

/** An operator that this version of libtorch does not have. */
export class MissingOperatorError extends TorchError {
  override name = "MissingOperatorError";
  constructor(
    readonly operator: string,
    version: string,
  ) {
    super(`${operator}: libtorch ${version} has no such operator; ask has("${operator}") before calling it`);
  }
}

/** The native bridge or libtorch cannot be used on this machine. */
export class EngineUnavailableError extends TorchError {
  override name = "EngineUnavailableError";
}
