import type { OptionSpecs, OptionValues } from "./options.js";
import type { ProgressUpdate } from "./progress.js";

/** Everything that a command is given: nothing is read from the process behind its back. */
export interface CommandContext<O extends OptionSpecs = OptionSpecs> {
  readonly options: OptionValues<O>;
  /** Words without a name, in their order; one for every positional that is not optional. */
  readonly positionals: readonly string[];
  /** Aborted by SIGINT, SIGTERM and SIGUSR1: save, then throw `signal.reason`. */
  readonly signal: AbortSignal;
  /** Tells how far the work is; as often as it likes, it is shown at a bearable rate. */
  readonly progress: (update: ProgressUpdate) => void;
  /** Writes a line to stderr: what a user should know but a program need not. */
  readonly log: (line: string) => void;
}
