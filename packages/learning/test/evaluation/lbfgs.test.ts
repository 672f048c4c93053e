import { describe, expect, it } from "vitest";
import { minimise, type Objective, type SearchStep } from "../../src/evaluation/lbfgs.js";

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
  it("finds Rosenbrock's valley floor in 2 and in 20 dimensions", async () => {
    for (const size of [2, 20]) {
      const result = await minimise(rosenbrock, new Float64Array(size).fill(-1.2), {
        gradientTolerance: 1e-8,
      });
      expect(result.converged).toBe(true);
      for (const x of result.point) expect(x).toBeCloseTo(1, 7);
    }
  });

  it("solves a quadratic of condition 10³", async () => {
    const result = await minimise(quadratic(1e3), new Float64Array(50), { gradientTolerance: 1e-6 });
    expect(result.converged).toBe(true);
    result.point.forEach((x, i) => {
      expect(x * 1e3 ** (i / 49)).toBeCloseTo(1, 5);
    });
  });

  it("takes a fraction of the steps where it knows how curved the function is along each parameter", async () => {
    const settings = { gradientTolerance: 1e-8 };
    const plain = await minimise(quadratic(1e6), new Float64Array(50), settings);
    const reach = Float64Array.from({ length: 50 }, (_, i) => (1 + (i % 3)) / 1e6 ** (i / 49)); // roughly
    const known = await minimise(quadratic(1e6), new Float64Array(50), { ...settings, reach });
    expect(known.converged).toBe(true);
    expect(known.iterations * 5).toBeLessThan(plain.iterations);
    known.point.forEach((x, i) => {
      expect(x * 1e6 ** (i / 49)).toBeCloseTo(1, 5);
    });
  });

  it("says when it ran out of iterations", async () => {
    const result = await minimise(rosenbrock, Float64Array.of(-1.2, 1), { maxIterations: 3 });
    expect(result.converged).toBe(false);
    expect(result.iterations).toBe(3);
    expect(result.value).toBeLessThan(rosenbrock(Float64Array.of(-1.2, 1)).value);
  });

  it("ends without claiming success where rounding forbids the tolerance", async () => {
    const shifted: Objective = (x) => ({ value: 1e12 + x[0]! ** 2, gradient: Float64Array.of(2 * x[0]!) });
    const result = await minimise(shifted, Float64Array.of(1e-3), {
      gradientTolerance: 0,
      maxIterations: 50,
    });
    expect(result.iterations).toBeLessThanOrEqual(50);
  });

  it("leaves its starting point unchanged and repeats itself exactly", async () => {
    const start = Float64Array.of(-1.2, 1);
    const first = await minimise(rosenbrock, start);
    expect([...start]).toEqual([-1.2, 1]);
    expect(await minimise(rosenbrock, start)).toEqual(first);
  });

  it("steps back from values that are not finite", async () => {
    const barrier: Objective = (x) => ({
      value: x[0]! - Math.log(x[0]!),
      gradient: Float64Array.of(1 - 1 / x[0]!),
    });
    const result = await minimise(barrier, Float64Array.of(1e-3), { gradientTolerance: 1e-9 });
    expect(result.point[0]).toBeCloseTo(1, 8);
  });

  it("lets timers have their turn between steps, and tells of each", async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    const steps: SearchStep[] = [];
    const slow: Objective = (x) => {
      const until = performance.now() + 3;
      while (performance.now() < until);
      return rosenbrock(x);
    };
    const result = await minimise(slow, Float64Array.of(-1.2, 1), { onStep: (step) => steps.push(step) });
    clearInterval(timer);
    expect(steps.map(({ iterations }) => iterations)).toEqual([...Array(result.iterations + 1).keys()]);
    expect(steps.at(-1)!.gradientMax).toBe(result.gradientMax);
    expect(turns).toBeGreaterThan(result.iterations / 2);
  });

  it("ends between two steps when it is told to, with the reason that was given", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    let evaluations = 0;
    const counted: Objective = (x) => {
      evaluations++;
      return rosenbrock(x);
    };
    const search = minimise(counted, Float64Array.of(-1.2, 1), {
      signal: controller.signal,
      onStep: ({ iterations }) => {
        if (iterations === 2) controller.abort(reason);
      },
    });
    await expect(search).rejects.toBe(reason);
    expect(evaluations).toBeLessThan((await minimise(rosenbrock, Float64Array.of(-1.2, 1))).evaluations);
    const before = evaluations;
    await expect(minimise(counted, Float64Array.of(1, 1), { signal: controller.signal })).rejects.toBe(
      reason,
    );
    expect(evaluations).toBe(before);
  });
});
