import { type PatchFailure, UnreadablePatchesError } from "../patches/pipeline/unreadable.js";
import type { Ranks } from "./ranks.js";

/**
 * Counts the samples of a run that cannot be read, of all ranks together. Every rank reads its own part of the batches
 * and stops at once where it alone has met more than are tolerated; what each has met is shared at the end of a step in
 * which any has met one, so that all stop at that step where together it is too many. Every call counts anew: files may
 * have been repaired.
 */
export class UnreadableTally {
  readonly #known = new Map<number, PatchFailure>();
  #news: PatchFailure[] = [];

  /**
   * @param samples of the run
   * @param limit how many of them may be unreadable
   */
  constructor(
    readonly ranks: Pick<Ranks, "gather">,
    readonly samples: number,
    readonly limit: number,
  ) {}

  /** Whether this rank has met a patch that the others have not been told of. */
  get hasNews(): boolean {
    return this.#news.length > 0;
  }

  /** Notes what this rank has met. */
  add(failures: readonly PatchFailure[]): void {
    this.#news.push(...failures.filter(({ index }) => !this.#known.has(index)));
  }

  /**
   * Tells the others; all ranks call it at once.
   *
   * @returns what any rank has met since the last time, the same on all
   * @throws UnreadablePatchesError on all of them, with what any has ever met
   */
  share(): readonly PatchFailure[] {
    const texts = this.ranks.gather(JSON.stringify(this.#news));
    this.#news = [];
    const news: PatchFailure[] = [];
    for (const failure of texts.flatMap((text) => JSON.parse(text) as PatchFailure[])) {
      if (this.#known.has(failure.index)) continue;
      this.#known.set(failure.index, failure);
      news.push(failure);
    }
    if (this.#known.size <= this.limit) return news;
    const all = [...this.#known.values()].sort((a, b) => a.index - b.index);
    throw new UnreadablePatchesError(all, this.samples, this.limit);
  }
}
