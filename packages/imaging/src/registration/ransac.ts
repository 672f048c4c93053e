import { noGrad, ops, philox, type Seed, scope, type Tensor, tensor } from "@cytonet/torch";
import { fitRigid, type Rigid2D, wrapAngle } from "./rigid.js";

/** Places that may correspond, one pair an index; lengths in µm. */
export interface Correspondences {
  /** x0 y0 x1 y1 … */
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** Turn of the feature from one image to the other, radians: `to`'s direction less `from`'s. */
  readonly turnRad: Float64Array;
}

export interface RansacSettings {
  /** Pairs within this distance of where the map puts them are inliers. */
  readonly inlierUm: number;
  /** Draws of two pairs. */
  readonly draws: number;
  /** Two pairs whose features turn by angles further apart make no hypothesis. */
  readonly turnToleranceDeg: number;
  /** Hypotheses that are scored at most; draws end when there are as many. */
  readonly maxHypotheses: number;
  readonly seed: Seed;
}

export const ransacDefaults: RansacSettings = {
  inlierUm: 256,
  draws: 30_000,
  turnToleranceDeg: 30,
  maxHypotheses: 4096,
  seed: 0,
};

/** The rigid map that most pairs agree with. */
export interface RigidConsensus {
  readonly map: Rigid2D;
  /** Pairs that agree with it, ascending. */
  readonly inliers: Int32Array;
  /** Root mean square distance of the inliers, µm. */
  readonly residualUm: number;
}

const refinements = 20;

/**
 * The rigid map (turn, shift, scale 1) that most correspondences agree with.
 *
 * Random sample consensus (Fischler and Bolles 1981): two pairs make a hypothesis where the distance between them is
 * kept and both features turn as the map does. All hypotheses are scored at once by their truncated squared residuals
 * (MSAC), and the best is refined by least squares on its inliers until these stay the same. Draws come from counters:
 * the same correspondences, settings and seed give the same map.
 *
 * @param mirrored whether x of `from` changes its sign first
 * @returns undefined where no two pairs agree
 */
export function ransacRigid(
  pairs: Correspondences,
  mirrored: boolean,
  settings: RansacSettings,
  device = "cpu",
): RigidConsensus | undefined {
  const hypotheses = drawHypotheses(pairs, mirrored, settings);
  if (hypotheses.length === 0) return undefined;
  const best = hypotheses[bestOf(hypotheses, pairs, mirrored, settings.inlierUm, device)]!;
  return refine(best, pairs, settings.inlierUm);
}

function drawHypotheses(pairs: Correspondences, mirrored: boolean, settings: RansacSettings): Rigid2D[] {
  const { from, to, turnRad } = pairs;
  const count = turnRad.length;
  if (count < 2) return [];
  const { inlierUm, draws, turnToleranceDeg, maxHypotheses, seed } = settings;
  const tolerance = (turnToleranceDeg * Math.PI) / 180;
  const words = new Uint32Array(4);
  const sign = mirrored ? -1 : 1;
  const hypotheses: Rigid2D[] = [];
  for (let draw = 0; draw < draws && hypotheses.length < maxHypotheses; draw++) {
    philox(seed, 0, draw, 0, 0, words);
    const i = Math.floor((words[0]! / 2 ** 32) * count);
    const j = (i + 1 + Math.floor((words[1]! / 2 ** 32) * (count - 1))) % count;
    const [ax, ay] = [sign * (from[2 * j]! - from[2 * i]!), from[2 * j + 1]! - from[2 * i + 1]!];
    const [bx, by] = [to[2 * j]! - to[2 * i]!, to[2 * j + 1]! - to[2 * i + 1]!];
    const [a, b] = [Math.hypot(ax, ay), Math.hypot(bx, by)];
    // Near pairs say little of the turn.
    if (Math.abs(a - b) > 2 * inlierUm || Math.min(a, b) < 8 * inlierUm) continue;
    const angleRad = Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
    if (Math.abs(wrapAngle(turnRad[i]! - angleRad)) > tolerance) continue;
    if (Math.abs(wrapAngle(turnRad[j]! - angleRad)) > tolerance) continue;
    hypotheses.push(throughTwo(from, to, i, j, angleRad, sign));
  }
  return hypotheses;
}

/** The map that turns by `angleRad` and puts the middle of two points of `from` on the middle of those of `to`. */
function throughTwo(
  from: Float64Array,
  to: Float64Array,
  i: number,
  j: number,
  angleRad: number,
  sign: number,
): Rigid2D {
  const [cos, sin] = [Math.cos(angleRad), Math.sin(angleRad)];
  const [fx, fy] = [(sign * (from[2 * i]! + from[2 * j]!)) / 2, (from[2 * i + 1]! + from[2 * j + 1]!) / 2];
  const [tx, ty] = [(to[2 * i]! + to[2 * j]!) / 2, (to[2 * i + 1]! + to[2 * j + 1]!) / 2];
  const shift = [tx - (cos * fx - sin * fy), ty - (sin * fx + cos * fy)] as const;
  return { angleRad, mirrored: sign < 0, shift };
}

/** Index of the hypothesis with the least sum of squared residuals, each truncated at the inliers' bound. */
function bestOf(
  hypotheses: readonly Rigid2D[],
  { from, to }: Correspondences,
  mirrored: boolean,
  inlierUm: number,
  device: string,
): number {
  return noGrad(() =>
    scope(() => {
      const column = (value: (map: Rigid2D) => number): Tensor =>
        tensor(Float64Array.from(hypotheses, value), { shape: [hypotheses.length, 1], device });
      const [cos, sin] = [column((m) => Math.cos(m.angleRad)), column((m) => Math.sin(m.angleRad))];
      const points = (values: Float64Array): [Tensor, Tensor] =>
        tensor(values, { shape: [values.length / 2, 2], device })
          .t()
          .contiguous()
          .unbind() as [Tensor, Tensor];
      const [fx, fy] = points(from);
      const [tx, ty] = points(to);
      const u = mirrored ? fx.neg() : fx;
      const dx = cos
        .mul(u)
        .sub_(sin.mul(fy))
        .add_(column((m) => m.shift[0]))
        .sub_(tx);
      const dy = sin
        .mul(u)
        .add_(cos.mul(fy))
        .add_(column((m) => m.shift[1]))
        .sub_(ty);
      const cost = dx
        .square_()
        .add_(dy.square_())
        .clampMax_(inlierUm ** 2)
        .sumDim([1]);
      return ops.argmin(cost).item();
    }),
  );
}

/** Least squares on the inliers, again and again until they stay. */
function refine(start: Rigid2D, pairs: Correspondences, inlierUm: number): RigidConsensus | undefined {
  let map = start;
  let found = inliersOf(map, pairs, inlierUm);
  for (let round = 0; round < refinements; round++) {
    if (found.inliers.length < 2) return undefined;
    const members = new Set(found.inliers);
    const next = fitRigid(pairs.from, pairs.to, (pair) => (members.has(pair) ? 1 : 0), map.mirrored);
    const after = inliersOf(next, pairs, inlierUm);
    const same = after.inliers.join() === found.inliers.join();
    map = next;
    found = after;
    if (same) break;
  }
  return found.inliers.length < 2 ? undefined : { map, ...found };
}

/** Pairs that a map brings within a distance, and the root mean square of theirs. */
export function inliersOf(
  { angleRad, mirrored, shift }: Rigid2D,
  { from, to }: Pick<Correspondences, "from" | "to">,
  inlierUm: number,
): { readonly inliers: Int32Array; readonly residualUm: number } {
  const [cos, sin, sign] = [Math.cos(angleRad), Math.sin(angleRad), mirrored ? -1 : 1];
  const inliers: number[] = [];
  let squares = 0;
  for (let i = 0; 2 * i < from.length; i++) {
    const [x, y] = [sign * from[2 * i]!, from[2 * i + 1]!];
    const dx = cos * x - sin * y + shift[0] - to[2 * i]!;
    const dy = sin * x + cos * y + shift[1] - to[2 * i + 1]!;
    const square = dx * dx + dy * dy;
    if (square > inlierUm * inlierUm) continue;
    inliers.push(i);
    squares += square;
  }
  return { inliers: Int32Array.from(inliers), residualUm: Math.sqrt(squares / Math.max(1, inliers.length)) };
}
