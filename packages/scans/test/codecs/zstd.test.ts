import { randomFillSync } from "node:crypto";
import Zstd from "numcodecs/zstd";
import { describe, expect, it } from "vitest";
import { codecModes, loadWith, random, sameBytes } from "./load.js";

/** Contents that use every part of the format: raw and run blocks, literals of all kinds, matches near and far. */
const contents: Readonly<Record<string, (bytes: number) => Uint8Array>> = {
  noise: (bytes) => randomFillSync(new Uint8Array(bytes)),
  flat: (bytes) => new Uint8Array(bytes).fill(7),
  tissue(bytes) {
    const next = random(3);
    return Uint8Array.from({ length: bytes }, (_, i) => 150 + 60 * Math.sin(i / 90) + next(16));
  },
  "few values": (bytes) => {
    const next = random(4);
    return Uint8Array.from({ length: bytes }, () => next(3) * next(2));
  },
  skewed(bytes) {
    const next = random(5);
    return Uint8Array.from({ length: bytes }, () => 31 - Math.clz32(1 + next(2 ** 30)));
  },
  text(bytes) {
    const next = random(6);
    const words = Array.from({ length: 300 }, () => "abcdefghij".slice(next(5), 5 + next(5)));
    let text = "";
    while (text.length < bytes) text += `${words[next(300)]} `;
    return new TextEncoder().encode(text.slice(0, bytes));
  },
  copies(bytes) {
    const next = random(7);
    const out = new Uint8Array(bytes);
    for (let at = 0; at < bytes; ) {
      const length = Math.min(bytes - at, 1 + next(300));
      const from = at === 0 || next(3) === 0 ? -1 : next(at);
      for (let i = 0; i < length; i++) out[at + i] = from < 0 ? next(256) : out[from + i]!;
      at += length;
    }
    return out;
  },
};

describe.each(codecModes)("decodeZstd, %s", async (mode) => {
  const { decodeZstd } = await loadWith(mode, () => import("../../src/codecs/zstd.js"));

  it.each(Object.keys(contents))("gives back %s of every level and size", async (name) => {
    for (const bytes of [1, 2, 15, 200, 1000, 30_000, 131_072, 262_144, 700_001]) {
      const content = contents[name]!(bytes);
      for (const level of [1, 3, 9, 19]) {
        if (level === 19 && bytes > 300_000) continue;
        const frame = await Zstd.fromConfig({ id: "zstd", level }).encode(content);
        expect(sameBytes(await decodeZstd(frame, bytes), content), `${bytes} bytes at level ${level}`).toBe(
          true,
        );
      }
    }
  });

  it("refuses frames that state or hold another size, and cut ones", async () => {
    const content = contents.text!(20_000);
    const frame = await Zstd.fromConfig({ id: "zstd", level: 3 }).encode(content);
    for (const expected of [19_999, 20_001, 5]) {
      await expect(decodeZstd(frame, expected)).rejects.toThrow("states 20000 bytes");
    }
    for (const end of [0, 3, 5, 9, frame.length >> 1, frame.length - 1]) {
      await expect(decodeZstd(frame.subarray(0, end), 20_000)).rejects.toThrow();
    }
  });
});

describe("damaged frames", async () => {
  const { native } = await loadWith("native", () => import("../../src/codecs/native.js"));
  it.skipIf(native === undefined)("never leave the memory that they may fill", async () => {
    const next = random(11);
    for (const make of Object.values(contents)) {
      const content = make(20_000);
      const frame = await Zstd.fromConfig({ id: "zstd", level: 3 }).encode(content);
      const out = new Uint8Array(20_100).fill(0xa5);
      for (let i = 0; i < 300; i++) {
        const damaged = frame.slice(0, next(5) === 0 ? next(frame.length) : frame.length);
        for (let change = 0; change <= next(3) && damaged.length > 0; change++) {
          damaged[next(damaged.length)] = next(256);
        }
        const outcome = native!.decodeZstd(damaged, out.subarray(50, 20_050));
        if (typeof outcome === "number") expect(outcome).toBeLessThanOrEqual(20_000);
        else expect(outcome).toMatch(/^zstd: /);
      }
      expect(out.subarray(0, 50).every((byte) => byte === 0xa5)).toBe(true);
      expect(out.subarray(20_050).every((byte) => byte === 0xa5)).toBe(true);
    }
  });
});
