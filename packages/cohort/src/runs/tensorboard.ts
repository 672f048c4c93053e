import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { crc32c } from "./crc32c.js";

/**
 * Scalars by step in TensorBoard's event format: TFRecords that hold `tensorboard.Event` messages. Every opening writes
 * a file of its own; one that begins at a step above 0 tells TensorBoard to forget what an interrupted run had written
 * from there on. A record is complete or absent: readers stop at a torn one.
 *
 * @example
 * const board = TensorBoardLog.open(join(run.dir, "tensorboard"), 500);
 * board.append(510, { loss: 1.2, "learning rate": 0.08 });
 * board.close();
 */
export class TensorBoardLog {
  #file: number;

  private constructor(file: number) {
    this.#file = file;
  }

  /**
   * @param dir made if it is absent
   * @param step last step that counts; later ones in older files are forgotten
   */
  static open(dir: string, step: number, now: Date = new Date()): TensorBoardLog {
    mkdirSync(dir, { recursive: true });
    const seconds = Math.floor(now.getTime() / 1000);
    const name = `events.out.tfevents.${seconds}.${hostname()}.${process.pid}.${step}`;
    const log = new TensorBoardLog(openSync(join(dir, name), "a"));
    log.#write(event(now, 0, textField(EVENT.fileVersion, "brain.Event:2")));
    if (step > 0) {
      const start = message(EVENT.sessionLog, varintField(SESSION_LOG.status, SESSION_START));
      log.#write(event(now, step + 1, start));
    }
    return log;
  }

  /** Writes the finite ones of these values. */
  append(step: number, scalars: Readonly<Record<string, number>>, now: Date = new Date()): void {
    const values = Object.entries(scalars)
      .filter(([, value]) => Number.isFinite(value))
      .map(([tag, value]) =>
        message(
          SUMMARY.value,
          Buffer.concat([textField(VALUE.tag, tag), floatField(VALUE.simpleValue, value)]),
        ),
      );
    if (values.length > 0) this.#write(event(now, step, message(EVENT.summary, Buffer.concat(values))));
  }

  /** Harmless when done before. */
  close(): void {
    if (this.#file < 0) return;
    closeSync(this.#file);
    this.#file = -1;
  }

  #write(data: Buffer): void {
    const record = Buffer.alloc(16 + data.length);
    record.writeBigUInt64LE(BigInt(data.length), 0);
    record.writeUInt32LE(masked(record.subarray(0, 8)), 8);
    data.copy(record, 12);
    record.writeUInt32LE(masked(data), 12 + data.length);
    writeSync(this.#file, record);
  }
}

// Field numbers of tensorflow/core/util/event.proto and framework/summary.proto.
const EVENT = { wallTime: 1, step: 2, fileVersion: 3, summary: 5, sessionLog: 7 } as const;
const SUMMARY = { value: 1 } as const;
const VALUE = { tag: 1, simpleValue: 2 } as const;
const SESSION_LOG = { status: 1 } as const;
const SESSION_START = 1;

/** A checksum that may itself be checksummed: TFRecord rotates it and adds a constant. */
function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

function event(now: Date, step: number, what: Buffer): Buffer {
  const wallTime = Buffer.alloc(9);
  wallTime[0] = key(EVENT.wallTime, 1);
  wallTime.writeDoubleLE(now.getTime() / 1000, 1);
  return Buffer.concat([wallTime, varintField(EVENT.step, step), what]);
}

/** Tag of a protobuf field: its number and wire type (0 varint, 1 eight bytes, 2 counted, 5 four bytes). */
const key = (field: number, wire: number) => (field << 3) | wire;

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt(value);
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(rest)]);
}

const varintField = (field: number, value: number) =>
  Buffer.concat([Buffer.from([key(field, 0)]), varint(value)]);

const message = (field: number, content: Buffer) =>
  Buffer.concat([Buffer.from([key(field, 2)]), varint(content.length), content]);

const textField = (field: number, text: string) => message(field, Buffer.from(text, "utf8"));

function floatField(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes[0] = key(field, 5);
  bytes.writeFloatLE(value, 1);
  return bytes;
}
