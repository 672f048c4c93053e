import { DataError } from "@cytonet/cohort";
import { counterInteger } from "@cytonet/torch";
import type { PatchSites } from "../sites.js";

/** A patch that cannot be read: which, where, and why. */
export interface PatchFailure {
  readonly index: number;
  readonly pointId: string;
  readonly brain: string;
  readonly section: string;
  readonly file: string;
  readonly reason: string;
}

/** What happens to places whose patch cannot be read. */
export type UnreadablePolicy =
  /** Another sample takes the place: a function of seed, epoch and index. More than `limit` different ones are an error. */
  | { readonly kind: "replace"; readonly seed: bigint; readonly limit: number }
  /** The place stays empty and is told. */
  | { readonly kind: "omit" };

/** Problems that an error carries; `failures` has them all. */
const PROBLEMS_TOLD = 20;

/** More patches cannot be read than a run tolerates. */
export class UnreadablePatchesError extends DataError {
  constructor(
    readonly failures: readonly PatchFailure[],
    samples: number,
    limit: number,
  ) {
    const files = new Set(failures.map(({ file }) => file)).size;
    const first = failures[0]!;
    super([
      {
        file: first.file,
        field: first.pointId,
        message:
          `${failures.length} of ${samples} patches, in ${files} files, cannot be read and at most ` +
          `${limit} may; the first: ${first.reason}`,
        remedy:
          "Repair or exclude the files that failures.jsonl of the run lists, then call again; " +
          "data.maxFailedShare sets what is tolerated.",
      },
      ...failures.slice(1, PROBLEMS_TOLD).map(({ file, pointId, reason }) => ({
        file,
        field: pointId,
        message: reason,
        remedy: "Copy or export the file again, or exclude its section in sections.csv.",
      })),
    ]);
  }
}

/** What stands at a place: the sample drawn, or the one that replaces it and those that could not be read. */
export interface Choice {
  readonly index: number;
  readonly unreadable: readonly number[];
}

/**
 * The patches of a run that cannot be read. Which sample replaces another follows from (seed, epoch, index) and
 * from which samples are readable, so it does not depend on when or by whom that was found out.
 */
export class UnreadablePatches {
  readonly #reasons = new Map<number, string>();

  constructor(
    readonly sites: PatchSites,
    readonly policy: UnreadablePolicy,
  ) {}

  get count(): number {
    return this.#reasons.size;
  }

  has(index: number): boolean {
    return this.#reasons.has(index);
  }

  add(index: number, reason: string): void {
    this.#reasons.set(index, reason);
  }

  /** @throws UnreadablePatchesError where these are more than the policy tolerates */
  refuseMoreThanTolerated(indices: ReadonlySet<number>): void {
    const { policy } = this;
    if (policy.kind === "replace" && indices.size > policy.limit) throw this.#error(indices, policy.limit);
  }

  /** What takes the place of sample `index`, as far as is known. @throws UnreadablePatchesError where none is left */
  choose(epoch: number, index: number): Choice {
    const { policy } = this;
    const unreadable: number[] = [];
    let candidate = index;
    for (let attempt = 0; this.has(candidate); attempt++) {
      if (!unreadable.includes(candidate)) unreadable.push(candidate);
      if (policy.kind === "omit") break;
      const samples = this.sites.image.length;
      if (this.count >= samples) throw this.#error(this.#reasons.keys(), policy.limit);
      candidate = counterInteger(samples, policy.seed, epoch, index, attempt);
    }
    return { index: candidate, unreadable };
  }

  describe(index: number): PatchFailure {
    const { images, image, pointId } = this.sites;
    const { brain, section, path } = images[image[index]!]!;
    const reason = this.#reasons.get(index)!;
    return { index, pointId: pointId[index]!, brain, section, file: path, reason };
  }

  #error(indices: Iterable<number>, limit: number): UnreadablePatchesError {
    const known = [...indices].sort((a, b) => a - b).map((index) => this.describe(index));
    return new UnreadablePatchesError(known, this.sites.image.length, limit);
  }
}
