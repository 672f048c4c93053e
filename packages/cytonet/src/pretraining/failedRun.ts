import { InterruptedError, listCheckpoints, type Run } from "@cytonet/cohort";
import { DivergenceError } from "@cytonet/learning";
import type { WorkContext } from "../workContext.js";
import type { TrainingLog } from "./trainingLog.js";

/** How far a run had come. */
export interface Reached {
  /** Steps done. */
  readonly step: number;
  /** Steps asked for. */
  readonly steps: number;
}

/**
 * Writes where the run is looked at why it failed, and says what is left of one that diverged. A run that was
 * interrupted has not failed.
 */
export async function tellOfFailure(
  run: Run,
  error: unknown,
  { step, steps }: Reached,
  log: TrainingLog | undefined,
  context: WorkContext,
): Promise<void> {
  if (error instanceof InterruptedError || error === context.signal.reason) return;
  const message = error instanceof Error ? error.message : String(error);
  const diverged = error instanceof DivergenceError;
  if (diverged) log?.append(error.step, { diverged: error.diagnosis }, {});
  const status = { state: "failed", step: diverged ? error.step : step, steps, message } as const;
  // A full disk, for instance: the failure itself is what has to be told.
  await run
    .setStatus(status)
    .catch((cause: Error) => context.log(`status.json cannot be written (${cause.message}).`));
  if (!diverged) return;
  const good = (await listCheckpoints(run.dir)).at(-1);
  context.log(
    good === undefined
      ? "There is no checkpoint from before it."
      : `${good.path} is from before it and is kept.`,
  );
}
