import { areaGraph } from "@cytonet/learning";
import { counterNormal, counterUniform, setNumThreads } from "@cytonet/torch";
import { describe, expect, it } from "vitest";
import { bordersFromPoints } from "../../src/studies/areaBorders.js";
import { embeddingMap, separation } from "../../src/studies/embeddingMap.js";
import { featureColours } from "../../src/studies/featureColours.js";
import { hopErrors, hopsBetween } from "../../src/studies/hopErrors.js";
import { nearestAgreement, nearestElsewhere } from "../../src/studies/nearest.js";
import { balancedRows, spread } from "../../src/studies/sampling.js";
import { areaScores, confusions } from "../../src/studies/weaknesses.js";

setNumThreads(1);

describe("nearest elsewhere", () => {
  const rows = [
    [1, 0],
    [0.99, 0.14],
    [0.8, 0.6],
    [0, 1],
    [0.6, 0.8],
  ];
  const input = {
    features: Float32Array.from(rows.flat()),
    length: 2,
    group: ["a", "a", "b", "b", "c"],
    once: ["s1", "s1", "s2", "s2", "s3"],
  };
  it("are the best of other groups, one a section, the most similar first", () => {
    const found = nearestElsewhere(input, 0, 5);
    expect(found.map(({ row }) => row)).toEqual([2, 4]);
    expect(found[0]!.similarity).toBeCloseTo(0.8, 6);
  });
  it("agree as often as counted by hand, beside chance", () => {
    // Row 0 finds row 2, row 3 finds row 4, row 4 finds row 2; each has its own chance among other groups.
    const { share, chance } = nearestAgreement(input, ["x", "y", "x", "x", "y"], [0, 3, 4]);
    expect(share).toBeCloseTo(1 / 3, 10);
    expect(chance).toBeCloseTo((2 / 3 + 1 / 3 + 1 / 4) / 3, 10);
  });
});

describe("samples", () => {
  it("are spread evenly, or drawn equally from every group, the same for a seed", () => {
    expect(spread([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 2)).toEqual([2, 7]);
    const group = Array.from({ length: 100 }, (_, i) => (i < 80 ? "a" : "b"));
    const rows = balancedRows(group, 20, 1);
    expect(rows.filter((row) => row < 80)).toHaveLength(10);
    expect(rows).toHaveLength(20);
    expect(balancedRows(group, 20, 1)).toEqual(rows);
    expect(balancedRows(group, 20, 2)).not.toEqual(rows);
  });
});

describe("the map of features", () => {
  const n = 90;
  const label = Array.from({ length: n }, (_, i) => `c${i % 3}`);
  const features = Float32Array.from({ length: n * 8 }, (_, i) => {
    const row = Math.floor(i / 8);
    return (i % 8 === row % 3 ? 4 : 0) + 0.3 * counterNormal(5, 0, i, 0);
  });
  const settings = { seed: 1, neighbours: 8, minDist: 0.1, epochs: 60 };
  it("repeats itself for a seed, differs for another, and keeps clusters apart", async () => {
    const map = await embeddingMap(features, 8, settings);
    expect(await embeddingMap(features, 8, settings)).toEqual(map);
    expect(await embeddingMap(features, 8, { ...settings, seed: 2 })).not.toEqual(map);
    expect(map.every(Number.isFinite)).toBe(true);
    const index = separation(features, 8, map, label)!;
    expect(index.map).toBeGreaterThan(20);
    expect(index.features).toBeGreaterThan(20);
    expect(separation(features, 8, map, new Array(n).fill("one"))).toBeUndefined();
  });
  it("tells of every epoch, lets timers have their turn, and stops between two where it is told to", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("stopped")), 1);
    const epochs: number[] = [];
    const long = { ...settings, epochs: 100_000 };
    const tell = (done: number, total: number): void => {
      expect(total).toBe(long.epochs);
      epochs.push(done);
    };
    await expect(embeddingMap(features, 8, long, tell, controller.signal)).rejects.toThrow("stopped");
    expect(epochs).toEqual(epochs.map((_, i) => i + 1));
    expect(epochs.length).toBeLessThan(long.epochs);
  });
  it("refuses fewer samples than neighbours", async () => {
    await expect(embeddingMap(features.subarray(0, 5 * 8), 8, settings)).rejects.toThrow(/too few/);
  });
});

describe("borders of areas", () => {
  /** A row of areas, ten points wide each, five points high. */
  const points = Array.from({ length: 200 }, (_, i) => ({ x: i % 40, y: Math.floor(i / 40) }));
  const placed = {
    section: points.map(() => "B/1"),
    xPx: points.map(({ x }) => 20 * x),
    yPx: points.map(({ y }) => 20 * y),
    area: points.map(({ x }) => "abcd"[Math.floor(x / 10)]!),
  };
  it("lie between those whose points are neighbours on the grid", () => {
    expect(bordersFromPoints(placed)).toEqual([
      ["a", "b"],
      ["b", "c"],
      ["c", "d"],
    ]);
  });
  it("need more than a stray contact", () => {
    const area = placed.area.map((name, i) => (i === 0 ? "d" : name));
    expect(bordersFromPoints({ ...placed, area })).not.toContainEqual(["a", "d"]);
  });
});

describe("errors by hops", () => {
  const graph = areaGraph(
    ["a", "b", "c", "d"],
    [
      ["a", "b"],
      ["b", "c"],
    ],
  );
  it("count borders, beside the same predictions dealt out at random", () => {
    const { shares, chance, meanHops } = hopErrors(
      ["a", "a", "b", "c"],
      ["a", "b", "c", "a"],
      hopsBetween(graph),
    );
    expect(shares).toEqual([0.25, 0.5, 0.25, 0]);
    expect(meanHops).toBe((0 + 1 + 1 + 2) / 4);
    expect(chance.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    // P(right) = ½·½ + ¼·¼ + ¼·¼.
    expect(chance[0]).toBeCloseTo(0.375, 12);
  });
  it("put areas without a way, or unknown ones, last", () => {
    const hops = hopsBetween(graph);
    expect([hops("a", "d"), hops("a", "elsewhere"), hops("d", "d")]).toEqual([
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      0,
    ]);
    expect(hopErrors(["a"], ["d"], hops).shares[3]).toBe(1);
  });
});

describe("weaknesses", () => {
  const truth = ["a", "a", "a", "b", "b", "c"];
  const predicted = ["a", "b", "b", "b", "b", "a"];
  it("list the worst area first, with what it is taken for", () => {
    const scores = areaScores(truth, predicted);
    expect(scores.map(({ area }) => area)).toEqual(["c", "a", "b"]);
    expect(scores[0]).toMatchObject({ f1: 0, takenFor: "a", points: 1 });
    expect(scores[2]).toMatchObject({ recall: 1, precision: 0.5 });
  });
  it("list mistakes by how often they are made", () => {
    expect(confusions(truth, predicted)[0]).toEqual({
      truth: "a",
      predicted: "b",
      points: 2,
      share: 2 / 3,
    });
  });
});

describe("colours of features", () => {
  it("are like for like features and use the whole range", () => {
    const values = Float32Array.from({ length: 600 * 4 }, (_, i) =>
      i % 4 === 0 ? Math.floor(i / 4) / 100 : 0.1 * counterUniform(1, 0, i, 0),
    );
    const { rgb, explained } = featureColours({ values, columns: 4 });
    expect(explained[0]).toBeGreaterThan(0.9);
    const red = Array.from({ length: 600 }, (_, row) => rgb[3 * row]!);
    expect(Math.min(...red)).toBeLessThan(45);
    expect(Math.max(...red)).toBeGreaterThan(225);
    const steps = red.slice(1).map((value, i) => Math.abs(value - red[i]!));
    expect(Math.max(...steps)).toBeLessThan(8);
  });
});
