import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { codecModes, loadWith, sameBytes } from "./load.js";

const content = (length: number, seed: number) =>
  Uint8Array.from({ length }, (_, i) => ((i * i * seed) % 251) ^ (i >> 5));
const compress = { zlib: deflateSync, raw: deflateRawSync, gzip: gzipSync } as const;
const forms = ["zlib", "raw", "gzip"] as const;

describe.each(codecModes)("inflate, %s", async (mode) => {
  const { inflate } = await loadWith(mode, () => import("../../src/codecs/inflate.js"));

  it("gives back streams of any size and form, one after another", () => {
    for (const form of forms) {
      for (const [i, length] of [1, 17, 4096, 300_000, 65_536, 2].entries()) {
        const bytes = content(length, i + 3);
        for (const level of [0, 1, 6, 9]) {
          expect(sameBytes(inflate(compress[form](bytes, { level }), length, length, form), bytes)).toBe(
            true,
          );
        }
      }
    }
  });

  it("gives all of a padded strip, and of one that is too short what there is", () => {
    const bytes = content(5000, 7);
    expect(sameBytes(inflate(deflateSync(bytes), 3000, 5000), bytes)).toBe(true);
    expect(inflate(deflateSync(bytes), 6000, 8000)).toHaveLength(5000);
  });

  it("reads gzip of several members", () => {
    const [first, second] = [content(4000, 5), content(900, 6)];
    const both = Buffer.concat([gzipSync(first), gzipSync(second)]);
    expect(sameBytes(inflate(both, 4900, 4900, "gzip"), Buffer.concat([first, second]))).toBe(true);
  });

  it("refuses damage, wherever it is, and goes on with the next stream", () => {
    const bytes = content(5000, 9);
    for (const form of ["zlib", "gzip"] as const) {
      const good = compress[form](bytes);
      for (let at = 0; at < good.length; at += 1 + (good.length >> 6)) {
        const bad = Uint8Array.from(good);
        bad[at]! ^= 0x15;
        let out: Uint8Array | undefined;
        try {
          out = inflate(bad, 5000, 5000, form);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
        // A changed note in the header, such as gzip's time, is no damage.
        if (out !== undefined) expect(at < 10 && sameBytes(out, bytes), `${form}, byte ${at}`).toBe(true);
        expect(inflate(good, 5000, 5000, form)).toHaveLength(5000);
      }
      expect(() => inflate(good.subarray(0, -1), 5000, 5000, form)).toThrow();
      expect(() => inflate(good, 4000, 4500, form)).toThrow();
      expect(() => inflate(new Uint8Array(), 10, 10, form)).toThrow();
    }
  });
});

describe("inflate", () => {
  it("writes into memory that it is given, where that is large enough", async () => {
    const { inflate, native } = await loadWith("native", async () => ({
      ...(await import("../../src/codecs/inflate.js")),
      ...(await import("../../src/codecs/native.js")),
    }));
    if (native === undefined) return;
    const bytes = content(500, 3);
    const memory = new Uint8Array(600);
    expect(inflate(deflateSync(bytes), 500, 500, "zlib", memory).buffer).toBe(memory.buffer);
    expect(sameBytes(memory.subarray(0, 500), bytes)).toBe(true);
    expect(inflate(deflateSync(bytes), 500, 500, "zlib", new Uint8Array(400))).toHaveLength(500);
  });
});
