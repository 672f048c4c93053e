import { existsSync } from "node:fs";
import { join } from "node:path";
import { RunLog, readLog, TensorBoardLog } from "@cytonet/cohort";

/** `log.jsonl` and `tensorboard/` of a run: the same numbers twice. */
export interface TrainingLog {
  /**
   * @param facts what is no curve: to `log.jsonl` alone
   * @param numbers curves by name
   */
  append(
    step: number,
    facts: Readonly<Record<string, unknown>>,
    numbers: Readonly<Record<string, number>>,
  ): void;
  close(): void;
}

/** The loss of the last step that a run's log tells of; null where there is none. */
export function lastLoss(runDir: string): number | null {
  const path = join(runDir, "log.jsonl");
  if (!existsSync(path)) return null;
  const last = readLog(path).at(-1)?.loss;
  return typeof last === "number" ? last : null;
}

/** Opens both; records of steps after `begun`, which a resumed run does again, are dropped. */
export async function openLog(runDir: string, begun: number): Promise<TrainingLog> {
  const lines = await RunLog.open(join(runDir, "log.jsonl"), begun);
  const board = TensorBoardLog.open(join(runDir, "tensorboard"), begun);
  return {
    append(step, facts, numbers) {
      lines.append({ step, ...facts, ...numbers });
      board.append(step, numbers);
    },
    close() {
      lines.close();
      board.close();
    },
  };
}
