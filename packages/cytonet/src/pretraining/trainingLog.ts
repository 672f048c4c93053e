import { join } from "node:path";
import { RunLog, TensorBoardLog } from "@cytonet/cohort";

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
