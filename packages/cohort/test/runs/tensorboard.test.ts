import { mkdtempSync, readdirSync, readFileSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { crc32c } from "../../src/runs/crc32c.js";
import { TensorBoardLog } from "../../src/runs/tensorboard.js";

const folder = () => mkdtempSync(join(tmpdir(), "tensorboard-"));
const only = (dir: string) => {
  const [file, ...others] = readdirSync(dir);
  expect(others).toEqual([]);
  return join(dir, file!);
};

/** Fields of a protobuf message: numbers, or bytes of what is counted. */
function fields(bytes: Buffer): [number, number | Buffer][] {
  const found: [number, number | Buffer][] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (count: number) => {
    at += count;
    return bytes.subarray(at - count, at);
  };
  while (at < bytes.length) {
    const tag = varint();
    const field = tag >> 3;
    if ((tag & 7) === 0) found.push([field, varint()]);
    else if ((tag & 7) === 1) found.push([field, take(8).readDoubleLE()]);
    else if ((tag & 7) === 5) found.push([field, take(4).readFloatLE()]);
    else found.push([field, take(varint())]);
  }
  return found;
}

/** The events of a file, with both checksums of every record checked. */
function events(path: string): [number, number | Buffer][][] {
  const bytes = readFileSync(path);
  const unmasked = (value: number) => {
    const rotated = (value - 0xa282ead8) >>> 0;
    return ((rotated >>> 17) | (rotated << 15)) >>> 0;
  };
  const found = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    const data = bytes.subarray(at + 12, at + 12 + length);
    expect(unmasked(bytes.readUInt32LE(at + 8))).toBe(crc32c(bytes.subarray(at, at + 8)));
    expect(unmasked(bytes.readUInt32LE(at + 12 + length))).toBe(crc32c(data));
    found.push(fields(data));
    at += 16 + length;
  }
  return found;
}

describe("crc32c", () => {
  // RFC 3720, B.4.
  it.each([
    [new Uint8Array(32), 0x8a9136aa],
    [new Uint8Array(32).fill(0xff), 0x62a8ab43],
    [Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    [Buffer.from("123456789"), 0xe3069283],
  ])("of a known text is the known value", (bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
  });
});

describe("TensorBoardLog", () => {
  const now = new Date("2026-01-02T03:04:05.500Z");

  it("writes a version, then scalars by step", () => {
    const dir = folder();
    const log = TensorBoardLog.open(dir, 0, now);
    log.append(300, { loss: 0.5, "µ rate": -2 }, now);
    log.append(301, { loss: Number.NaN });
    log.close();
    log.close();
    const [first, second, ...rest] = events(only(dir));
    expect(rest).toEqual([]);
    const seconds = now.getTime() / 1000;
    expect(first).toEqual([
      [1, seconds],
      [2, 0],
      [3, Buffer.from("brain.Event:2")],
    ]);
    expect(second!.slice(0, 2)).toEqual([
      [1, seconds],
      [2, 300],
    ]);
    const values = fields(second![2]![1] as Buffer).map(([, value]) => fields(value as Buffer));
    expect(values).toEqual([
      [
        [1, Buffer.from("loss")],
        [2, 0.5],
      ],
      [
        [1, Buffer.from("µ rate")],
        [2, -2],
      ],
    ]);
  });

  it("tells readers to forget what an interrupted run wrote after its checkpoint", () => {
    const dir = folder();
    TensorBoardLog.open(dir, 500, now).close();
    const [, start] = events(only(dir));
    expect(start![1]).toEqual([2, 501]);
    expect(start![2]![0]).toBe(7);
    expect(fields(start![2]![1] as Buffer)).toEqual([[1, 1]]);
  });

  it("is readable up to the record that a kill tore", () => {
    const dir = folder();
    const log = TensorBoardLog.open(dir, 0, now);
    log.append(1, { loss: 1 }, now);
    const whole = statSync(only(dir)).size;
    log.append(2, { loss: 2 }, now);
    log.close();
    truncateSync(only(dir), whole);
    expect(events(only(dir))).toHaveLength(2);
  });
});
