import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isScanError, readNrrd } from "../../src/index.js";
import { fixture } from "../fixtures.js";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "cytonet-nrrd-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** The fixtures' volume: its sample (i, j, k) is 1000 · (12 i + 4 j + k) − 7000, as NumPy's arange lays it. */
function sample(i: number, j: number, k: number): number {
  return 1000 * (12 * i + 4 * j + k) - 7000;
}

describe("readNrrd", () => {
  it.each([
    ["int32-gzip-little.nrrd", Int32Array, (v: number) => v],
    ["int16-raw-big.nrrd", Int16Array, (v: number) => v],
    ["double-gzip-big.nrrd", Float64Array, (v: number) => v / 8],
    ["uint64-raw-little.nrrd", BigUint64Array, (v: number) => BigInt(v + 7000) << 40n],
  ] as const)("reads %s, first axis fastest", async (name, type, convert) => {
    const volume = await readNrrd(fixture(name));
    expect(volume.sizes).toEqual([2, 3, 4]);
    expect(volume.data).toBeInstanceOf(type);
    for (let k = 0; k < 4; k++) {
      for (let j = 0; j < 3; j++) {
        for (let i = 0; i < 2; i++) {
          expect(volume.data[i + 2 * (j + 3 * k)]).toBe(convert(sample(i, j, k)));
        }
      }
    }
  });

  it("keeps directions, origin, space and every field as stated", async () => {
    const volume = await readNrrd(fixture("int32-gzip-little.nrrd"));
    expect(volume.space).toBe("left-posterior-superior");
    expect(volume.spaceDirections).toEqual([[25, 0, 0], [0, 25, 0], undefined]);
    expect(volume.spaceOrigin).toEqual([1.5, -2, 0]);
    expect(volume.fields.get("kinds")).toBe("domain domain domain");
    expect(volume.fields.get("note")).toBe("kept as it is");
  });

  it("refuses damaged and unknown files with typed errors", async () => {
    const good = readFileSync(fixture("int32-gzip-little.nrrd"));
    const text = good.toString("latin1");
    const edited = (from: string, to: string) => Buffer.from(text.replace(from, to), "latin1");
    const cases: [string, Buffer, string][] = [
      ["truncated", good.subarray(0, good.length - 9), "corrupt"],
      ["bomb", edited("sizes: 2 3 4", "sizes: 2 1 1"), "corrupt"],
      ["too-large", edited("sizes: 2 3 4", "sizes: 2 3 400"), "corrupt"],
      ["bad-sizes", edited("sizes: 2 3 4", "sizes: 2 -3 4"), "corrupt"],
      ["few-sizes", edited("sizes: 2 3 4", "sizes: 2 3"), "corrupt"],
      ["no-type", edited("type: int\n", ""), "corrupt"],
      ["block", edited("type: int\n", "type: block\n"), "unsupported"],
      ["ascii", edited("encoding: gzip", "encoding: ascii"), "unsupported"],
      ["detached", edited("endian: little", "endian: little\ndata file: a.raw"), "unsupported"],
      ["endless", good.subarray(0, 60), "corrupt"],
      ["not-nrrd", Buffer.from("hello"), "unsupported"],
    ];
    for (const [name, bytes, kind] of cases) {
      const path = join(dir, `${name}.nrrd`);
      writeFileSync(path, bytes);
      const error = await readNrrd(path).then(
        () => undefined,
        (caught: unknown) => caught,
      );
      expect(isScanError(error) ? error.kind : error, name).toBe(kind);
    }
    await expect(readNrrd(join(dir, "absent.nrrd"))).rejects.toMatchObject({ kind: "missing" });
  });
});
