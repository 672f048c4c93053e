import type { PatchSites } from "../sites.js";
import type { BatchPlan, PatchBatch, PatchStream } from "./batch.js";
import { PatchPipeline, type PipelineOptions } from "./patchPipeline.js";
import { type PatchFailure, UnreadablePatches, type UnreadablePolicy } from "./unreadable.js";

const PATCHES_AT_A_TIME = 256;
/** Bytes of one piece of memory at most: typed arrays have a limit of some GiB. */
const PIECE_BYTES = 2 ** 30;

/** Many patches in memory, as many pieces as it takes. */
class PatchMemory {
  readonly #perPiece: number;
  readonly #pieces: Uint8Array[];

  constructor(
    count: number,
    readonly area: number,
  ) {
    this.#perPiece = Math.max(1, Math.floor(PIECE_BYTES / area));
    this.#pieces = Array.from(
      { length: Math.ceil(count / this.#perPiece) },
      (_, piece) => new Uint8Array(Math.min(this.#perPiece, count - piece * this.#perPiece) * area),
    );
  }

  /** The bytes of a patch. */
  of(index: number): Uint8Array {
    const start = (index % this.#perPiece) * this.area;
    return this.#pieces[Math.floor(index / this.#perPiece)]!.subarray(start, start + this.area);
  }
}

/** All patches of a run in memory: read once, then copied into batches. */
export class BankedPatches {
  readonly #unreadable: UnreadablePatches;

  private constructor(
    readonly sites: PatchSites,
    readonly sidePx: number,
    readonly bank: PatchMemory,
    /** Those that could not be read, in the order of the samples. */
    readonly failures: readonly PatchFailure[],
    policy: UnreadablePolicy,
  ) {
    this.#unreadable = new UnreadablePatches(sites, policy);
    for (const { index, reason } of failures) this.#unreadable.add(index, reason);
    this.#unreadable.refuseMoreThanTolerated(new Set(failures.map(({ index }) => index)));
  }

  /**
   * Reads every patch once.
   *
   * @throws UnreadablePatchesError where more cannot be read than the policy tolerates
   */
  static async read(
    sites: PatchSites,
    options: PipelineOptions,
    onProgress: (done: number, total: number) => void = () => {},
  ): Promise<BankedPatches> {
    const { sidePx } = options.reader;
    const area = sidePx ** 2;
    const samples = sites.image.length;
    const bank = new PatchMemory(samples, area);
    const bySection = Uint32Array.from(sites.image.keys()).sort(
      (a, b) => sites.image[a]! - sites.image[b]! || a - b,
    );
    const batchSize = Math.min(samples, PATCHES_AT_A_TIME);
    const plan: BatchPlan = {
      first: 0,
      end: Math.ceil(samples / batchSize),
      batchSize,
      at: (step) => ({ epoch: 0, indices: bySection.slice(step * batchSize, (step + 1) * batchSize) }),
    };
    const failures: PatchFailure[] = [];
    const pipeline = new PatchPipeline(sites, plan, { ...options, unreadable: { kind: "omit" } });
    try {
      for (let done = 0; done < samples; ) {
        const batch = await pipeline.next();
        for (const [place, index] of batch.indices.entries())
          bank.of(index).set(batch.bytes.subarray(place * area, (place + 1) * area));
        failures.push(...batch.failures);
        batch.release();
        done += batch.indices.length;
        onProgress(done, samples);
      }
    } finally {
      await pipeline.close();
    }
    failures.sort((a, b) => a.index - b.index);
    return new BankedPatches(sites, sidePx, bank, failures, options.unreadable);
  }

  /** The batches of a plan. Nothing is read, so nothing is waited for. */
  stream(plan: BatchPlan): PatchStream {
    const area = this.sidePx ** 2;
    const memory = new SharedArrayBuffer(plan.batchSize * area);
    let step = plan.first;
    let inUse = false;
    const next = async (): Promise<PatchBatch> => {
      if (step >= plan.end || inUse) throw new RangeError(`There is no batch of step ${step} to be had.`);
      inUse = true;
      const { epoch, indices: drawn } = plan.at(step);
      const indices = drawn.map((index) => this.#unreadable.choose(epoch, index).index);
      const bytes = new Uint8Array(memory, 0, indices.length * area);
      for (const [place, index] of indices.entries()) bytes.set(this.bank.of(index), place * area);
      const release = (): void => {
        inUse = false;
      };
      step += 1;
      return { step: step - 1, epoch, drawn, indices, bytes, missing: [], failures: [], release };
    };
    return { next, close: async () => {} };
  }
}
