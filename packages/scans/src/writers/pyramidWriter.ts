import type { GreySamples } from "../image.js";
import type { ScanPlan } from "./options.js";
import { OrderedQueue } from "./orderedQueue.js";
import { outputError } from "./outputFiles.js";
import { PyramidBuilder, type Quarter } from "./pyramidBuilder.js";
import type { EncodedTile, TileSink, WrittenFile } from "./tileSink.js";

/** Tiles that may be on their way to the disk: enough for the thread pool to have work while one is stored. */
const tilesUnderWay = 16;

/** Level-0 tiles in, encoded tiles of all levels out to a sink. */
export class PyramidWriter {
  readonly #queue: OrderedQueue<EncodedTile>;
  readonly #builder: PyramidBuilder;
  #restoring = false;

  /** @param watch told of the means that tiles give to a level, for who wants to resume */
  constructor(
    private readonly plan: ScanPlan,
    private readonly sink: TileSink,
    watch?: { readonly level: number; readonly onQuarter: (quarter: Quarter) => void },
  ) {
    this.#queue = new OrderedQueue(tilesUnderWay, (tile) => sink.store(tile));
    this.#builder = new PyramidBuilder(
      plan.levels,
      plan.tilePx,
      plan.bitDepth,
      (level, column, row, samples) => {
        if (this.#restoring) return;
        this.#queue.push(() => sink.encode({ level, column, row }, samples));
      },
      watch,
    );
  }

  /** Add a tile of level 0 and wait for room. @throws ScanError `output` when an earlier one failed */
  async add(column: number, row: number, samples: GreySamples): Promise<void> {
    this.#builder.add(column, row, samples);
    await this.#told(this.#queue.room());
  }

  /** Take over what an earlier run gave to a level; the tiles that this completes are stored already. */
  restore(quarter: Quarter): void {
    this.#restoring = true;
    this.#builder.restore(quarter);
    this.#restoring = false;
  }

  /** Wait until every tile is stored. */
  flush(): Promise<void> {
    return this.#told(this.#queue.drain());
  }

  /** Wait until nothing is on its way, whatever became of it. */
  settle(): Promise<void> {
    return this.#queue.settle();
  }

  /** Store the rest and what describes it. */
  async finish(): Promise<readonly WrittenFile[]> {
    await this.flush();
    return this.#told(this.sink.finish());
  }

  async #told<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw outputError(this.plan.path, error);
    }
  }
}
