import { ExitCode, InterruptedError } from "@cytonet/cohort/errors";

/** Signals that ask to save and stop; schedulers send the last one before the time is up. */
const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGUSR1"] as const;

/**
 * Turns the first stop signal into an abort. A second one ends the process at once, with the same exit code:
 * what is complete on disk stays complete.
 *
 * @returns the signal to hand to the work, and a function that gives the process its old behaviour back.
 */
export function watchStopSignals(log: (line: string) => void): {
  readonly signal: AbortSignal;
  readonly release: () => void;
} {
  const controller = new AbortController();
  const listeners = STOP_SIGNALS.map((name) => {
    const listener = (): void => {
      if (controller.signal.aborted) process.exit(ExitCode.Interrupted);
      log(`${name}: saving, then stopping; once more stops at once.`);
      const remedy = "The same command resumes.";
      controller.abort(new InterruptedError({ message: `Stopped by ${name}`, remedy }));
    };
    process.on(name, listener);
    return { name, listener };
  });
  return {
    signal: controller.signal,
    release: () => {
      for (const { name, listener } of listeners) process.off(name, listener);
    },
  };
}
