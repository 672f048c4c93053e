/** Unit-length features with what may be compared. */
export interface NearestInput {
  /** n × `length`, of unit length. */
  readonly features: Float32Array;
  readonly length: number;
  /** Rows of one group are never neighbours of one another, and give one neighbour at most. */
  readonly group: readonly string[];
}

/** The rows most like a row by cosine similarity: the best of every other group, the best groups first. */
export function nearestAcrossGroups(
  { features, length, group }: NearestInput,
  row: number,
  count: number,
): { readonly row: number; readonly similarity: number }[] {
  const query = features.subarray(row * length, (row + 1) * length);
  const best = new Map<string, { row: number; similarity: number }>();
  for (let other = 0; other < group.length; other++) {
    const name = group[other]!;
    if (name === group[row]) continue;
    let similarity = 0;
    for (let column = 0; column < length; column++) {
      similarity += query[column]! * features[other * length + column]!;
    }
    const before = best.get(name);
    if (before === undefined || similarity > before.similarity) best.set(name, { row: other, similarity });
  }
  return [...best.values()].sort((a, b) => b.similarity - a.similarity || a.row - b.row).slice(0, count);
}
