import { expect, it } from "vitest";
import { ChunkCache } from "../../src/zarr/chunkCache.js";

function cacheOf(mostBytes: number) {
  const released: string[] = [];
  const cache = new ChunkCache<string>(
    mostBytes,
    ({ length }) => length,
    (value) => released.push(value),
  );
  return { cache, released };
}

it("keeps what was used last and releases the rest", async () => {
  const { cache, released } = cacheOf(6);
  const use = (value: string) =>
    cache.use(
      value,
      async () => value,
      (found) => found,
    );
  for (const value of ["aa", "bb", "cc", "aa", "dd"]) expect(await use(value)).toBe(value);
  expect(released).toEqual(["bb"]);
  expect(cache.bytes).toBe(6);
  expect(await use("too large")).toBe("too large");
  expect(released).toEqual(["bb", "too large"]);
  cache.clear();
  expect(released.slice(2).sort()).toEqual(["aa", "cc", "dd"]);
  expect(cache.bytes).toBe(0);
});

it("loads once for all who ask, and releases after the last of them has looked", async () => {
  const { cache, released } = cacheOf(1);
  let loads = 0;
  const load = async () => {
    loads += 1;
    await new Promise((resolve) => setTimeout(resolve, 5));
    return "large";
  };
  const seen = await Promise.all(
    Array.from({ length: 3 }, () => cache.use("a", load, () => released.length)),
  );
  expect(loads).toBe(1);
  expect(seen).toEqual([0, 0, 0]);
  expect(released).toEqual(["large"]);
});

it("uses at once what is at hand or had at once, and leaves what is on its way to who waits", async () => {
  const { cache, released } = cacheOf(6);
  const seen: string[] = [];
  const useNow = (key: string, value?: string) =>
    cache.useNow(
      key,
      () => value,
      (found) => seen.push(found),
    );
  expect(useNow("a")).toBe(false);
  expect(useNow("a", "aa")).toBe(true);
  expect(useNow("a", "other")).toBe(true);
  expect(useNow("b", "too large")).toBe(true);
  expect(seen).toEqual(["aa", "aa", "too large"]);
  expect(released).toEqual(["too large"]);
  expect(cache.has("b")).toBe(false);
  const loading = cache.get("c", async () => "cc");
  expect(useNow("c", "other")).toBe(false);
  expect(await loading).toBe("cc");
  expect(cache.bytes).toBe(4);
});

it("forgets a load that failed", async () => {
  const { cache } = cacheOf(10);
  const failing = () => Promise.reject(new Error("no"));
  const both = [cache.get("a", failing), cache.get("a", failing)];
  for (const one of both) await expect(one).rejects.toThrow("no");
  expect(cache.has("a")).toBe(false);
  expect(await cache.get("a", async () => "yes")).toBe("yes");
});
