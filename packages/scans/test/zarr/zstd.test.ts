import { createHash, randomFillSync } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Zstd from "numcodecs/zstd";
import { describe, expect, it } from "vitest";
import { sourcesSha256 } from "../../src/kernels/zstd.generated.js";
import { decodeZstdFrame } from "../../src/kernels/zstd.js";
import { byteDecoders } from "../../src/zarr/codecs.js";

function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

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

describe("the decoder of Zstandard frames", () => {
  it("is compiled from the sources beside it", () => {
    const folder = join(import.meta.dirname, "../../zstd-kernel");
    const hash = createHash("sha256");
    for (const name of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, name)));
    expect(hash.digest("hex")).toBe(sourcesSha256);
  });

  it.each(Object.keys(contents))("gives back %s of every level and size", async (name) => {
    for (const bytes of [1, 2, 15, 200, 1000, 30_000, 131_072, 262_144, 700_001]) {
      const content = contents[name]!(bytes);
      for (const level of [1, 3, 9, 19]) {
        if (level === 19 && bytes > 300_000) continue;
        const frame = await Zstd.fromConfig({ id: "zstd", level }).encode(content);
        const decoded = decodeZstdFrame(frame, bytes);
        // Very small frames may be of fewer bytes than the decoder looks at: they are left to the general one.
        if (decoded === undefined) expect(frame.length).toBeLessThan(16);
        else expect(Buffer.compare(decoded, content), `${bytes} bytes at level ${level}`).toBe(0);
        expect(Buffer.compare(await byteDecoders.zstd!(frame, bytes), content)).toBe(0);
      }
    }
  });

  it("never makes up content of damaged frames, nor hangs or crashes", async () => {
    const next = random(11);
    for (const make of Object.values(contents)) {
      const content = make(20_000);
      const frame = await Zstd.fromConfig({ id: "zstd", level: 3 }).encode(content);
      for (let i = 0; i < 300; i++) {
        const damaged = frame.slice(0, next(5) === 0 ? next(frame.length) : frame.length);
        for (let change = 0; change <= next(3); change++) damaged[next(damaged.length)] = next(256);
        const decoded = decodeZstdFrame(damaged, content.length);
        if (decoded === undefined) continue;
        // What it takes, the reference takes too, and for the same.
        const reference = await Zstd.fromConfig({ id: "zstd", level: 3 }).decode(damaged);
        expect(Buffer.compare(decoded, reference)).toBe(0);
      }
    }
  });
});
