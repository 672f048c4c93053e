import { ExitCode, isCohortError, type Problem, systemCodeOf, systemRemedies } from "@cytonet/cohort/errors";

/** What a failed command tells: on stderr as a line, with `--json` as the object on stdout. */
export interface Failure {
  readonly exitCode: ExitCode;
  readonly name: string;
  /** One line: what is wrong, where, and what to do. */
  readonly message: string;
  readonly problems: readonly Problem[];
  /** Messages of the errors that led here, the nearest first; for `--verbose`. */
  readonly causes: readonly string[];
}

/** Errors by name, for packages that the shell must not load to recognise them. */
const codesByName: Readonly<Record<string, ExitCode>> = {
  EncoderConfigError: ExitCode.Usage,
  EvaluationError: ExitCode.Usage,
  TrainingError: ExitCode.Usage,
  DivergenceError: ExitCode.Usage,
  ScanError: ExitCode.Data,
  SafetensorsError: ExitCode.Data,
  EngineUnavailableError: ExitCode.Environment,
  DeviceError: ExitCode.Environment,
  DistributedError: ExitCode.Environment,
  LibtorchNotFoundError: ExitCode.Environment,
  NativeBuildError: ExitCode.Environment,
  SetupLockError: ExitCode.Environment,
  AbortError: ExitCode.Interrupted,
};

/** Of a ScanError, by its kind; the others are wrong data. */
const codesByScanKind: Readonly<Record<string, ExitCode>> = {
  request: ExitCode.Usage,
  output: ExitCode.Environment,
};

/** Turns anything thrown into what the user is told. */
export function describeFailure(error: unknown): Failure {
  const causes = causesOf(error);
  if (isCohortError(error)) {
    const { exitCode, name, problems } = error;
    return { exitCode, name, message: oneLine(error.message), problems, causes };
  }
  if (!(error instanceof Error)) {
    const message = `Something that is no error was thrown: ${String(error)}.`;
    return { exitCode: ExitCode.Environment, name: "unknown", message, problems: [], causes };
  }
  const { kind } = error as { readonly kind?: unknown };
  const ofKind = error.name === "ScanError" ? codesByScanKind[String(kind)] : undefined;
  const named = ofKind ?? codesByName[error.name];
  // A file of weights that the system refuses to write is not damaged.
  const ofSystem = named === undefined || error.name === "SafetensorsError" ? systemCodeOf(error) : undefined;
  const remedy = ofSystem === undefined ? undefined : systemRemedies[ofSystem];
  const known = remedy === undefined ? named : undefined;
  const message =
    remedy !== undefined
      ? `${error.message.trim().replace(/\.$/, "")}. ${remedy}`
      : known !== undefined
        ? error.message
        : `${error.name}: ${error.message} (unexpected; --verbose tells more)`;
  return {
    exitCode: known ?? ExitCode.Environment,
    name: error.name,
    message: known === undefined ? oneLine(message) : message.trim(),
    problems: [],
    causes: [...(known === undefined && error.stack !== undefined ? [error.stack] : []), ...causes],
  };
}

function causesOf(error: unknown): string[] {
  const causes: string[] = [];
  const seen = new Set<unknown>([error]);
  let cause = error instanceof Error ? error.cause : undefined;
  while (cause !== undefined && !seen.has(cause)) {
    seen.add(cause);
    causes.push(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return causes;
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, " ").trim();
}
