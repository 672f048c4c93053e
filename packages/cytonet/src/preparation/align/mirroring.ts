/** An accepted pair, by the indices of its sections. */
export interface ParityEdge {
  readonly first: number;
  readonly second: number;
  /** Whether one of both is mirrored and the other is not. */
  readonly mirrored: boolean;
  /** How much it is believed, above 0. */
  readonly weight: number;
}

const passes = 50;

/**
 * Which sections lie face down, from pairs that say whether two lie alike: the assignment that the most weight of pairs
 * agrees with, of each connected part the smaller side mirrored. Begins with the strongest pairs and then turns sections
 * over as long as a majority of their pairs asks for it.
 *
 * @param forced sections whose side the user has stated
 */
export function findMirrored(
  count: number,
  edges: readonly ParityEdge[],
  forced: ReadonlyMap<number, boolean> = new Map(),
): boolean[] {
  const neighbours: ParityEdge[][] = Array.from({ length: count }, () => []);
  for (const edge of edges) {
    neighbours[edge.first]!.push(edge);
    neighbours[edge.second]!.push(edge);
  }
  const side = strongestTree(count, edges);
  const flags = side.flags;
  for (let pass = 0; pass < passes; pass++) {
    let turned = false;
    for (let node = 0; node < count; node++) {
      if (against(node, neighbours[node]!, flags) <= 0) continue;
      flags[node] = !flags[node];
      turned = true;
    }
    if (!turned) break;
  }
  for (const part of side.parts) {
    const votes = part.filter((node) => forced.has(node));
    const agree = votes.filter((node) => forced.get(node) === flags[node]).length;
    const mirrored = part.filter((node) => flags[node]).length;
    const turn = votes.length > 0 ? 2 * agree < votes.length : 2 * mirrored > part.length;
    if (turn) for (const node of part) flags[node] = !flags[node];
  }
  for (const [node, flag] of forced) flags[node] = flag;
  return flags;
}

/** A choice of sides that little speaks for. */
export interface SideDoubt {
  /** The section, or all that lie face down by a bare majority. */
  readonly nodes: readonly number[];
  readonly problem: string;
}

/** A smaller side above this share of a connected part is no clear minority. */
const largestMinority = 1 / 3;
/** Pairs that speak against a section's side weigh less than this share of those that speak for it. */
const clearShare = 0.5;

/**
 * What is doubtful in an assignment of {@link findMirrored}: connected parts whose smaller side is about as large as the
 * other, where nobody has stated a side, and sections whose own pairs hardly agree with their side.
 */
export function sideDoubts(
  count: number,
  edges: readonly ParityEdge[],
  flags: readonly boolean[],
  forced: ReadonlyMap<number, boolean> = new Map(),
): SideDoubt[] {
  const parts = strongestTree(count, edges).parts.flatMap((part): SideDoubt[] => {
    const nodes = part.filter((node) => flags[node]);
    const stated = part.some((node) => forced.has(node));
    if (stated || nodes.length <= largestMinority * part.length) return [];
    const against = `${nodes.length} against ${part.length - nodes.length}`;
    const tie = 2 * nodes.length === part.length ? "a tie, decided by chance" : "a narrow majority";
    return [{ nodes, problem: `which side lies face down is ${tie} (${against})` }];
  });
  const single = flags.flatMap((_, node): SideDoubt[] => {
    if (forced.has(node)) return [];
    const own = edges.filter(({ first, second }) => first === node || second === node);
    const total = own.reduce((sum, { weight }) => sum + weight, 0);
    const disagreeing = (total + against(node, own, flags)) / 2;
    if (disagreeing <= 0 || disagreeing < clearShare * (total - disagreeing)) return [];
    return [{ nodes: [node], problem: "its pairs disagree about which side is up" }];
  });
  return [...parts, ...single];
}

/** Weight of the pairs of a node that disagree with its side, less that of those that agree. */
function against(node: number, edges: readonly ParityEdge[], flags: readonly boolean[]): number {
  return edges.reduce((sum, { first, second, mirrored, weight }) => {
    const other = first === node ? second : first;
    return sum + ((flags[node] !== flags[other]) === mirrored ? -weight : weight);
  }, 0);
}

/** Sides along a tree of the strongest pairs (Kruskal 1956), and the parts that pairs connect. */
function strongestTree(count: number, edges: readonly ParityEdge[]) {
  const root = Array.from({ length: count }, (_, i) => i);
  const parity = new Array<boolean>(count).fill(false);
  const find = (node: number): { root: number; flag: boolean } => {
    let [at, flag] = [node, false];
    while (root[at] !== at) {
      flag = flag !== parity[at];
      at = root[at]!;
    }
    return { root: at, flag };
  };
  for (const { first, second, mirrored } of [...edges].sort((a, b) => b.weight - a.weight)) {
    const [a, b] = [find(first), find(second)];
    if (a.root === b.root) continue;
    const [below, above] = a.root > b.root ? [a, b] : [b, a];
    root[below.root] = above.root;
    parity[below.root] = (below.flag !== above.flag) !== mirrored;
  }
  const parts = new Map<number, number[]>();
  const flags = Array.from({ length: count }, (_, node) => {
    const found = find(node);
    parts.set(found.root, [...(parts.get(found.root) ?? []), node]);
    return found.flag;
  });
  return { flags, parts: [...parts.values()] };
}
