import { liveTensors, manualSeed, ops, scope, setNumThreads, tensor } from "@cytonet/torch";
import { describe, expect, it } from "vitest";
import { referencePython, runReference } from "../../../../tools/reference/reference.mjs";
import { EvaluationError } from "../../src/evaluation/errors.js";
import { scoreByNeighbours } from "../../src/evaluation/neighbours.js";

setNumThreads(1);

const sklearn = `
import json, sys
import numpy as np
from sklearn.metrics import f1_score, r2_score
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
answers = []
for case in json.load(sys.stdin):
    reference, query = case["reference"], case["query"]
    options = {"n_neighbors": case["neighbours"], "metric": "cosine", "algorithm": "brute"}
    x, y = np.array(reference["features"]), np.array(query["features"])
    classes = KNeighborsClassifier(**options).fit(x, reference["labels"]).predict(y)
    places = KNeighborsRegressor(**options).fit(x, np.array(reference["coordinates"])).predict(y)
    answers.append({"macroF1": f1_score(query["labels"], classes, average="macro"),
                    "coordinateR2": r2_score(np.array(query["coordinates"]), places)})
print(json.dumps(answers))
`;

/** Points whose features follow a noisy place in three classes. */
function points(count: number, seed: number) {
  return scope(() => {
    manualSeed(seed);
    const places = ops.randn([count, 3], { dtype: "float64" });
    const map = ops.linspace(-1, 1, 24, { dtype: "float64" }).reshape([3, 8]).sin();
    const features = places.matmul(map).add(ops.randn([count, 8], { dtype: "float64" }).mulScalar(0.3));
    const coordinates = places.tolist() as number[][];
    const labels = coordinates.map(([x]) => (x! < -0.4 ? "a" : x! < 0.5 ? "b" : "c"));
    return { features: features.tolist() as number[][], coordinates, labels };
  });
}

const described = ({ features, coordinates, labels }: ReturnType<typeof points>) => ({
  features: tensor(features, { dtype: "float64" }),
  coordinatesMm: Float64Array.from(coordinates.flat()),
  labels,
});

describe.skipIf(referencePython() === undefined)("scores by neighbours", () => {
  it("are scikit-learn's, for one neighbour, several and ties", () => {
    const cases = [1, 2, 4, 15].map((neighbours) => ({
      neighbours,
      reference: points(120, neighbours),
      query: points(50, 100 + neighbours),
    }));
    const expected = runReference(sklearn, cases, { timeoutMs: 280_000 }) as {
      macroF1: number;
      coordinateR2: number;
    }[];
    const before = liveTensors();
    for (const [i, { neighbours, reference, query }] of cases.entries()) {
      const found = scope(() => scoreByNeighbours(described(reference), described(query), neighbours));
      expect(found.macroF1).toBeCloseTo(expected[i]!.macroF1, 12);
      expect(found.coordinateR2).toBeCloseTo(expected[i]!.coordinateR2, 12);
    }
    expect(liveTensors()).toBe(before);
  }, 300_000);
});

describe("scoreByNeighbours", () => {
  it("scores coordinates alone where there are no labels", () => {
    scope(() => {
      const { labels, ...all } = described(points(20, 1));
      expect(scoreByNeighbours(all, all, 1)).toEqual({ macroF1: null, coordinateR2: 1 });
    });
  });

  it("refuses more neighbours than references and features that are no numbers", () => {
    scope(() => {
      const all = described(points(5, 1));
      expect(() => scoreByNeighbours(all, all, 6)).toThrow(
        /neighbours: must be an integer from 1 to the 5 ref/,
      );
      const broken = { ...all, features: ops.full([5, 2], Number.NaN) };
      expect(() => scoreByNeighbours(all, broken, 1)).toThrow(EvaluationError);
      expect(() => scoreByNeighbours({ ...all, labels: ["a"] }, all, 1)).toThrow(/another number/);
    });
  });
});
