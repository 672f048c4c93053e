/** What `minimise` asks of a function: its value and its gradient at a point. */
export type Objective = (point: Float64Array) => { value: number; gradient: Float64Array };

/** When to stop. */
export interface LbfgsSettings {
  /** Converged where the largest |gradient entry| is at most this. Default 1e-6. */
  readonly gradientTolerance?: number;
  /** Steps after which it gives up. Default 1000. */
  readonly maxIterations?: number;
  /** How many past steps model the curvature. Default 10. */
  readonly history?: number;
  /** Curvature that an earlier search of nearly the same function found, to go on with. */
  readonly pairs?: readonly CurvaturePair[];
  /**
   * About the inverse of each parameter's second derivative, up to a common factor, all above 0: steps are long where the
   * function is flat. Default 1 everywhere.
   */
  readonly reach?: Float64Array;
  /** Ends the search between two steps: its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
  /** Told of the start and of every step. */
  readonly onStep?: ((step: SearchStep) => void) | undefined;
}

/** How far a search is. */
export interface SearchStep {
  /** Steps done. */
  readonly iterations: number;
  /** Largest |gradient entry|, which has to come down to the tolerance. */
  readonly gradientMax: number;
}

/** Where the search ended. */
export interface LbfgsResult {
  readonly point: Float64Array;
  readonly value: number;
  readonly gradientMax: number;
  readonly iterations: number;
  readonly evaluations: number;
  /** False after `maxIterations`, or where rounding leaves no step that lowers the value. */
  readonly converged: boolean;
  readonly pairs: readonly CurvaturePair[];
}

/** A step, the change of the gradient along it, and 1 over their product. */
export interface CurvaturePair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly rho: number;
}

const SUFFICIENT_DECREASE = 1e-4;
const CURVATURE = 0.9;
const MAX_LINE_STEPS = 40;
/** Values this close, relative to their size, differ by rounding: then the slope alone judges a step. */
const ROUNDING = 1e-11;

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function maxAbs(a: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]!));
  return largest;
}

/**
 * −H·gradient by the two-loop recursion (Nocedal & Wright, Numerical Optimization, algorithm 7.4); H starts from `reach`,
 * scaled by the last pair (eq. 7.20 in the variables that `reach` makes alike).
 */
function searchDirection(
  gradient: Float64Array,
  pairs: readonly CurvaturePair[],
  reach: Float64Array | undefined,
): Float64Array {
  const q = gradient.map((g) => -g);
  const alphas: number[] = [];
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { step, change, rho } = pairs[k]!;
    const alpha = rho * dot(step, q);
    alphas[k] = alpha;
    for (let i = 0; i < q.length; i++) q[i]! -= alpha * change[i]!;
  }
  const last = pairs.at(-1);
  if (last) {
    const reached = reach === undefined ? last.change : last.change.map((y, i) => y * reach[i]!);
    const scale = 1 / (last.rho * dot(reached, last.change));
    for (let i = 0; i < q.length; i++) q[i]! *= scale;
  }
  if (reach) for (let i = 0; i < q.length; i++) q[i]! *= reach[i]!;
  for (let k = 0; k < pairs.length; k++) {
    const { step, change, rho } = pairs[k]!;
    const shift = alphas[k]! - rho * dot(change, q);
    for (let i = 0; i < q.length; i++) q[i]! += shift * step[i]!;
  }
  return q;
}

/**
 * A step length that meets the weak Wolfe conditions, by bisection with doubling while no upper bound is
 * known (Lewis & Overton 2013, algorithm 2.6). Weak conditions keep every curvature pair positive. Where values differ
 * by rounding only, Hager & Zhang's approximate condition (2005, eq. 4.1) on the slope stands in for the decrease.
 */
function lineSearch(
  evaluate: (length: number) => { value: number; slope: number },
  value: number,
  slope: number,
  first: number,
): number | undefined {
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let length = first;
  for (let step = 0; step < MAX_LINE_STEPS; step++) {
    const trial = evaluate(length);
    const decreases =
      trial.value <= value + SUFFICIENT_DECREASE * length * slope ||
      (trial.value <= value + ROUNDING * Math.abs(value) &&
        trial.slope <= (2 * SUFFICIENT_DECREASE - 1) * slope);
    if (!decreases) high = length;
    else if (trial.slope < CURVATURE * slope) low = length;
    else return length;
    length = high === Number.POSITIVE_INFINITY ? 2 * low : (low + high) / 2;
  }
  return undefined;
}

/** Lets the event loop do what waits, then goes on unless it was told to stop. */
async function turn(signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  signal?.throwIfAborted();
}

/**
 * Minimises a smooth function by limited-memory BFGS, the same way on every run. Timers and signals get their turn after
 * each step.
 *
 * @param objective value and gradient at a point; a value that is not finite makes the step shorter
 * @param start where to begin; left unchanged
 * @throws the reason of `settings.signal`
 */
export async function minimise(
  objective: Objective,
  start: Float64Array,
  settings: LbfgsSettings = {},
): Promise<LbfgsResult> {
  const { gradientTolerance = 1e-6, maxIterations = 1000, history = 10, reach, signal, onStep } = settings;
  await turn(signal);
  let evaluations = 1;
  let point = start.slice();
  let { value, gradient } = objective(point);
  let gradientMax = maxAbs(gradient);
  let pairs = settings.pairs ?? [];
  let iterations = 0;
  onStep?.({ iterations, gradientMax });
  while (gradientMax > gradientTolerance && iterations < maxIterations) {
    let direction = searchDirection(gradient, pairs, reach);
    let slope = dot(direction, gradient);
    if (!(slope < 0)) {
      pairs = [];
      direction = searchDirection(gradient, pairs, reach);
      slope = dot(direction, gradient);
    }
    let trialPoint = point;
    let trial = { value, gradient };
    const length = lineSearch(
      (step) => {
        evaluations++;
        trialPoint = point.map((x, i) => x + step * direction[i]!);
        trial = objective(trialPoint);
        return { value: trial.value, slope: dot(trial.gradient, direction) };
      },
      value,
      slope,
      pairs.length === 0 ? Math.min(1, 1 / Math.sqrt(-slope)) : 1,
    );
    if (length === undefined) {
      // The curvature model may be at fault: once more along the plain gradient, then it is rounding.
      if (pairs.length === 0) break;
      pairs = [];
      continue;
    }
    const step = trialPoint.map((x, i) => x - point[i]!);
    const change = trial.gradient.map((g, i) => g - gradient[i]!);
    const curvature = dot(step, change);
    if (curvature > 0) pairs = [...pairs, { step, change, rho: 1 / curvature }].slice(-history);
    point = trialPoint;
    ({ value, gradient } = trial);
    gradientMax = maxAbs(gradient);
    iterations++;
    onStep?.({ iterations, gradientMax });
    await turn(signal);
  }
  return {
    point,
    value,
    gradientMax,
    iterations,
    evaluations,
    converged: gradientMax <= gradientTolerance,
    pairs,
  };
}
