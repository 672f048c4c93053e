/** How far a piece of work is. */
export interface ProgressUpdate {
  /** What is being done, such as `pretrain`. */
  readonly stage: string;
  readonly done: number;
  /** Absent where the end is not known. */
  readonly total?: number;
  /** Numbers worth seeing, such as `loss 3.21`. */
  readonly note?: string;
}

/** Where lines go: stderr, or a stand-in. */
export interface LineSink {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Shows progress and log lines on one stream without mixing them up. */
export interface Display {
  progress(update: ProgressUpdate): void;
  log(line: string): void;
  /** Ends the line that is being redrawn. */
  end(): void;
}

const REDRAW_MS = 100;
const LINE_MS = 10_000;

/**
 * On a terminal one line that is redrawn ten times a second; elsewhere a plain line every ten seconds, at the
 * first update of a stage and at its end.
 *
 * @param now milliseconds, for tests.
 */
export function createDisplay(sink: LineSink, now: () => number = () => performance.now()): Display {
  const redraws = sink.isTTY === true;
  let stage: string | undefined;
  let stageStart = 0;
  let lastDone = 0;
  let lastShown = 0;
  let lineOpen = false;

  const clear = (): void => {
    if (lineOpen) sink.write("\r\u001b[2K");
    lineOpen = false;
  };
  return {
    progress(update) {
      const time = now();
      // The same stage may come again, for the next encoder for instance.
      const isNew = update.stage !== stage || update.done < lastDone;
      lastDone = update.done;
      if (isNew) {
        if (lineOpen) sink.write("\n");
        lineOpen = false;
        stage = update.stage;
        stageStart = time;
      }
      const isLast = update.total !== undefined && update.done >= update.total;
      if (!isNew && !isLast && time - lastShown < (redraws ? REDRAW_MS : LINE_MS)) return;
      lastShown = time;
      const line = progressLine(update, time - stageStart);
      if (redraws) {
        sink.write(`\r\u001b[2K${line.slice(0, (sink.columns ?? 80) - 1)}`);
        lineOpen = true;
      } else sink.write(`${line}\n`);
    },
    log(line) {
      clear();
      sink.write(`${line}\n`);
    },
    end() {
      if (lineOpen) sink.write("\n");
      lineOpen = false;
    },
  };
}

/** `pretrain  120/600  20 %  0:12, 0:48 left  loss 3.21`. */
export function progressLine({ stage, done, total, note }: ProgressUpdate, elapsedMs: number): string {
  const parts = [stage];
  if (total === undefined) parts.push(String(done));
  else {
    const share = total === 0 ? 1 : done / total;
    parts.push(`${done}/${total}`, `${Math.floor(share * 100)} %`);
    if (elapsedMs > 0 && done > 0) {
      const leftMs = (elapsedMs * (1 - share)) / share;
      parts.push(share >= 1 ? clock(elapsedMs) : `${clock(elapsedMs)}, ${clock(leftMs)} left`);
    }
  }
  if (note !== undefined) parts.push(note);
  return parts.join("  ");
}

/** Milliseconds as `m:ss` or `h:mm:ss`. */
export function clock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}
