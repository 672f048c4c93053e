/** Where a long piece of work tells of itself and is stopped. */
export interface WorkContext {
  readonly signal: AbortSignal;
  readonly progress: (update: { stage: string; done: number; total?: number; note?: string }) => void;
  readonly log: (line: string) => void;
}

/**
 * Lets signals and timers have their turn within long synchronous work, then throws if a stop was asked for.
 * Call it once a step, where stopping leaves nothing half done.
 *
 * @throws the signal's reason, an InterruptedError where a stop signal came.
 */
export async function breathe(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}
