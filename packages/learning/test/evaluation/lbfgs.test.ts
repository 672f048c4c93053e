import { describe, expect, it } from "vitest";
import { minimise, type Objective } from "../../src/evaluation/lbfgs.js";

const rosenbrock: Objective = (x) => {
  let value = 0;
  const gradient = new Float64Array(x.length);
  for (let i = 0; i + 1 < x.length; i++) {
    const a = x[i + 1]! - x[i]! ** 2;
    const b = 1 - x[i]!;
    value += 100 * a * a + b * b;
    gradient[i]! += -400 * a * x[i]! - 2 * b;
    gradient[i + 1]! += 200 * a;
  }
  return { value, gradient };
};

/** ½ Σ k·xₖ² − xₖ with scales from 1 to `condition`: the minimum lies at 1/k. */
const quadratic =
  (condition: number): Objective =>
  (x) => {
    let value = 0;
    const gradient = x.map((xi, i) => {
      const scale = condition ** (i / (x.length - 1));
      value += 0.5 * scale * xi * xi - xi;
      return scale * xi - 1;
    });
    return { value, gradient };
  };

describe("minimise", () => {
  it("finds Rosenbrock's valley floor in 2 and in 20 dimensions", () => {
    for (const size of [2, 20]) {
      const result = minimise(rosenbrock, new Float64Array(size).fill(-1.2), { gradientTolerance: 1e-8 });
      expect(result.converged).toBe(true);
      for (const x of result.point) expect(x).toBeCloseTo(1, 7);
    }
  });

  it("solves a quadratic of condition 10³", () => {
    const result = minimise(quadratic(1e3), new Float64Array(50), { gradientTolerance: 1e-6 });
    expect(result.converged).toBe(true);
    result.point.forEach((x, i) => {
      expect(x * 1e3 ** (i / 49)).toBeCloseTo(1, 5);
    });
  });

  it("takes a fraction of the steps where it knows how curved the function is along each parameter", () => {
    const settings = { gradientTolerance: 1e-8 };
    const plain = minimise(quadratic(1e6), new Float64Array(50), settings);
    const reach = Float64Array.from({ length: 50 }, (_, i) => (1 + (i % 3)) / 1e6 ** (i / 49)); // roughly
    const known = minimise(quadratic(1e6), new Float64Array(50), { ...settings, reach });
    expect(known.converged).toBe(true);
    expect(known.iterations * 5).toBeLessThan(plain.iterations);
    known.point.forEach((x, i) => {
      expect(x * 1e6 ** (i / 49)).toBeCloseTo(1, 5);
    });
  });

  it("says when it ran out of iterations", () => {
    const result = minimise(rosenbrock, Float64Array.of(-1.2, 1), { maxIterations: 3 });
    expect(result.converged).toBe(false);
    expect(result.iterations).toBe(3);
    expect(result.value).toBeLessThan(rosenbrock(Float64Array.of(-1.2, 1)).value);
  });

  it("ends without claiming success where rounding forbids the tolerance", () => {
    const shifted: Objective = (x) => ({ value: 1e12 + x[0]! ** 2, gradient: Float64Array.of(2 * x[0]!) });
    const result = minimise(shifted, Float64Array.of(1e-3), { gradientTolerance: 0, maxIterations: 50 });
    expect(result.iterations).toBeLessThanOrEqual(50);
  });

  it("leaves its starting point unchanged and repeats itself exactly", () => {
    const start = Float64Array.of(-1.2, 1);
    const first = minimise(rosenbrock, start);
    expect([...start]).toEqual([-1.2, 1]);
    expect(minimise(rosenbrock, start)).toEqual(first);
  });

  it("steps back from values that are not finite", () => {
    const barrier: Objective = (x) => ({
      value: x[0]! - Math.log(x[0]!),
      gradient: Float64Array.of(1 - 1 / x[0]!),
    });
    const result = minimise(barrier, Float64Array.of(1e-3), { gradientTolerance: 1e-9 });
    expect(result.point[0]).toBeCloseTo(1, 8);
  });
});
