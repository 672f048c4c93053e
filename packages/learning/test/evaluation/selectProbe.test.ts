import { counterNormal, liveTensors, setNumThreads } from "@cytonet/torch";
import { describe, expect, it } from "vitest";
import { applyLinear, stackRows } from "../../src/evaluation/linearModel.js";
import type { FitProgress } from "../../src/evaluation/logisticFit.js";
import { fitLogisticProbe } from "../../src/evaluation/logisticProbe.js";
import { fitRidgeProbe } from "../../src/evaluation/ridgeProbe.js";
import { selectLogisticProbe, selectRidgeProbe } from "../../src/evaluation/selectProbe.js";

// Problems this small lose by being shared between threads.
setNumThreads(1);

const columns = 20;

/** Noisy features of which two carry the answer: few samples, so that the penalty matters. */
function sample(rows: number, slot: number) {
  const values = Float32Array.from({ length: rows * columns }, (_, i) => counterNormal(8, slot, i, 0));
  const signal = Array.from(
    { length: rows },
    (_, r) => values[r * columns]! + values[r * columns + 1]! + counterNormal(8, slot, r, 1),
  );
  return {
    features: { values, columns },
    labels: signal.map((s) => (s < -0.7 ? "a" : s < 0.7 ? "b" : "c")),
    targets: { values: signal.flatMap((s) => [s, 3 * s + 10]), columns: 2 },
  };
}

const l2Grid = [10, 3, 1, 0.3, 0.1, 0.03, 0.01, 0.001];
const train = sample(40, 0);
const validation = sample(200, 1);
const all = stackRows(train.features, validation.features);

describe("selectLogisticProbe", () => {
  it("chooses the best score and fits it again on all samples", async () => {
    const options = { patience: Number.POSITIVE_INFINITY, l2Grid };
    const { probe, l2, scores, atEdge } = await selectLogisticProbe(train, validation, options);
    const best = Math.max(...scores.map((s) => s.score));
    expect(scores.find((s) => s.l2 === l2)!.score).toBe(best);
    expect(scores).toHaveLength(8);
    expect(atEdge).toBe(false);
    const again = await fitLogisticProbe(all, [...train.labels, ...validation.labels], { l2 });
    expect(probe.converged).toBe(true);
    expect(probe.objective).toBeCloseTo(again.objective, 8);
  });

  it("stops after its patience, with the same choice", async () => {
    const whole = await selectLogisticProbe(train, validation, {
      patience: Number.POSITIVE_INFINITY,
      l2Grid,
    });
    const { l2, scores, probe } = await selectLogisticProbe(train, validation, { patience: 3, l2Grid });
    expect(l2).toBe(whole.l2);
    expect(probe).toEqual(whole.probe);
    expect(scores.at(-4)!.l2).toBe(l2);
    expect(scores).toEqual(whole.scores.slice(0, scores.length));
  });

  it("keeps to the training samples where no refit is wanted", async () => {
    const gradientTolerance = 1e-9;
    const options = { l2Grid: [0.1], refit: false, criterion: "accuracy", gradientTolerance } as const;
    const { probe, atEdge } = await selectLogisticProbe(train, validation, options);
    const plain = await fitLogisticProbe(train.features, train.labels, { l2: 0.1, gradientTolerance });
    expect(probe.converged).toBe(true);
    probe.model.weights.forEach((weight, i) => {
      expect(weight).toBeCloseTo(plain.model.weights[i]!, 5);
    });
    expect(atEdge).toBe(false);
  });

  it("says when the choice lies at the grid's edge, and refuses an empty grid", async () => {
    const { atEdge } = await selectLogisticProbe(train, validation, { l2Grid: [1e-5, 1e-4, 0.05] });
    expect(atEdge).toBe(true);
    await expect(selectLogisticProbe(train, validation, { l2Grid: [] })).rejects.toThrow(/l2Grid/);
  });

  it.each([true, false])("counts its fits up to the last one, refit %s", async (refit) => {
    const seen: FitProgress[] = [];
    const options = {
      l2Grid,
      patience: 1,
      refit,
      onProgress: (progress: FitProgress) => seen.push(progress),
    };
    const { l2, scores } = await selectLogisticProbe(train, validation, options);
    expect(scores.length).toBeLessThan(l2Grid.length);
    const starts = seen.filter(({ fits }, i) => fits !== seen[i - 1]?.fits);
    expect(starts.map(({ fits }) => fits)).toEqual([...scores.keys(), l2Grid.length]);
    expect(starts.map((one) => one.l2)).toEqual([...scores.map((one) => one.l2), l2]);
    expect(new Set(seen.map(({ ofFits }) => ofFits))).toEqual(new Set([l2Grid.length + 1]));
  });

  it("stops between two steps of any fit, leaving no tensors", async () => {
    const before = liveTensors();
    const controller = new AbortController();
    const stopping = selectLogisticProbe(train, validation, {
      l2Grid,
      signal: controller.signal,
      onProgress: ({ fits }) => {
        if (fits === 2) controller.abort(new Error("stopped"));
      },
    });
    await expect(stopping).rejects.toThrow("stopped");
    expect(liveTensors()).toBe(before);
  });
});

describe("selectRidgeProbe", () => {
  it("chooses the best mean R² and fits it again on all samples", () => {
    const { probe, l2, scores, atEdge } = selectRidgeProbe(train, validation);
    expect(scores.find((s) => s.l2 === l2)!.score).toBe(Math.max(...scores.map((s) => s.score)));
    expect(atEdge).toBe(false);
    const values = [...train.targets.values, ...validation.targets.values];
    const again = fitRidgeProbe(all, { values, columns: 2 }, { l2 });
    expect(probe).toEqual(again);
    expect(applyLinear(probe, validation.features)).toHaveLength(400);
  });

  it("prefers the stronger penalty of equal ones", () => {
    // Targets that no feature explains and are constant: every penalty predicts the mean.
    const constant = (rows: number) => ({ values: new Array<number>(rows).fill(4), columns: 1 });
    const { l2 } = selectRidgeProbe(
      { features: train.features, targets: constant(40) },
      { features: validation.features, targets: constant(200) },
      { l2Grid: [0.1, 1, 10] },
    );
    expect(l2).toBe(10);
  });
});
