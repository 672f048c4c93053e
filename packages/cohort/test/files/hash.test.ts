import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, sha256, sha256File } from "../../src/index.js";
import { temporaryFolders } from "../support.js";

const newFolder = temporaryFolders();

describe("sha256", () => {
  it("gives the digests of FIPS 180-2's examples", async () => {
    const dir = await newFolder();
    const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    expect(sha256("abc")).toBe(abc);
    await writeFile(join(dir, "abc"), "abc");
    expect(await sha256File(join(dir, "abc"))).toBe(abc);
    await writeFile(join(dir, "million"), "a".repeat(1_000_000));
    expect(await sha256File(join(dir, "million"))).toBe(
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
    );
  });
});

describe("canonicalJson", () => {
  it("does not depend on the order of keys, and parses back", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { seed: 1 },
    );
  });

  it("tells apart what differs, and refuses what JSON cannot hold", () => {
    expect(canonicalJson({ a: [1, 2] })).not.toBe(canonicalJson({ a: [2, 1] }));
    expect(() => canonicalJson({ a: Number.NaN })).toThrow(/a is NaN/);
    expect(() => canonicalJson({ a: { b: () => 1 } })).toThrow(TypeError);
  });
});
