import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { RunLog, readLog } from "@cytonet/cohort";
import type { PatchFailure } from "../patches/pipeline/unreadable.js";

/** Patches that the lists of a run folder name, those of all ranks together. */
export function countListed(runDir: string): number {
  const lists = readdirSync(runDir).filter((name) => /^failures(\.rank-\d+)?\.jsonl$/.test(name));
  return new Set(lists.flatMap((name) => readLog(join(runDir, name)).map(({ pointId }) => pointId))).size;
}

/** The run folder's list of patches that cannot be read: one line each, at the step that first met it. */
export class FailureList {
  readonly #listed = new Set<string>();
  #log: RunLog | undefined;

  private constructor(readonly path: string) {}

  /**
   * Goes on with the list of a run of which `step` steps are done: what later ones met is met again.
   *
   * @param step −1 begins anew
   * @param rank every rank lists what it met: the first one in `failures.jsonl`, rank n in `failures.rank-n.jsonl`
   */
  static async open(runDir: string, step: number, rank = 0): Promise<FailureList> {
    const name = rank === 0 ? "failures.jsonl" : `failures.rank-${rank}.jsonl`;
    const list = new FailureList(join(runDir, name));
    if (existsSync(list.path)) {
      list.#log = await RunLog.open(list.path, step);
      for (const { pointId } of readLog(list.path)) list.#listed.add(String(pointId));
    }
    return list;
  }

  /** Lists those that are not listed yet. The file appears with the first. @param step steps counted from 1 */
  async add(step: number, failures: readonly PatchFailure[]): Promise<void> {
    for (const { pointId, brain, section, file, reason } of failures) {
      if (this.#listed.has(pointId)) continue;
      this.#listed.add(pointId);
      this.#log ??= await RunLog.open(this.path);
      this.#log.append({ step, pointId, brain, section, file, reason });
    }
  }

  close(): void {
    this.#log?.close();
  }
}
