import { z } from "zod";
import { type PretrainConfig, PretrainSchema } from "../../pretraining/config.js";
import { type ProbeConfig, ProbeSchema } from "../../probing/config.js";

const rowName = z
  .string()
  .regex(/^[A-Za-z][\w-]*$/, "must be a letter, then letters, digits, dash and underscore");

/** A comparison of objectives as the user writes it. */
export const ObjectiveStudySchema = z
  .strictObject({
    schema: z.literal("cytonet.objectiveStudy/1"),
    rows: z
      .record(rowName, PretrainSchema.shape.objective)
      .refine((rows) => Object.keys(rows).length > 0 && !("untrained" in rows), {
        error: "must name at least one row, and none untrained: that one is always there",
      })
      .describe("objectives to compare, by the name that the table gives them"),
    seeds: z
      .array(z.int().min(0).max(0xffffffff))
      .min(1)
      .describe("of initial weights, batches and augmentation; the learning rate is chosen with the first"),
    learningRates: z
      .array(z.number().positive())
      .min(1)
      .describe(
        "the grid; each row takes the rate with the best macro-F1 on validation sections of seen brains",
      ),
    shared: PretrainSchema.omit({ schema: true, seed: true, objective: true }).describe(
      "what all rows have in common; a learning rate that stands here is not used",
    ),
    probe: ProbeSchema.omit({ schema: true, split: true, features: true, evaluate: true })
      .refine(({ areas }) => areas !== undefined, { error: "must name an atlas", path: ["areas"] })
      .describe("linear probes of the frozen features"),
    embedBatchSize: z.int().min(1).default(256),
  })
  .describe("cytonet study objectives --config");

export type ObjectiveStudyConfig = z.output<typeof ObjectiveStudySchema>;

/** The row that every other one is seen beside: initial weights, treated alike. */
export const UNTRAINED = "untrained";

/** One encoder of the study. */
export interface Cell {
  readonly row: string;
  readonly seed: number;
  /** Null for the untrained encoder. */
  readonly learningRate: number | null;
}

/** A name for files: `supCon-lr0.002-seed1`. */
export function cellName({ row, seed, learningRate }: Cell): string {
  return learningRate === null ? `${row}-seed${seed}` : `${row}-lr${learningRate}-seed${seed}`;
}

/**
 * The run that makes a cell's encoder. Cells differ in objective, learning rate and seed, and in nothing else.
 *
 * @param patchCacheDir keeps patches from one cell to the next
 */
export function pretrainingOf(
  config: ObjectiveStudyConfig,
  cell: Cell,
  patchCacheDir?: string,
): PretrainConfig {
  const { shared, rows } = config;
  const trained = rows[cell.row];
  const objective = trained ?? Object.values(rows).find(({ name }) => name === "spatialNCE") ?? anyOf(rows);
  const { learningRate } = cell;
  const { samples, samplesPerClass, ...data } = shared.data;
  // Areas are drawn evenly where they are learnt from, places uniformly where they are not (§3.4, §3.5).
  const even = "atlas" in objective && samplesPerClass !== undefined;
  const draw = even ? { samplesPerClass } : samples === undefined ? {} : { samples };
  return PretrainSchema.parse({
    schema: "cytonet.pretrain/1",
    ...shared,
    data: { ...(patchCacheDir !== undefined && { cacheDir: patchCacheDir }), ...data, ...draw },
    seed: cell.seed,
    objective,
    optimiser: { ...shared.optimiser, ...(learningRate !== null && { learningRate }) },
    ...(trained === undefined && { schedule: { batchSize: shared.schedule.batchSize, steps: 0 } }),
  });
}

function anyOf<T>(rows: Readonly<Record<string, T>>): T {
  return Object.values(rows)[0]!;
}

/** The probe of one cell's features. */
export function probingOf(
  { probe, shared }: ObjectiveStudyConfig,
  features: string,
  evaluate: ProbeConfig["evaluate"],
): ProbeConfig {
  const { split } = shared.data;
  return ProbeSchema.parse({
    schema: "cytonet.probe/1",
    ...probe,
    split,
    features: { cell: features },
    evaluate,
  });
}
