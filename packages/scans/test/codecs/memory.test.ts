import { expect, it } from "vitest";
import { borrow, giveBack } from "../../src/codecs/memory.js";

const bytes = 100_000;

it("lends memory again that was given back, to one at a time", () => {
  const first = borrow(bytes);
  const second = borrow(bytes);
  expect(first.length).toBeGreaterThanOrEqual(bytes);
  expect(second.buffer).not.toBe(first.buffer);
  giveBack(first.subarray(10, 20));
  // Twice is once.
  giveBack(first);
  const [third, fourth] = [borrow(bytes - 100), borrow(bytes)];
  expect(third.buffer).toBe(first.buffer);
  expect(fourth.buffer).not.toBe(first.buffer);
  for (const memory of [second, third, fourth]) giveBack(memory);
});

it("lends no memory that is much larger than is needed, nor what was never its own", () => {
  const large = borrow(10 * bytes);
  giveBack(large);
  expect(borrow(bytes).buffer).not.toBe(large.buffer);
  const foreign = new Uint8Array(12 * bytes);
  giveBack(foreign);
  expect(borrow(12 * bytes).buffer).not.toBe(foreign.buffer);
});

it("keeps little of what is given back", () => {
  const lent = Array.from({ length: 10 }, () => borrow(8_000_000));
  for (const memory of lent) giveBack(memory);
  const again = Array.from({ length: 10 }, () => borrow(8_000_000));
  const known = new Set(lent.map(({ buffer }) => buffer));
  expect(again.filter(({ buffer }) => known.has(buffer))).toHaveLength(3);
});
