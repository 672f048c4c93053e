import { type Tensor, tensor } from "@cytonet/torch";

/** An image given by a formula, so that it can be looked at from anywhere without interpolation. */
export interface Blobs {
  readonly blobs: readonly { x: number; y: number; sigma: number; stretch: number; height: number }[];
}

/** Blobs spread over a square, from a Park–Miller sequence. */
export function drawBlobs(count: number, sidePx: number, seed: number): Blobs {
  let state = seed;
  const next = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  return {
    blobs: Array.from({ length: count }, () => ({
      x: sidePx * next(),
      y: sidePx * next(),
      sigma: 2 + 6 * next(),
      stretch: 0.6 + next(),
      height: (next() < 0.5 ? -1 : 1) * (20 + 40 * next()),
    })),
  };
}

/** Where a pixel position of the picture lies among the blobs. */
export type View = (x: number, y: number) => readonly [number, number];

/** A picture of blobs on a ground of 128, clipped to whole grey levels, row by row. */
export function renderBlobs({ blobs }: Blobs, width: number, height: number, view: View = (x, y) => [x, y]) {
  const grey = new Uint8Array(width * height);
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at++) {
      const [x, y] = view(column + 0.5, row + 0.5);
      let sum = 128;
      for (const blob of blobs) {
        const [dx, dy] = [x - blob.x, y - blob.y];
        const square = dx * dx * blob.stretch + (dy * dy) / blob.stretch;
        const width = 2 * blob.sigma * blob.sigma;
        if (square < 12 * width) sum += blob.height * Math.exp(-square / width);
      }
      grey[at] = Math.max(0, Math.min(255, Math.round(sum)));
    }
  }
  return grey;
}

export function imageOf(grey: Uint8Array, width: number): Tensor {
  return tensor(grey, { shape: [grey.length / width, width] });
}
