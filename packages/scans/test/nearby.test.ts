import { afterEach, beforeEach, expect, it, vi } from "vitest";

let nowMs = 0;
beforeEach(() => {
  vi.resetModules();
  vi.spyOn(performance, "now").mockImplementation(() => nowMs);
});
afterEach(() => vi.restoreAllMocks());

it("takes files for far away when reads are slow again and again", async () => {
  const { atOnce, isNearby } = await import("../src/nearby.js");
  const take = (ms: number) =>
    atOnce(() => {
      nowMs += ms;
      return ms;
    });
  for (let i = 0; i < 3; i++) expect(take(5)).toBe(5);
  expect(isNearby()).toBe(true);
  take(5);
  expect(isNearby()).toBe(false);
});

it("overlooks a slow one now and then", async () => {
  const { atOnce, isNearby } = await import("../src/nearby.js");
  for (let i = 0; i < 400; i++) {
    atOnce(() => {
      nowMs += i % 20 === 0 ? 5 : 0.01;
    });
  }
  expect(isNearby()).toBe(true);
});
