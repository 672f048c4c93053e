import { solveBanded } from "./bandedSolve.js";
import { applyRigid, type Point2, type Rigid2D, wrapAngle } from "./rigid.js";

/** A measured map from one node's plane to another's. */
export interface PoseEdge {
  /** Indices of nodes; the map leads from `from` to `to`. */
  readonly from: number;
  readonly to: number;
  readonly map: Rigid2D;
  /** Place in `from`'s plane where shift and turn were measured independently. */
  readonly middle: Point2;
  /** Standard errors of the shift there, in the plane's unit, and of the turn, radians. */
  readonly shiftError: number;
  readonly turnErrorRad: number;
}

export interface PoseGraphOptions {
  /** Nodes that stay where they are. */
  readonly fixed: ReadonlySet<number>;
  /** Residuals of more standard errors than this count less and less (Geman–McClure). */
  readonly robustWidth: number;
  readonly iterations?: number;
}

/** Adjusted poses, and how far each edge is from them in standard errors. */
export interface PoseGraphFit {
  readonly poses: readonly Rigid2D[];
  readonly residuals: Float64Array;
}

/**
 * Adjusts rigid poses to all measured maps between them at once: robust least squares over shifts and turns by
 * iteratively reweighted Gauss–Newton steps. Every pose keeps its `mirrored`; edges must agree with these.
 *
 * Edges that join nodes k apart make a banded system of about 3·k diagonals, so that the cost grows with the number of
 * nodes alone.
 *
 * @param poses where each node's plane lies in the common plane; the start
 * @throws RangeError for an edge whose mirroring contradicts its nodes, or without a fixed node
 */
export function adjustPoses(
  poses: readonly Rigid2D[],
  edges: readonly PoseEdge[],
  { fixed, robustWidth, iterations = 30 }: PoseGraphOptions,
): PoseGraphFit {
  if (fixed.size === 0) throw new RangeError("at least one node must be fixed");
  for (const { from, to, map } of edges) {
    if (poses[from]!.mirrored !== (poses[to]!.mirrored !== map.mirrored)) {
      throw new RangeError(`the edge from ${from} to ${to} contradicts its nodes' mirroring`);
    }
  }
  let current = [...poses];
  for (let round = 0; round < iterations; round++) {
    const step = newtonStep(current, edges, fixed, robustWidth);
    let largest = 0;
    current = current.map((pose, i) => {
      const [turn, x, y] = [step[3 * i]!, step[3 * i + 1]!, step[3 * i + 2]!];
      largest = Math.max(largest, Math.abs(turn) * 1e4, Math.abs(x), Math.abs(y));
      return {
        ...pose,
        angleRad: wrapAngle(pose.angleRad + turn),
        shift: [pose.shift[0] + x, pose.shift[1] + y] as const,
      };
    });
    if (largest < 1e-3) break;
  }
  const residuals = Float64Array.from(edges, (edge) => Math.sqrt(squaredResidual(current, edge)));
  return { poses: current, residuals };
}

/** Residuals of an edge: turn (radians), x and y of the middle as seen by both nodes. */
function residualOf(poses: readonly Rigid2D[], { from, to, map, middle }: PoseEdge) {
  const [a, b] = [poses[from]!, poses[to]!];
  const own = applyRigid(a, middle);
  const seen = applyRigid(b, applyRigid(map, middle));
  const turn = wrapAngle(a.angleRad - b.angleRad - (b.mirrored ? -map.angleRad : map.angleRad));
  return { turn, x: own[0] - seen[0], y: own[1] - seen[1], own, seen };
}

function squaredResidual(poses: readonly Rigid2D[], edge: PoseEdge): number {
  const { turn, x, y } = residualOf(poses, edge);
  return (turn / edge.turnErrorRad) ** 2 + (x * x + y * y) / edge.shiftError ** 2;
}

function newtonStep(
  poses: readonly Rigid2D[],
  edges: readonly PoseEdge[],
  fixed: ReadonlySet<number>,
  robustWidth: number,
): Float64Array {
  const size = 3 * poses.length;
  const band = 3 * edges.reduce((most, { from, to }) => Math.max(most, Math.abs(from - to)), 0) + 2;
  // Lower triangle: element (row, row − k) at row · (band + 1) + k.
  const matrix = new Float64Array(size * (band + 1));
  const right = new Float64Array(size);
  const add = (row: number, column: number, value: number): void => {
    if (row >= column) matrix[row * (band + 1) + row - column]! += value;
  };
  for (const edge of edges) {
    const { turn, x, y, own, seen } = residualOf(poses, edge);
    const square = (turn / edge.turnErrorRad) ** 2 + (x * x + y * y) / edge.shiftError ** 2;
    const weight = 1 / (1 + square / robustWidth ** 2) ** 2;
    const [a, b] = [poses[edge.from]!, poses[edge.to]!];
    // A turn of a node moves the middle at a right angle to its arm.
    const armA = [-(own[1] - a.shift[1]), own[0] - a.shift[0]] as const;
    const armB = [-(seen[1] - b.shift[1]), seen[0] - b.shift[0]] as const;
    const rows: readonly { value: number; error: number; slope: readonly (readonly [number, number])[] }[] = [
      {
        value: turn,
        error: edge.turnErrorRad,
        slope: [
          [3 * edge.from, 1],
          [3 * edge.to, -1],
        ],
      },
      ...([0, 1] as const).map((axis) => ({
        value: axis === 0 ? x : y,
        error: edge.shiftError,
        slope: [
          [3 * edge.from, armA[axis]],
          [3 * edge.from + 1 + axis, 1],
          [3 * edge.to, -armB[axis]],
          [3 * edge.to + 1 + axis, -1],
        ] as const,
      })),
    ];
    for (const { value, error, slope } of rows) {
      const scale = weight / error ** 2;
      for (const [i, u] of slope) {
        right[i]! -= scale * u * value;
        for (const [j, v] of slope) add(i, j, scale * u * v);
      }
    }
  }
  for (let i = 0; i < size; i++) {
    // Nodes that stay, and those that no edge reaches, have a step of 0.
    if (fixed.has(Math.floor(i / 3)) || matrix[i * (band + 1)] === 0) {
      for (let k = 0; k <= band; k++) {
        matrix[i * (band + 1) + k] = k === 0 ? 1 : 0;
        if (i + k < size && k > 0) matrix[(i + k) * (band + 1) + k] = 0;
      }
      right[i] = 0;
    }
  }
  return solveBanded(matrix, band, right);
}
