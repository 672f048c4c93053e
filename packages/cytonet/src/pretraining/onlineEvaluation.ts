import { DataError } from "@cytonet/cohort";
import { type DescribedPoints, type NeighbourScores, scoreByNeighbours } from "@cytonet/learning";
import { noGrad, ops, scope, type Tensor, tensor } from "@cytonet/torch";
import type { TrainedModel } from "../models/trainedModel.js";
import { UnreadablePatchesError } from "../patches/pipeline/unreadable.js";
import type { WorkContext } from "../workContext.js";
import { TrainingBatches, type TrainingBatchSettings } from "./batches.js";
import type { PretrainConfig } from "./config.js";
import type { EvaluationSamples } from "./evaluationSamples.js";
import { inPrecision } from "./inPrecision.js";
import type { Ranks } from "./ranks.js";
import type { PretrainingSamples } from "./samples.js";
import { openTrainingPatches, type TrainingPatches } from "./trainingPatches.js";
import { UnreadableTally } from "./unreadableTally.js";

/** Scores an encoder's features on fixed points while it trains. */
export interface OnlineEvaluation {
  /** Called by all ranks at the same step; leaves modes, running statistics and random numbers as they were. */
  score(model: TrainedModel): Promise<NeighbourScores>;
  close(): Promise<void>;
}

/** Share of either side's points that others may stand in for because they cannot be read, all ranks together. */
const FAILED_SHARE = 0.05;

/**
 * Opens the patches of the points that were drawn for evaluation; undefined where nothing is to be evaluated.
 *
 * @throws DataError when too many cannot be read
 */
export async function openEvaluation(
  evaluated: EvaluationSamples | undefined,
  config: PretrainConfig,
  settings: TrainingBatchSettings,
  ranks: Ranks,
  context: WorkContext,
): Promise<OnlineEvaluation | undefined> {
  if (evaluated === undefined || config.evaluate === undefined) return undefined;
  const { neighbours } = config.evaluate;
  const open = (samples: PretrainingSamples) => EvaluatedSet.open(samples, config, settings, ranks, context);
  const reference = await open(evaluated.references);
  const query = await open(evaluated.points).catch(async (error: unknown) => {
    await reference.close();
    throw error;
  });
  return {
    async score(model) {
      model.eval();
      try {
        const [known, asked] = [await reference.describe(model), await query.describe(model)];
        try {
          return scoreByNeighbours(known, asked, neighbours);
        } finally {
          known.features.dispose();
          asked.features.dispose();
        }
      } finally {
        model.train();
      }
    },
    async close() {
      await reference.close();
      await query.close();
    },
  };
}

/** Points whose patches the ranks share out: rank r describes the points r, r + ranks, r + 2 ranks, … */
class EvaluatedSet {
  private constructor(
    readonly samples: PretrainingSamples,
    readonly batches: TrainingBatches,
    readonly patches: TrainingPatches,
    readonly ranks: Ranks,
    readonly precision: PretrainConfig["precision"],
    readonly tally: UnreadableTally,
    readonly log: WorkContext["log"],
  ) {}

  static async open(
    samples: PretrainingSamples,
    config: PretrainConfig,
    settings: TrainingBatchSettings,
    ranks: Ranks,
    context: WorkContext,
  ): Promise<EvaluatedSet> {
    const count = samples.sites.image.length;
    // As many patches at once as a training step has, which are known to fit.
    const { worldSize } = ranks;
    const batchSize = Math.min(
      Math.ceil(count / worldSize),
      Math.ceil(config.schedule.batchSize / worldSize / config.parts),
    );
    const batches = new TrainingBatches(samples, { ...settings, batchSize, rank: 0, worldSize: 1 });
    const data = { ...config.data, maxFailedShare: FAILED_SHARE };
    const patches = await openTrainingPatches(batches, { ...config, data }, context).catch((error) => {
      throw inWordsOfEvaluation(error);
    });
    const tally = new UnreadableTally(ranks, count, Math.floor(FAILED_SHARE * count));
    tally.add(patches.failures);
    return new EvaluatedSet(samples, batches, patches, ranks, config.precision, tally, context.log);
  }

  close(): Promise<void> {
    return this.patches.close();
  }

  /** Features of all points on every rank, n × d float32 on the CPU, with what is known of the points. */
  async describe(model: TrainedModel): Promise<DescribedPoints> {
    const { rank, worldSize, group } = this.ranks;
    const { coordinatesMm, classes, sites } = this.samples;
    const count = sites.image.length;
    const own = Uint32Array.from(
      { length: Math.ceil(count / worldSize) },
      (_, i) => (i * worldSize + rank) % count,
    );
    const described = await this.#own(model, own);
    return scope(() =>
      noGrad(() => {
        const indices = tensor(BigInt64Array.from(described.indices, BigInt), { shape: [own.length] });
        const [features, shown] =
          group === null
            ? [described.features, indices]
            : [ops.cat(group.allGather(described.features)), ops.cat(group.allGather(indices))];
        // Sample s is row ⌊s / ranks⌋ of rank s mod ranks.
        const rows = BigInt64Array.from({ length: count }, (_, s) =>
          BigInt((s % worldSize) * own.length + Math.floor(s / worldSize)),
        );
        const order = tensor(rows, { shape: [count] });
        const numbers = Array.from(shown.indexSelect(0, order).toTypedArray() as BigInt64Array, Number);
        const labels = classes && numbers.map((index) => classes.names[classes.of[index]!]!);
        const places = Float64Array.from(
          numbers.flatMap((index) => [...coordinatesMm.subarray(3 * index, 3 * index + 3)]),
        );
        const ordered = features.indexSelect(0, order);
        if (group !== null || described.features !== ordered) described.features.dispose();
        return { features: ordered, coordinatesMm: places, labels };
      }),
    );
  }

  /** Features of this rank's points, and the points whose pixels they are. */
  async #own(model: TrainedModel, own: Uint32Array): Promise<{ features: Tensor; indices: number[] }> {
    const { batchSize } = this.batches.settings;
    const end = Math.ceil(own.length / batchSize);
    const at = (step: number) => ({ epoch: 0, indices: own.slice(step * batchSize, (step + 1) * batchSize) });
    const stream = this.patches.stream({ first: 0, end, batchSize, at });
    const parts: Tensor[] = [];
    const indices: number[] = [];
    try {
      for (let step = 0; step < end; step++) {
        const batch = await stream.next();
        this.tally.add(batch.failures);
        indices.push(...batch.indices);
        parts.push(scope(() => noGrad(() => this.#features(model, this.batches.plain(batch)))));
        batch.release();
        // A signal is told of at once; what it asks for waits for the end, which all ranks reach together.
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
      this.#agreeOnUnreadable();
      return { features: scope(() => ops.cat(parts)), indices };
    } catch (error) {
      throw inWordsOfEvaluation(error);
    } finally {
      for (const part of parts) part.dispose();
      await stream.close();
    }
  }

  /** Shares what cannot be read, and says once of which points others stand in. @throws UnreadablePatchesError */
  #agreeOnUnreadable(): void {
    const [isNew] = this.ranks.any([this.tally.hasNews]);
    if (!isNew) return;
    for (const { pointId, file, reason } of this.tally.share())
      this.log(`Evaluation leaves out ${pointId}, which cannot be read from ${file}: ${reason}`);
  }

  #features(model: TrainedModel, patches: Tensor): Tensor {
    const feature = inPrecision(this.precision, patches.device, () => model.encoder.forward(patches));
    return feature.to({ dtype: "float32", device: "cpu" }).contiguous();
  }
}

/** Points that are scored are not the run's samples: no list of the run has them, and another share is tolerated. */
function inWordsOfEvaluation(error: unknown): unknown {
  if (!(error instanceof UnreadablePatchesError)) return error;
  const { failures } = error;
  const { file, pointId, reason } = failures[0]!;
  return new DataError(
    {
      file,
      field: pointId,
      message:
        `${failures.length} of the points that \`evaluate\` draws cannot be read and at most ` +
        `${FAILED_SHARE * 100} % may; the first: ${reason}`,
      remedy: "Repair the files or exclude their sections in sections.csv.",
    },
    { cause: error },
  );
}
