import { counterNormal, setNumThreads } from "@cytonet/torch";
import { describe, expect, it } from "vitest";
import { areaGraph, hopDistances } from "../../src/evaluation/areaGraph.js";
import { calinskiHarabasz } from "../../src/evaluation/calinskiHarabasz.js";
import { classSimilarity } from "../../src/evaluation/classSimilarity.js";
import { averageLinkage } from "../../src/evaluation/hierarchy.js";
import { principalComponents } from "../../src/evaluation/principalComponents.js";

setNumThreads(1);

describe("the graph of areas", () => {
  const graph = areaGraph(
    ["a", "b", "c", "d", "island"],
    [
      ["a", "b"],
      ["b", "c"],
      ["c", "d"],
      ["d", "c"],
      ["b", "b"],
    ],
  );
  it("counts the borders between two areas", () => {
    expect(graph.neighbours).toEqual([[1], [0, 2], [1, 3], [2], []]);
    const hops = hopDistances(graph);
    expect(hops[0]).toEqual([0, 1, 2, 3, Number.POSITIVE_INFINITY]);
    for (let i = 0; i < 5; i++) for (let j = 0; j < 5; j++) expect(hops[i]![j]).toBe(hops[j]![i]);
  });
  it("refuses a border of an area that does not exist", () => {
    expect(() => areaGraph(["a"], [["a", "x"]])).toThrow(/borders: names a and x/);
  });
});

describe("similarity of classes", () => {
  it("is the cosine of mean features seen from their common mean", () => {
    // Class means (1, 0), (−1, 0), (0, 3) have the mean (0, 1): seen from it (1, −1), (−1, −1), (0, 2).
    const features = { values: Float32Array.of(2, 0, 0, 0, -1, 0, 0, 3), columns: 2 };
    const { classes, samples, cosine } = classSimilarity(features, ["p", "p", "q", "r"]);
    expect(classes).toEqual(["p", "q", "r"]);
    expect(samples).toEqual([2, 1, 1]);
    expect(cosine[0]![1]).toBeCloseTo(0, 12);
    expect(cosine[0]![2]).toBeCloseTo(-Math.SQRT1_2, 12);
    expect(cosine[1]![1]).toBe(1);
  });
});

describe("average linkage", () => {
  it("joins as SciPy's linkage(method='average')", () => {
    // Places 0, 1, 4, 6 and 20 on a line: 0–1 at 1, 4–6 at 2, both pairs at 4.5, the last at 17.25.
    const places = [0, 4, 20, 1, 6];
    const { joins, order } = averageLinkage(places.map((a) => places.map((b) => Math.abs(a - b))));
    expect(joins.map(({ height }) => height)).toEqual([1, 2, 4.5, 17.25]);
    expect(joins[0]).toMatchObject({ left: 0, right: 3 });
    expect(order.map((i) => places[i])).toEqual([20, 0, 1, 4, 6]);
  });
  it("takes a single item and refuses what is no matrix", () => {
    expect(averageLinkage([[0]])).toEqual({ joins: [], order: [0] });
    expect(() => averageLinkage([[0, 1]])).toThrow(/square/);
  });
});

describe("the Calinski–Harabasz index", () => {
  it("is the ratio of variances of its definition", () => {
    // Two classes at ±2 with a spread of 1 around: between 16, within 4, degrees of freedom 1 and 2.
    const features = { values: Float32Array.of(-3, -1, 1, 3), columns: 1 };
    expect(calinskiHarabasz(features, ["l", "l", "r", "r"])).toBeCloseTo((16 * 2) / 4, 12);
    expect(() => calinskiHarabasz(features, ["l", "l", "l", "l"])).toThrow(/1 classes/);
  });
});

describe("principal components", () => {
  const n = 400;
  // Along (3, 4)/5 with standard deviation 2, across with 0.5.
  const draws = Array.from({ length: n }, (_, i) => [
    2 * counterNormal(1, 0, i, 0),
    0.5 * counterNormal(1, 0, i, 1),
  ]);
  const values = Float32Array.from(
    draws.flatMap(([a, b]) => [10 + 0.6 * a! - 0.8 * b!, -3 + 0.8 * a! + 0.6 * b!]),
  );
  it("find the direction of most variance, with its share", () => {
    const { scores, explained } = principalComponents({ values, columns: 2 }, 2);
    expect(explained[0]! + explained[1]!).toBeCloseTo(1, 10);
    expect(explained[0]).toBeGreaterThan(0.92);
    let agreement = 0;
    for (let i = 0; i < n; i++) agreement += scores[2 * i]! * draws[i]![0]!;
    // The largest loading is that of the second column, which the first draw moves upwards.
    expect(agreement).toBeGreaterThan(0);
    expect(scores.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 6);
  });
  it("refuse more components than columns", () => {
    expect(() => principalComponents({ values, columns: 2 }, 3)).toThrow(/count/);
  });
});
