import { ImagingError } from "../filters/errors.js";

/** Connected parts of a mask. */
export interface Components {
  /** 0 outside of the mask, else the number of the part, from 1, in the order of each part's first sample. */
  readonly labels: Int32Array<ArrayBuffer>;
  /** Samples of each part; `sizes[0]` counts those outside of the mask. */
  readonly sizes: Float64Array<ArrayBuffer>;
}

/** Which samples touch: across faces (4 in an image, 6 in a volume), or across corners too (8 and 26). */
export type Connectivity = "faces" | "corners";

/**
 * Labels the connected parts of an image or a volume, as `scipy.ndimage.label`, by union–find in two passes.
 *
 * @param mask non-zero inside, the last axis fastest
 * @param shape [rows, columns] or [planes, rows, columns]
 * @throws ImagingError where mask and shape do not fit
 */
export function labelComponents(
  mask: Uint8Array,
  shape: readonly number[],
  connectivity: Connectivity = "faces",
): Components {
  const [depth, height, width] = volumeShape(mask, shape);
  const plane = height * width;
  const labels = new Int32Array(mask.length);
  const parent: number[] = [0];
  const root = (label: number): number => {
    let at = label;
    while (parent[at]! !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  const earlier = earlierNeighbours(connectivity, depth > 1);
  const offsets = Int32Array.from(earlier, ([dz, dy, dx]) => dz * plane + dy * width + dx);
  const within = (k: number, z: number, y: number, x: number): boolean => {
    const [dz, dy, dx] = earlier[k]!;
    return x + dx >= 0 && x + dx < width && y + dy >= 0 && y + dy < height && z + dz >= 0;
  };
  for (let z = 0, at = 0; z < depth; z++) {
    for (let y = 0; y < height; y++) {
      const innerRow = y > 0 && y < height - 1 && (z > 0 || depth === 1);
      for (let x = 0; x < width; x++, at++) {
        if (mask[at] === 0) continue;
        const inner = innerRow && x > 0 && x < width - 1;
        let own = 0;
        for (let k = 0; k < offsets.length; k++) {
          if (!inner && !within(k, z, y, x)) continue;
          const neighbour = labels[at + offsets[k]!]!;
          if (neighbour === 0 || neighbour === own) continue;
          if (own === 0) own = neighbour;
          else {
            const [a, b] = [root(own), root(neighbour)];
            if (a < b) parent[b] = a;
            else parent[a] = b;
          }
        }
        if (own === 0) {
          own = parent.length;
          parent.push(own);
        }
        labels[at] = own;
      }
    }
  }
  return numbered(labels, parent, root);
}

/** Gives every root its number, in order, and counts. */
function numbered(
  labels: Int32Array<ArrayBuffer>,
  parent: readonly number[],
  root: (label: number) => number,
): Components {
  const number = new Int32Array(parent.length);
  let count = 0;
  for (let label = 1; label < parent.length; label++) {
    const first = root(label);
    if (first === label) {
      count += 1;
      number[label] = count;
    } else number[label] = number[first]!;
  }
  const sizes = new Float64Array(count + 1);
  for (let i = 0; i < labels.length; i++) {
    const label = number[labels[i]!]!;
    labels[i] = label;
    sizes[label]! += 1;
  }
  return { labels, sizes };
}

function volumeShape(mask: Uint8Array, shape: readonly number[]): [number, number, number] {
  const [width, height, depth = 1] = [...shape].reverse();
  const fits = (shape.length === 2 || shape.length === 3) && depth * height! * width! === mask.length;
  if (!fits) {
    throw new ImagingError("shape", `${shape.join(" × ")} does not fit a mask of ${mask.length} samples`);
  }
  return [depth, height!, width!];
}

/** The neighbours that come before a sample when the last axis runs fastest. */
function earlierNeighbours(connectivity: Connectivity, volume: boolean): [number, number, number][] {
  const neighbours: [number, number, number][] = [];
  for (const dz of volume ? [-1, 0] : [0]) {
    for (const dy of [-1, 0, 1]) {
      for (const dx of [-1, 0, 1]) {
        if (dz * 9 + dy * 3 + dx >= 0) continue;
        const steps = Math.abs(dz) + Math.abs(dy) + Math.abs(dx);
        if (connectivity === "corners" || steps === 1) neighbours.push([dz, dy, dx]);
      }
    }
  }
  return neighbours;
}
