import { describe, expect, it } from "vitest";
import { philox, philox4x32, seedWords } from "../../src/random/philox.js";

const ONES = 0xffffffff;

describe("philox4x32", () => {
  // Known answers published with Random123 (kat_vectors, philox4x32 with 10 rounds).
  it.each([
    {
      counter: [0, 0, 0, 0],
      key: [0, 0],
      answer: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    },
    {
      counter: [ONES, ONES, ONES, ONES],
      key: [ONES, ONES],
      answer: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    },
    {
      counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      key: [0xa4093822, 0x299f31d0],
      answer: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    },
  ])("gives the published answer for counter $counter", ({ counter, key, answer }) => {
    expect([...philox4x32(counter, key)]).toEqual(answer);
  });

  it("multiplies as BigInt does on 2,000 chained inputs", () => {
    let state = [1, 2, 3, 4];
    for (let i = 0; i < 2000; i++) {
      const next = [...philox4x32(state, [i, ~i >>> 0])];
      expect(next).toEqual(bigintPhilox(state, [i, ~i >>> 0]));
      state = next;
    }
  });

  it("may write over its own counter", () => {
    const words = Uint32Array.of(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344);
    philox4x32(words, [0xa4093822, 0x299f31d0], words);
    expect([...words]).toEqual([0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]);
  });
});

describe("philox", () => {
  it("lays seed, index, epoch and slot into separate words", () => {
    const index = 5 * 2 ** 32 + 7;
    const seed = 0x299f31d0a4093822n;
    expect([...philox(seed, 11, index, 13)]).toEqual([
      ...philox4x32([7, 5, 11, 13], [0xa4093822, 0x299f31d0]),
    ]);
    expect([...philox(seed, 11, index, 13, 2)]).toEqual([
      ...philox4x32([7, 5 + 2 * 2 ** 21, 11, 13], [0xa4093822, 0x299f31d0]),
    ]);
  });

  it("depends on its arguments alone", () => {
    const first = [...philox(1, 2, 3, 4)];
    philox(9, 9, 9, 9);
    expect([...philox(1, 2, 3, 4)]).toEqual(first);
    const others = [philox(2, 2, 3, 4), philox(1, 3, 3, 4), philox(1, 2, 4, 4), philox(1, 2, 3, 5)];
    for (const other of others) expect([...other]).not.toEqual(first);
  });

  it("refuses arguments outside their range, naming them", () => {
    expect(() => philox(-1, 0, 0, 0)).toThrow(/seed/);
    expect(() => philox(1.5, 0, 0, 0)).toThrow(/seed/);
    expect(() => philox(1n << 64n, 0, 0, 0)).toThrow(/seed/);
    expect(() => philox(0, 2 ** 32, 0, 0)).toThrow(/epoch/);
    expect(() => philox(0, 0, Number.NaN, 0)).toThrow(/index/);
    expect(() => philox(0, 0, 0, -1)).toThrow(/slot/);
    expect(() => philox(0, 0, 0, 0, 2048)).toThrow(/attempt/);
  });

  it("splits seeds of both kinds alike", () => {
    expect(seedWords(2 ** 40 + 5)).toEqual(seedWords(2n ** 40n + 5n));
    expect(seedWords((1n << 64n) - 1n)).toEqual([ONES, ONES]);
  });
});

function bigintPhilox(counter: number[], key: number[]): number[] {
  let [c0, c1, c2, c3] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
  let [k0, k1] = key.map(BigInt) as [bigint, bigint];
  const mask = 0xffffffffn;
  for (let round = 0; round < 10; round++) {
    const a = 0xd2511f53n * c0;
    const b = 0xcd9e8d57n * c2;
    [c0, c1, c2, c3] = [(b >> 32n) ^ c1 ^ k0, b & mask, (a >> 32n) ^ c3 ^ k1, a & mask];
    k0 = (k0 + 0x9e3779b9n) & mask;
    k1 = (k1 + 0xbb67ae85n) & mask;
  }
  return [c0, c1, c2, c3].map(Number);
}
