import { ops, scope, tensor } from "@cytonet/torch";

/** Unit-length features with what may be compared. */
export interface NearestInput {
  /** n × `length`, of unit length. */
  readonly features: Float32Array;
  readonly length: number;
  /** Rows of one group are never neighbours of one another: brains, or the sections of a single brain. */
  readonly group: readonly string[];
  /** Of rows with the same value only the best is found, so that near copies do not fill the list. */
  readonly once: readonly string[];
}

export interface Neighbour {
  readonly row: number;
  /** Cosine of the features. */
  readonly similarity: number;
}

/** The rows of other groups most like a row by cosine similarity, the most similar first. */
export function nearestElsewhere(
  { features, length, group, once }: NearestInput,
  row: number,
  count: number,
): Neighbour[] {
  const query = features.subarray(row * length, (row + 1) * length);
  const best = new Map<string, Neighbour>();
  for (let other = 0; other < group.length; other++) {
    if (group[other] === group[row]) continue;
    let similarity = 0;
    for (let column = 0; column < length; column++) {
      similarity += query[column]! * features[other * length + column]!;
    }
    const before = best.get(once[other]!);
    if (before === undefined || similarity > before.similarity) {
      best.set(once[other]!, { row: other, similarity });
    }
  }
  return [...best.values()].sort((a, b) => b.similarity - a.similarity || a.row - b.row).slice(0, count);
}

/**
 * How often the single most similar row of another group has the query's own label.
 *
 * @param queries rows to ask for
 * @returns the share that agrees, and the share that would by chance, with rows of other groups drawn blindly
 */
export function nearestAgreement(
  { features, length, group }: Omit<NearestInput, "once">,
  labels: readonly string[],
  queries: readonly number[],
): { readonly share: number; readonly chance: number } {
  const rows = group.length;
  const groups = [...new Set(group)];
  const code = Int32Array.from(group, (name) => groups.indexOf(name));
  const best = scope(() => {
    const all = tensor(features, { shape: [rows, length] });
    const asked = ops.indexSelect(all, 0, tensor(BigInt64Array.from(queries, BigInt)));
    const codes = tensor(code);
    const own = tensor(Int32Array.from(queries, (row) => code[row]!)).unsqueeze(1);
    const similarity = asked.matmul(all.t()).maskedFillScalar(own.eq(codes.unsqueeze(0)), -2);
    return similarity.argmax({ dim: 1 }).toTypedArray() as BigInt64Array;
  });
  const counts = new Map<string, number>();
  const inGroup = new Map<string, number>();
  for (let row = 0; row < rows; row++) {
    counts.set(labels[row]!, (counts.get(labels[row]!) ?? 0) + 1);
    const key = `${group[row]}\n${labels[row]}`;
    inGroup.set(key, (inGroup.get(key) ?? 0) + 1);
    inGroup.set(group[row]!, (inGroup.get(group[row]!) ?? 0) + 1);
  }
  let agree = 0;
  let chance = 0;
  for (const [place, row] of queries.entries()) {
    if (labels[Number(best[place])] === labels[row]) agree++;
    const elsewhere = rows - inGroup.get(group[row]!)!;
    const like = counts.get(labels[row]!)! - inGroup.get(`${group[row]}\n${labels[row]}`)!;
    chance += elsewhere === 0 ? 0 : like / elsewhere;
  }
  return { share: agree / queries.length, chance: chance / queries.length };
}
