import { describe, expect, it } from "vitest";
import { nearestSites } from "../../src/demo/distance.js";
import { latticeNoise } from "../../src/demo/random.js";

describe("nearest sites", () => {
  it("agree with a search through all sites", () => {
    const [width, height] = [23, 17];
    const isSite = Uint8Array.from({ length: width * height }, (_, index) =>
      latticeNoise(5, index, 0) < 0.06 ? 1 : 0,
    );
    const sites = [...isSite.keys()].filter((index) => isSite[index] === 1);
    expect(sites.length).toBeGreaterThan(10);
    const { distance, site } = nearestSites(isSite, width, height);
    const between = (a: number, b: number): number =>
      Math.hypot((a % width) - (b % width), Math.floor(a / width) - Math.floor(b / width));
    for (let index = 0; index < width * height; index++) {
      const nearest = Math.min(...sites.map((candidate) => between(index, candidate)));
      expect(distance[index]).toBeCloseTo(nearest, 5);
      expect(between(index, site[index]!)).toBeCloseTo(nearest, 5);
    }
  });

  it("say so where there is none", () => {
    const { distance, site } = nearestSites(new Uint8Array(6), 3, 2);
    expect([...distance]).toEqual(new Array(6).fill(Number.POSITIVE_INFINITY));
    expect([...site]).toEqual(new Array(6).fill(-1));
  });
});
