import { hashNormal } from "../random/hash.js";
import { centredGrid, nodeCount, sampleScalar, type VectorVolume } from "./grid.js";
import { type Hull, hullPoint, locate } from "./hull.js";

/**
 * The folding pattern of a hemisphere: a function on its outer hull whose zero lines are the sulci. It is grown by
 * lateral inhibition (excitation near, inhibition further away, then saturation: Swindale 1980; the stripes of a Turing
 * system), which turns noise into bands of one width: gyri about as wide as the given spacing, never crossing.
 */
export interface FoldPattern {
  /** Nodes on the hull of a right hemisphere, x, y, z in template mm. */
  readonly nodes: Float64Array;
  /** The pattern at the nodes; its stripes have a wavelength of twice the spacing of sulci. */
  readonly values: Float64Array;
  readonly nodeStepMm: number;
}

/** Distributes nodes over a hull, about `stepMm` apart, on a regular scan projected to the hull. */
export function hullNodes(hull: Hull, stepMm: number): Float64Array {
  const nodes: number[] = [];
  const at = hullPoint();
  const foot = hullPoint();
  const reach = hull.plateY + hull.radius + hull.rodRadius;
  const n = Math.ceil(reach / stepMm) + 1;
  for (let k = -n; k <= n; k++) {
    for (let j = -n; j <= n; j++) {
      for (let i = -1; i <= n; i++) {
        locate(hull, i * stepMm, j * stepMm, k * stepMm, at);
        if (
          Math.abs(at.depthMm) < 0.5 * stepMm &&
          locate(hull, at.x, at.y, at.z, foot).depthMm < 1e-6 * reach
        ) {
          nodes.push(at.x, at.y, at.z);
        }
      }
    }
  }
  return Float64Array.from(nodes);
}

/** Finds the nodes within a radius, through a hash grid of cells of that radius. */
export class NodeIndex {
  private readonly cells = new Map<number, number[]>();

  constructor(
    private readonly nodes: Float64Array,
    private readonly cellMm: number,
  ) {
    for (let i = 0; i < nodes.length / 3; i++) {
      const key = this.key(nodes[3 * i]!, nodes[3 * i + 1]!, nodes[3 * i + 2]!, 0, 0, 0);
      const cell = this.cells.get(key);
      if (cell) cell.push(i);
      else this.cells.set(key, [i]);
    }
  }

  private key(x: number, y: number, z: number, i: number, j: number, k: number): number {
    const a = Math.floor(x / this.cellMm) + i + 512;
    const b = Math.floor(y / this.cellMm) + j + 512;
    const c = Math.floor(z / this.cellMm) + k + 512;
    return (c * 1024 + b) * 1024 + a;
  }

  /** Calls `visit` with every node within the cell size of a point, and the squared distance. */
  visit(x: number, y: number, z: number, visit: (node: number, squaredMm: number) => void): void {
    const limit = this.cellMm * this.cellMm;
    for (let k = -1; k <= 1; k++) {
      for (let j = -1; j <= 1; j++) {
        for (let i = -1; i <= 1; i++) {
          const cell = this.cells.get(this.key(x, y, z, i, j, k));
          if (!cell) continue;
          for (const node of cell) {
            const dx = this.nodes[3 * node]! - x;
            const dy = this.nodes[3 * node + 1]! - y;
            const dz = this.nodes[3 * node + 2]! - z;
            const squared = dx * dx + dy * dy + dz * dz;
            if (squared < limit) visit(node, squared);
          }
        }
      }
    }
  }
}

/** Grows one pattern: from the part of the noise that is shared and the part that is its own. */
export type GrowFolds = (shared: number, sharedKey: number, ownKey: number) => FoldPattern;

/** Rounds of inhibition and saturation; the pattern hardly changes after a dozen. */
const ROUNDS = 18;

/**
 * Prepares to grow folding patterns on a hull.
 *
 * @param nodes nodes of the hull, `stepMm` apart
 * @param spacingMm distance between neighbouring sulci
 * @returns a function of the share of the starting noise's variance taken from the shared key, and the two keys
 */
export function foldGrower(nodes: Float64Array, stepMm: number, spacingMm: number): GrowFolds {
  const count = nodes.length / 3;
  // A difference of Gaussians with σ2 = 2 σ1 passes waves of length 6.54 σ1 best; the pattern's wave is 2 spacings.
  const sigma1 = (2 * spacingMm) / 6.54;
  const sigma2 = 2 * sigma1;
  const index = new NodeIndex(nodes, 2.5 * sigma2);
  const starts = new Uint32Array(count + 1);
  const neighbours: number[] = [];
  const weights: number[] = [];
  for (let i = 0; i < count; i++) {
    const from = neighbours.length;
    let near = 0;
    let far = 0;
    index.visit(nodes[3 * i]!, nodes[3 * i + 1]!, nodes[3 * i + 2]!, (node, squared) => {
      neighbours.push(node);
      weights.push(squared);
      near += Math.exp(-squared / (2 * sigma1 * sigma1));
      far += Math.exp(-squared / (2 * sigma2 * sigma2));
    });
    for (let n = from; n < neighbours.length; n++) {
      const squared = weights[n]!;
      weights[n] =
        Math.exp(-squared / (2 * sigma1 * sigma1)) / near - Math.exp(-squared / (2 * sigma2 * sigma2)) / far;
    }
    starts[i + 1] = neighbours.length;
  }
  const links = Uint32Array.from(neighbours);
  const strengths = Float64Array.from(weights);
  return (shared, sharedKey, ownKey) => {
    let values = Float64Array.from(
      { length: count },
      (_, i) => Math.sqrt(shared) * hashNormal(sharedKey, i) + Math.sqrt(1 - shared) * hashNormal(ownKey, i),
    );
    for (let round = 0; round < ROUNDS; round++) {
      const next = new Float64Array(count);
      let power = 0;
      for (let i = 0; i < count; i++) {
        let sum = 0;
        for (let n = starts[i]!; n < starts[i + 1]!; n++) {
          sum += strengths[n]! * values[links[n]!]!;
        }
        next[i] = sum;
        power += sum * sum;
      }
      const gain = 1.4 / Math.sqrt(power / count);
      for (let i = 0; i < count; i++) {
        next[i] = round < ROUNDS - 1 ? Math.tanh(gain * next[i]!) : gain * next[i]!;
      }
      values = next;
    }
    return { nodes, values, nodeStepMm: stepMm };
  };
}

/**
 * Makes a function that interpolates a pattern at hull points: a Gaussian-weighted mean of the nodes around, tabulated on
 * a grid in a thin shell around the hull.
 */
export function foldSampler(pattern: FoldPattern, hull: Hull): (x: number, y: number, z: number) => number {
  const step = pattern.nodeStepMm;
  const index = new NodeIndex(pattern.nodes, 4.5 * step);
  const scale = -1 / (2 * (1.6 * step) ** 2);
  const reach = hull.plateY + hull.radius + hull.rodRadius;
  const grid = centredGrid([hull.plateX + hull.radius + step, reach, reach], step);
  const values = new Float32Array(nodeCount(grid));
  const foot = hullPoint();
  const [nx, ny, nz] = grid.size;
  let n = 0;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, n++) {
        const x = grid.originMm[0] + i * step;
        if (x < -3 * step) continue;
        locate(hull, x, grid.originMm[1] + j * step, grid.originMm[2] + k * step, foot);
        // A hull point is interpolated from nodes up to √3 steps away.
        if (Math.abs(foot.depthMm) > 1.8 * step) continue;
        let sum = 0;
        let total = 1e-12;
        index.visit(foot.x, foot.y, foot.z, (node, squared) => {
          const weight = Math.exp(scale * squared);
          sum += weight * pattern.values[node]!;
          total += weight;
        });
        values[n] = sum / total;
      }
    }
  }
  const table: VectorVolume = { ...grid, channels: 1, values };
  return (x, y, z) => sampleScalar(table, x, y, z);
}
