import { ConfigError } from "@cytonet/cohort";
import { counterInteger, counterPermutation, deriveSeed } from "@cytonet/torch";

/** Which of the eligible points become samples. */
export interface Draw {
  /** How many, uniformly, without replacement and without balancing (§3.4); all where it is left out. */
  readonly samples?: number | undefined;
  /** How many of every class, uniformly and with replacement, so that classes weigh the same (§3.5). */
  readonly samplesPerClass?: number | undefined;
  /** Take all where there are fewer than `samples`, instead of refusing. */
  readonly atMost?: boolean | undefined;
  readonly seed: number;
}

/**
 * Draws samples from rows; in the order of the rows. A point that is drawn twice is two samples, each with an
 * augmentation of its own.
 *
 * @param rows the eligible points, in an order that does not depend on tables
 * @param classOf of a row; needed for `samplesPerClass`
 * @throws ConfigError for more samples than there are points, or both ways of drawing at once
 */
export function drawSamples(
  rows: readonly number[],
  draw: Draw,
  classOf?: (row: number) => string,
): readonly number[] {
  const { samples, samplesPerClass, atMost = false, seed } = draw;
  if (samplesPerClass !== undefined) {
    if (classOf === undefined)
      throw new ConfigError({
        field: "data.samplesPerClass",
        message: "is given, and points have no classes",
        remedy: "Use data.samples, or an objective that learns from areas.",
      });
    if (samples !== undefined)
      throw new ConfigError({
        field: "data.samplesPerClass",
        message: "and data.samples exclude each other",
        remedy: "Leave out one of them.",
      });
    return drawPerClass(rows, samplesPerClass, seed, classOf);
  }
  if (samples === undefined || samples === rows.length) return rows;
  if (samples > rows.length) {
    if (atMost) return rows;
    throw new ConfigError({
      field: "data.samples",
      message: `is ${samples}, and the split leaves ${rows.length} points`,
      remedy: "Ask for fewer, leave it out to take all, or sample the cohort more densely.",
    });
  }
  const order = counterPermutation(rows.length, deriveSeed(seed, "samples"), 0);
  return [...order.slice(0, samples)].sort((a, b) => a - b).map((place) => rows[place]!);
}

function drawPerClass(
  rows: readonly number[],
  samples: number,
  seed: number,
  classOf: (row: number) => string,
): number[] {
  const members = new Map<string, number[]>();
  for (const [place, row] of rows.entries()) {
    const name = classOf(row);
    const list = members.get(name);
    if (list === undefined) members.set(name, [place]);
    else list.push(place);
  }
  const places = [...members.keys()].sort().flatMap((name) => {
    const own = members.get(name)!;
    const stream = deriveSeed(seed, `samples of ${name}`);
    return Array.from({ length: samples }, (_, i) => own[counterInteger(own.length, stream, 0, i, 0)]!);
  });
  return places.sort((a, b) => a - b).map((place) => rows[place]!);
}
