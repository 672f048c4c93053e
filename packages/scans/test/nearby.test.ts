import { afterEach, beforeEach, expect, it, vi } from "vitest";

let nowMs = 0;
let waits = 0;
beforeEach(() => {
  vi.resetModules();
  waits = -1;
  vi.doMock("../src/codecs/native.js", () => ({ native: { waits: () => waits } }));
  vi.spyOn(performance, "now").mockImplementation(() => nowMs);
});
afterEach(() => {
  vi.doUnmock("../src/codecs/native.js");
  vi.restoreAllMocks();
});

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

it("knows a disk that is waited for from a busy machine, where the system counts", async () => {
  const { atOnce, isNearby } = await import("../src/nearby.js");
  const take = (waited: number) =>
    atOnce(() => {
      nowMs += 5;
      waits += waited;
    });
  waits = 7;
  for (let i = 0; i < 10; i++) take(0);
  expect(isNearby()).toBe(true);
  for (let i = 0; i < 4; i++) take(1);
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
