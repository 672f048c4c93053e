export { systemCodeOf, systemRemedies } from "./systemFaults.js";

/** The exit codes of every command: what a shell script or a scheduler may rely on. */
export const ExitCode = {
  /** Everything asked for was done. */
  Done: 0,
  /** The command line or a configuration file is wrong. */
  Usage: 2,
  /** Done, but some items failed and are listed in `failures.jsonl`. */
  Failures: 3,
  /** Input data are wrong. */
  Data: 4,
  /** The machine lacks something: a library, disk space, a free lock. */
  Environment: 5,
  /** Stopped on request or by a signal; the same command resumes. */
  Interrupted: 75,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** One thing that is wrong: where it stands, what it is, how to mend it. */
export interface Problem {
  readonly message: string;
  /** File that holds it, as the user would open it. */
  readonly file?: string | undefined;
  /** Line in that file, counted from 1. */
  readonly line?: number | undefined;
  /** Column name or dotted path of the field. */
  readonly field?: string | undefined;
  readonly remedy: string;
}

/**
 * Base of all errors of this package. The message is one line: place, fault, remedy.
 *
 * `problems` holds every fault found at once, the first of which the message tells.
 */
export class CohortError extends Error {
  readonly exitCode: ExitCode = ExitCode.Data;
  readonly problems: readonly Problem[];

  constructor(problems: Problem | readonly Problem[], options?: ErrorOptions) {
    const list = isList(problems) ? problems : [problems];
    super(summary(list), options);
    this.name = new.target.name;
    this.problems = list;
  }

  get file(): string | undefined {
    return this.problems[0]?.file;
  }
  get line(): number | undefined {
    return this.problems[0]?.line;
  }
  get field(): string | undefined {
    return this.problems[0]?.field;
  }
  get remedy(): string {
    return this.problems[0]?.remedy ?? "";
  }
}

/** A file that a user writes (YAML, CSV, an option) does not say what its schema asks for. */
export class ConfigError extends CohortError {
  override readonly exitCode = ExitCode.Usage;
}

/** Data that were read are damaged, incomplete or contradict one another. */
export class DataError extends CohortError {
  override readonly exitCode = ExitCode.Data;
}

/** Coordinates of different spaces were about to be mixed. */
export class SpaceMismatchError extends DataError {}

/** The machine does not allow it: disk full, no permission, a program is missing. */
export class MachineError extends CohortError {
  override readonly exitCode: ExitCode = ExitCode.Environment;
}

/** Another process works in this folder. */
export class LockedError extends MachineError {}

/** A stage cannot run as asked, for instance because its settings changed and `force` was not given. */
export class StageError extends CohortError {
  override readonly exitCode = ExitCode.Usage;
}

/** Work stopped because it was asked to; what is finished stays and the same command resumes. */
export class InterruptedError extends CohortError {
  override readonly exitCode = ExitCode.Interrupted;
}

/** True for every error of this package, also across copies of it in one process. */
export function isCohortError(error: unknown): error is CohortError {
  return error instanceof Error && Array.isArray((error as Partial<CohortError>).problems);
}

/** The exit code of a thrown value; errors of other origin count as {@link ExitCode.Environment}. */
export function exitCodeOf(error: unknown): ExitCode {
  return isCohortError(error) ? error.exitCode : ExitCode.Environment;
}

/** `file:line field: message Remedy`, on one line. */
export function describeProblem(problem: Problem): string {
  const place = [
    problem.file === undefined
      ? ""
      : `${problem.file}${problem.line === undefined ? "" : `:${problem.line}`}`,
    problem.field ?? "",
  ]
    .filter((part) => part !== "")
    .join(" ");
  return `${place === "" ? "" : `${place}: `}${problem.message}. ${problem.remedy}`;
}

function summary(problems: readonly Problem[]): string {
  const first = problems[0];
  if (first === undefined) throw new RangeError("A CohortError needs at least one problem.");
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  return `${describeProblem(first)}${more}`;
}

function isList(problems: Problem | readonly Problem[]): problems is readonly Problem[] {
  return Array.isArray(problems);
}
