import { calinskiHarabasz } from "@cytonet/learning";
import { counterUniform, deriveSeed } from "@cytonet/torch";
import { UMAP } from "umap-js";
import { breathe } from "../workContext.js";
import { exactNeighbours } from "./exactNeighbours.js";

export interface EmbeddingMapSettings {
  readonly seed: number;
  /** Neighbours of each sample, itself included. */
  readonly neighbours: number;
  readonly minDist: number;
  readonly epochs: number;
}

export const embeddingMapDefaults: EmbeddingMapSettings = {
  seed: 1,
  neighbours: 15,
  minDist: 0.15,
  epochs: 250,
};

/**
 * UMAP (McInnes et al. 2018) of features to the plane by cosine distance. Neighbours are found exactly, and all
 * randomness comes from the seed: the same features give the same map.
 *
 * @param features n × length, n greater than `neighbours`
 * @returns n × 2, row by row
 * @throws RangeError for fewer samples than neighbours; the signal's reason, between two epochs
 */
export async function embeddingMap(
  features: Float32Array,
  length: number,
  settings: EmbeddingMapSettings = embeddingMapDefaults,
  onEpoch: (done: number, total: number) => void = () => {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Float64Array> {
  const { seed, neighbours, minDist, epochs } = settings;
  const rows = features.length / length;
  if (rows <= neighbours) throw new RangeError(`${rows} samples are too few for ${neighbours} neighbours.`);
  const { indices, distances } = await exactNeighbours(features, length, neighbours, signal);
  let draws = 0;
  const stream = deriveSeed(seed, "umap");
  const umap = new UMAP({
    nNeighbors: neighbours,
    minDist,
    nEpochs: epochs,
    random: () => {
      const index = draws++;
      return counterUniform(stream, Math.floor(index / 0x40000000), index % 0x40000000, 0);
    },
  });
  umap.setPrecomputedKNN(indices, distances);
  // With neighbours given the vectors themselves are not looked at.
  const total = umap.initializeFit(Array.from({ length: rows }, () => [0]));
  for (let epoch = 0; epoch < total; epoch++) {
    umap.step();
    onEpoch(epoch + 1, total);
    await breathe(signal);
  }
  return Float64Array.from(umap.getEmbedding().flat());
}

/** How far classes stand apart, in the features and on the map. */
export interface Separation {
  readonly features: number;
  readonly map: number;
}

/** Calinski–Harabasz index of a labelling in both spaces, undefined where there is a single class. */
export function separation(
  features: Float32Array,
  length: number,
  map: Float64Array,
  labels: readonly string[],
): Separation | undefined {
  if (new Set(labels).size < 2) return undefined;
  return {
    features: calinskiHarabasz({ values: features, columns: length }, labels),
    map: calinskiHarabasz({ values: map, columns: 2 }, labels),
  };
}
