import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  liveTensors,
  ops,
  readSafetensors,
  SafetensorsError,
  scope,
  tensor,
  writeSafetensors,
} from "../src/index.js";

const folder = mkdtempSync(join(tmpdir(), "safetensors-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file of these bytes. */
function raw(name: string, bytes: Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function file(header: unknown, data: Uint8Array, name = "made.safetensors"): string {
  const text = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(text.length));
  const path = join(folder, name);
  writeFileSync(path, Buffer.concat([prefix, text, data]));
  return path;
}

describe("writing and reading", () => {
  it("gives back every dtype, shape and value, in any memory layout", () => {
    scope(() => {
      const given = {
        float: tensor([
          [1.5, -2],
          [3, 4],
        ]),
        transposed: tensor([
          [1, 2, 3],
          [4, 5, 6],
        ]).t(),
        half: tensor([0.5, 2]).to({ dtype: "float16" }),
        brain: tensor([0.25, 8]).to({ dtype: "bfloat16" }),
        long: tensor(BigInt64Array.from([1n, -(2n ** 60n)])),
        flags: tensor([1, 0, 1]).to({ dtype: "bool" }),
        scalar: tensor(7),
        empty: ops.zeros([0, 3]),
        double: tensor([Math.PI], { dtype: "float64" }),
        byte: tensor(new Uint8Array([1, 2, 255])),
      };
      const path = join(folder, "all.safetensors");
      writeSafetensors(path, given, { made: "by a test" });
      const { tensors, metadata } = readSafetensors(path);
      expect(metadata).toEqual({ made: "by a test" });
      expect([...tensors.keys()].sort()).toEqual(Object.keys(given).sort());
      for (const [name, value] of Object.entries(given)) {
        const read = tensors.get(name)!;
        expect([name, read.dtype, read.shape]).toEqual([name, value.dtype, value.shape]);
        expect(read.toTypedArray()).toEqual(value.toTypedArray());
      }
      expect(readdirSync(folder)).toEqual(["all.safetensors"]);
    });
  });

  it("maps the file privately: writing to a tensor leaves it alone", () => {
    const path = join(folder, "private.safetensors");
    scope(() => {
      writeSafetensors(path, { x: tensor([1, 2]) });
      const before = readFileSync(path);
      readSafetensors(path).tensors.get("x")!.addScalar_(5);
      expect(readFileSync(path).equals(before)).toBe(true);
    });
  });

  it("releases the mapped tensors with their scope", () => {
    const path = join(folder, "scoped.safetensors");
    scope(() => writeSafetensors(path, { x: tensor([1]) }));
    const before = liveTensors();
    scope(() => {
      readSafetensors(path);
    });
    expect(liveTensors()).toBe(before);
  });
});

describe("files that lie", () => {
  const four = new Uint8Array(4);
  const entry = { dtype: "F32", shape: [1], data_offsets: [0, 4] };
  const cases: [string, () => string, RegExp][] = [
    ["absent", () => join(folder, "absent"), /No such file/],
    ["a folder", () => folder, /not a regular file/],
    ["too short", () => raw("short", Buffer.from("abc")), /3 bytes/],
    [
      "a header beyond the file",
      () => {
        const path = file({ x: entry }, four, "long");
        truncateSync(path, 20);
        return path;
      },
      /truncated/,
    ],
    ["an absurd header length", () => raw("absurd", Buffer.alloc(64, 0xff)), /not a safetensors/],
    ["no JSON", () => file("{nope", four), /not JSON/],
    ["an array as header", () => file([1], four), /not an object/],
    ["an unknown dtype", () => file({ x: { ...entry, dtype: "F31" } }, four), /'x': dtype "F31"/],
    ["a negative size", () => file({ x: { ...entry, shape: [-1] } }, four), /'x': shape/],
    ["a fractional size", () => file({ x: { ...entry, shape: [0.5] } }, four), /'x': shape/],
    [
      "offsets beyond the data",
      () => file({ x: { ...entry, data_offsets: [0, 8] } }, four),
      /'x': data_offsets/,
    ],
    ["offsets in reverse", () => file({ x: { ...entry, data_offsets: [4, 0] } }, four), /'x': data_offsets/],
    [
      "a shape that overflows",
      () => file({ x: { ...entry, shape: [2 ** 40, 2 ** 40] } }, four),
      /'x': shape and dtype need/,
    ],
    ["overlapping tensors", () => file({ x: entry, y: entry }, four), /'y': data_offsets/],
    ["a gap", () => file({ x: { ...entry, data_offsets: [4, 8] } }, new Uint8Array(8)), /'x': data_offsets/],
    ["data that no tensor covers", () => file({ x: entry }, new Uint8Array(8)), /cover 4/],
    ["truncated data", () => file({ x: entry }, new Uint8Array(3)), /'x': data_offsets/],
    ["metadata that is not text", () => file({ __metadata__: { a: 1 }, x: entry }, four), /__metadata__/],
  ];
  it.each(cases)("refuses %s", (_, make, message) => {
    const path = make();
    const before = liveTensors();
    expect(() => readSafetensors(path)).toThrow(SafetensorsError);
    expect(() => readSafetensors(path)).toThrow(message);
    expect(() => readSafetensors(path)).toThrow(path);
    expect(liveTensors()).toBe(before);
  });

  it("leaves no file behind when it cannot write", () => {
    scope(() => {
      expect(() => writeSafetensors(join(folder, "no", "such", "folder"), { x: tensor([1]) })).toThrow(
        SafetensorsError,
      );
      expect(() =>
        writeSafetensors(join(folder, "complex"), { x: ops.complex(tensor([1]), tensor([1])) }),
      ).toThrow(/no complex64/);
    });
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});
