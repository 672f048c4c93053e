import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeJsonAtomic } from "@cytonet/cohort";

/** How long a stage took, when it was last done. */
export interface StageTime {
  readonly stage: string;
  readonly seconds: number;
}

interface StageRecord<T> {
  readonly key: string;
  readonly seconds: number;
  readonly result: T;
}

/** Raised when the results that stages record have another form. */
const recordVersion = 2;

/** Remembers in `DIR/stages` what is done, so that a demo or study that was stopped goes on where it was. */
export class StageRecords {
  readonly #dir: string;
  /** Seconds by stage. */
  readonly #times = new Map<string, number>();

  constructor(dir: string) {
    this.#dir = join(dir, "stages");
  }

  /** Stages so far, each once, those of earlier calls with the time that they took then. */
  get times(): readonly StageTime[] {
    return [...this.#times].map(([stage, seconds]) => ({ stage, seconds }));
  }

  /**
   * Does a stage's work, or gives back the result of the last time.
   *
   * @param inputs everything that the result depends on, as JSON: other inputs make it anew.
   * @param work its result has to survive JSON.
   */
  async once<T>(stage: string, inputs: unknown, work: () => Promise<T>): Promise<T> {
    const file = join(this.#dir, `${stage}.json`);
    const key = createHash("sha256")
      .update(JSON.stringify([recordVersion, inputs]))
      .digest("hex");
    const before = readRecord<T>(file);
    if (before?.key === key) {
      this.#times.set(stage, before.seconds);
      return before.result;
    }
    const start = performance.now();
    const result = await work();
    const seconds = Math.round(performance.now() - start) / 1000;
    await writeJsonAtomic(file, { key, seconds, result } satisfies StageRecord<T>);
    this.#times.set(stage, seconds);
    return result;
  }

  /** Does work that is done every time, and remembers how long it took. */
  async timed<T>(stage: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    const result = await work();
    const seconds = Math.round(performance.now() - start) / 1000;
    this.#times.set(stage, (this.#times.get(stage) ?? 0) + seconds);
    return result;
  }
}

function readRecord<T>(file: string): StageRecord<T> | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as StageRecord<T>) : undefined;
}
