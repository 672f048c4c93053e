import {
  counterInteger,
  counterNormal,
  liveTensors,
  scope,
  setNumThreads,
  type Tensor,
  tensor,
} from "@cytonet/torch";
import { describe, expect, it } from "vitest";
import { contrastStatistics } from "../../src/objectives/contrast.js";
import { ObjectiveError } from "../../src/objectives/errors.js";
import { type ContrastiveLoss, simCLR } from "../../src/objectives/simCLR.js";
import { spatialNCE } from "../../src/objectives/spatialNCE.js";
import { supCon } from "../../src/objectives/supCon.js";

setNumThreads(1);

const TEMPERATURE = 0.2;

function normals(rows: number, columns: number, slot: number): number[][] {
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => counterNormal(5, rows, i * columns + j, slot)),
  );
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, v, i) => sum + v * b[i]!, 0);
const unit = (a: readonly number[]) => a.map((v) => v / Math.sqrt(dot(a, a)));

/** Mean over anchors of −Σ_j q_ij log softmax over k ≠ i, written out; anchors without positives count as 0. */
function naive(features: readonly number[][], positives: (i: number) => readonly number[]): number {
  const units = features.map(unit);
  let total = 0;
  for (const [i, anchor] of units.entries()) {
    const chosen = positives(i);
    const candidates = units.flatMap((other, k) =>
      k === i ? [] : [Math.exp(dot(anchor, other) / TEMPERATURE)],
    );
    const sum = candidates.reduce((a, b) => a + b, 0);
    for (const j of chosen) {
      total -= Math.log(Math.exp(dot(anchor, units[j]!) / TEMPERATURE) / sum) / chosen.length;
    }
  }
  return total / features.length;
}

/** Value and gradient, the latter also by central differences of the naive value. */
function evaluate(features: readonly number[][], loss: (features: Tensor) => ContrastiveLoss) {
  return scope(() => {
    const input = tensor(
      features.map((row) => [...row]),
      { dtype: "float64" },
    ).requiresGrad_();
    const result = loss(input);
    result.loss.backward();
    const gradient = Array.from(input.grad!.toTypedArray(), Number);
    return { value: result.loss.item(), gradient, statistics: contrastStatistics(result.statistics) };
  });
}

function numericGradient(features: readonly number[][], value: (features: number[][]) => number): number[] {
  const h = 1e-5;
  return features.flatMap((row, i) =>
    row.map((_, j) => {
      const moved = (by: number) =>
        features.map((r, a) => r.map((v, b) => (a === i && b === j ? v + by : v)));
      return (value(moved(h)) - value(moved(-h))) / (2 * h);
    }),
  );
}

const largest = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((v, i) => Math.abs(v - b[i]!)));

describe("simCLR", () => {
  const patches = 7;
  const features = normals(2 * patches, 6, 0);
  const other = (i: number) => [(i + patches) % (2 * patches)];
  const loss = (x: Tensor, rowsPerBlock?: number) =>
    simCLR(x.narrow(0, 0, patches), x.narrow(0, patches, patches), {
      temperature: TEMPERATURE,
      ...(rowsPerBlock && { rowsPerBlock }),
    });

  it("is NT-Xent, written out over all pairs", () => {
    const { value, gradient, statistics } = evaluate(features, (x) => loss(x));
    expect(value).toBeCloseTo(naive(features, other), 12);
    // Central differences of a value near 3 are exact to about 1e-10.
    expect(
      largest(
        gradient,
        numericGradient(features, (f) => naive(f, other)),
      ),
    ).toBeLessThan(1e-8);
    expect(statistics.effectivePositives).toBeCloseTo(1, 12);
    expect(statistics.skippedAnchors).toBe(0);
  });

  it("is 0 for a single patch, whose other view is the only candidate", () => {
    const { value } = evaluate(normals(2, 4, 1), (x) => simCLR(x.narrow(0, 0, 1), x.narrow(0, 1, 1)));
    expect(value).toBeCloseTo(0, 12);
  });

  it("names the view whose shape does not fit", () => {
    scope(() => {
      const a = tensor(normals(3, 4, 0));
      expect(() => simCLR(a, a.narrow(0, 0, 2))).toThrow(ObjectiveError);
      expect(() => simCLR(a, a.narrow(0, 0, 2))).toThrow(/viewsB: must be 3 × 4/);
      expect(() => simCLR(a, a, { temperature: 0 })).toThrow(/temperature/);
    });
  });
});

describe("supCon", () => {
  const labels = [0, 1, 0, 2, 1, 0, 3, 1, 0];
  const features = normals(labels.length, 5, 2);
  const same = (i: number) => labels.flatMap((label, j) => (j !== i && label === labels[i] ? [j] : []));
  const classes = () => tensor(BigInt64Array.from(labels, BigInt), { shape: [labels.length] });

  it("is L_out of Khosla et al., with lonely anchors counted as 0", () => {
    const run = (x: Tensor) => supCon(x, classes(), { temperature: TEMPERATURE });
    const { value, gradient, statistics } = evaluate(features, run);
    expect(value).toBeCloseTo(naive(features, same), 12);
    expect(
      largest(
        gradient,
        numericGradient(features, (f) => naive(f, same)),
      ),
    ).toBeLessThan(1e-8);
    expect(statistics.skippedAnchors).toBe(2);
    expect(statistics.effectivePositives).toBeCloseTo((4 * 3 + 3 * 2) / 7, 12);
  });

  it("refuses labels of another length or type", () => {
    scope(() => {
      const x = tensor(features);
      expect(() => supCon(x, tensor([0, 1]))).toThrow(/labels: must be 9 int64 classes/);
    });
  });
});

describe("in blocks of anchors", () => {
  const count = 23;
  const features = normals(count, 7, 3);
  const points = () =>
    tensor(
      normals(count, 3, 4).map((p) => p.map((v) => 8 * v)),
      { dtype: "float64" },
    );
  const labels = () =>
    tensor(
      BigInt64Array.from({ length: count }, (_, i) => BigInt(counterInteger(4, 5, 0, i, 9))),
      { shape: [count] },
    );
  const objectives: [string, (x: Tensor, rowsPerBlock?: number) => ContrastiveLoss][] = [
    [
      "spatialNCE",
      (x, rowsPerBlock) => spatialNCE(x, points(), { sigmaMm: 6, ...(rowsPerBlock && { rowsPerBlock }) }),
    ],
    ["supCon", (x, rowsPerBlock) => supCon(x, labels(), rowsPerBlock ? { rowsPerBlock } : {})],
    [
      "simCLR",
      (x, rowsPerBlock) =>
        simCLR(x.narrow(0, 0, 11), x.narrow(0, 11, 11), rowsPerBlock ? { rowsPerBlock } : {}),
    ],
  ];

  it.each(objectives)("%s has the same value, gradient and statistics", (_, loss) => {
    const whole = evaluate(features, (x) => loss(x));
    for (const rows of [1, 5, 22]) {
      const blocks = evaluate(features, (x) => loss(x, rows));
      expect(Math.abs(blocks.value - whole.value)).toBeLessThan(1e-12);
      expect(largest(blocks.gradient, whole.gradient)).toBeLessThan(1e-12);
      for (const [name, value] of Object.entries(whole.statistics)) {
        expect(blocks.statistics[name as keyof typeof whole.statistics], name).toBeCloseTo(value, 9);
      }
    }
  });

  it("scales the gradient with what the loss is multiplied by, and leaves nothing behind", () => {
    const before = liveTensors();
    const once = evaluate(features, (x) => objectives[0]![1](x, 5));
    const twice = evaluate(features, (x) => {
      const { loss, statistics } = objectives[0]![1](x, 5);
      return { loss: loss.mulScalar(2), statistics };
    });
    expect(
      largest(
        twice.gradient,
        once.gradient.map((v) => 2 * v),
      ),
    ).toBeLessThan(1e-12);
    expect(liveTensors()).toBe(before);
  });
});

describe("contrastStatistics", () => {
  it("reads alignment and uniformity as Wang and Isola define them", () => {
    const patches = 6;
    const features = normals(2 * patches, 4, 6);
    const units = features.map(unit);
    const squared = (a: readonly number[], b: readonly number[]) => 2 - 2 * dot(a, b);
    const alignment = units.reduce((sum, u, i) => sum + squared(u, units[(i + patches) % 12]!), 0) / 12;
    const pairs = units.flatMap((u, i) =>
      units.flatMap((v, j) => (i === j ? [] : [Math.exp(-2 * squared(u, v))])),
    );
    const uniformity = Math.log(pairs.reduce((a, b) => a + b, 0) / pairs.length);
    const { statistics } = evaluate(features, (x) =>
      simCLR(x.narrow(0, 0, patches), x.narrow(0, patches, patches)),
    );
    expect(statistics.alignment).toBeCloseTo(alignment, 12);
    expect(statistics.uniformity).toBeCloseTo(uniformity, 12);
  });
});
