import { closeSync, existsSync, openSync, readFileSync, writeSync } from "node:fs";
import { DataError } from "../errors.js";
import { writeFileAtomic } from "../files/atomic.js";

/** What a line of `log.jsonl` holds besides its time; `step` orders it. */
export interface LogRecord {
  readonly step?: number;
  readonly [field: string]: unknown;
}

/** An append-only JSON Lines file: one write a record, so that a kill cuts the last line at most. */
export class RunLog {
  #file: number | undefined;

  private constructor(file: number) {
    this.#file = file;
  }

  /**
   * Opens a log for appending. A last line left unfinished by a killed process is dropped.
   *
   * @param resumeStep drops records of later steps: those that a resumed run will do again.
   */
  static async open(path: string, resumeStep = Number.POSITIVE_INFINITY): Promise<RunLog> {
    if (existsSync(path)) {
      const kept = readLog(path).filter((record) => (record.step ?? Number.NEGATIVE_INFINITY) <= resumeStep);
      await writeFileAtomic(path, kept.map((record) => `${JSON.stringify(record)}\n`).join(""));
    }
    return new RunLog(openSync(path, "a"));
  }

  /** Appends a record with the time in front. @throws Error after `close`. */
  append(record: LogRecord): void {
    if (this.#file === undefined) throw new Error("The log is closed.");
    writeSync(this.#file, `${JSON.stringify({ time: new Date().toISOString(), ...record })}\n`);
  }

  /** Closes the file; does nothing the second time. */
  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

/** All complete records of a log, in their order. @throws DataError naming a complete line that is no record */
export function readLog(path: string): LogRecord[] {
  const lines = readFileSync(path, "utf8").split("\n");
  lines.pop();
  return lines.map((text, index) => {
    const record = recordOf(text);
    if (record !== undefined) return record;
    throw new DataError({
      file: path,
      line: index + 1,
      message: "is no record: every line must hold one JSON object",
      remedy: "Move the file away if it is of another program, or name another run folder.",
    });
  });
}

function recordOf(text: string): LogRecord | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as LogRecord)
      : undefined;
  } catch {
    return undefined;
  }
}
