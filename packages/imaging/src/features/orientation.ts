import { ops, scope, type Tensor, tensor } from "@cytonet/torch";
import { haarResponses } from "./haar.js";
import type { IntegralImage } from "./integralImage.js";

/** Samples lie on a grid within this distance, in units of a feature's scale. */
const radius = 6;
/** Standard deviation of their weights, in the same units. */
const sigma = 2.5;
/** Directions are told apart to 5°; windows of 60° begin at each. */
const sectors = 72;
const windowSectors = sectors / 6;

const samples = discSamples();

/**
 * The direction of each feature: that of the longest sum of Haar responses (wavelets of side 4·scale) within a window
 * of 60° (Bay et al. 2008, §4.1). Windows begin at multiples of 5°.
 *
 * @param places n × 3: x, y, scale
 * @returns n, float32 radians in (−π, π], from x to y: clockwise in an image
 */
export function orientations(integral: IntegralImage, places: Tensor, largestHalf: number): Tensor {
  return scope(() => {
    const { device } = places;
    const grid = (values: Float32Array): Tensor => tensor(values, { shape: [1, values.length], device });
    const [x, y, scale] = places.split(1, { dim: 1 }) as [Tensor, Tensor, Tensor];
    const half = scale.mulScalar(2).round().clamp({ min: 1, max: largestHalf }).to({ dtype: "int64" });
    const { dx, dy } = haarResponses(
      integral,
      x.add(scale.mul(grid(samples.x))),
      y.add(scale.mul(grid(samples.y))),
      half,
      largestHalf,
    );
    const weights = grid(samples.weight);
    const sector = dy
      .atan2(dx)
      .addScalar(Math.PI)
      .mulScalar(sectors / (2 * Math.PI))
      .to({ dtype: "int64" })
      .clamp({ max: sectors - 1 });
    const sums = [dx, dy].map((response) => {
      const bySector = ops.zeros([places.shape[0]!, sectors], { device });
      return windows(bySector.scatterAdd(1, sector, response.mul(weights)));
    }) as [Tensor, Tensor];
    const best = sums[0].square().add(sums[1].square()).argmax({ dim: 1, keepdim: true });
    return sums[1].gather(1, best).atan2(sums[0].gather(1, best)).flatten();
  });
}

/** Sums over `windowSectors` neighbouring sectors, going round the circle. */
function windows(bySector: Tensor): Tensor {
  const start = ops.zeros([bySector.shape[0]!, 1], { device: bySector.device });
  const round = ops.cat([start, bySector, bySector.narrow(1, 0, windowSectors)], { dim: 1 }).cumsum(1);
  return round.narrow(1, windowSectors, sectors).sub(round.narrow(1, 0, sectors));
}

function discSamples(): { x: Float32Array; y: Float32Array; weight: Float32Array } {
  const [x, y, weight]: [number[], number[], number[]] = [[], [], []];
  for (let row = -radius; row <= radius; row++) {
    for (let column = -radius; column <= radius; column++) {
      const square = row * row + column * column;
      if (square >= radius * radius) continue;
      x.push(column);
      y.push(row);
      weight.push(Math.exp(-square / (2 * sigma * sigma)));
    }
  }
  return { x: Float32Array.from(x), y: Float32Array.from(y), weight: Float32Array.from(weight) };
}
