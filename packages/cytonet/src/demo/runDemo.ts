import { availableParallelism } from "node:os";
import { join, relative } from "node:path";
import { writeFileAtomic, writeJsonAtomic } from "@cytonet/cohort";
import { torchVersion } from "@cytonet/torch";
import { runEmbedding } from "../embedding/runEmbedding.js";
import { encoderOf, PretrainSchema } from "../pretraining/config.js";
import { describeObjective } from "../pretraining/objective.js";
import { runPretraining } from "../pretraining/runPretraining.js";
import { ProbeSchema } from "../probing/config.js";
import { runProbe } from "../probing/runProbe.js";
import { brainFacts, lossOfRun, methodScores } from "../report/collect/scores.js";
import { layOutMap } from "../report/collect/structure.js";
import type { Fact, ReportData } from "../report/data.js";
import { reportMetrics } from "../report/metrics.js";
import { reportPage } from "../report/page.js";
import { StageRecords } from "../stageRecords.js";
import { readStudyTables } from "../studies/studyTables.js";
import type { WorkContext } from "../workContext.js";
import { makeFigures, type TrainedForAttention } from "./figures.js";
import type { DemoStudy } from "./studies.js";

export interface DemoResult {
  readonly report: string;
  readonly metrics: string;
  /** Time of all stages, those of earlier calls included. */
  readonly secondsOfStages: number;
  readonly scores: Readonly<
    Record<string, { readonly group: string; readonly macroF1: readonly number[] }[]>
  >;
}

/** A trained or untrained encoder of one seed, with the names of what came of it. */
interface EncoderRun {
  readonly method: "untrained" | "cytonet";
  readonly seed: number;
  readonly run: string;
  readonly model: string;
}

/**
 * Runs a study from its sections to its report: cohort, an untrained and a pretrained encoder for each seed,
 * features, linear probes, page. Finished stages are skipped; stopped at any moment, the same call goes on.
 *
 * @throws as the stages do; InterruptedError when `signal` was aborted, after saving.
 */
export async function runDemo(
  study: DemoStudy,
  out: string,
  force: boolean,
  context: WorkContext,
): Promise<DemoResult> {
  const stages = new StageRecords(out);
  // Records keep paths relative to `out`, so that the folder may be moved and named from anywhere.
  const cohort = await stages.once("cohort", study.source, async () =>
    relative(out, await study.makeCohort(out, context)),
  );
  const cohortDir = join(out, cohort);
  const encoders = await trainEncoders(study, out, cohortDir, force, stages, context);

  const encoder = encoderOf(PretrainSchema.parse(study.pretrain));
  const patch = { patchPx: encoder.patchPx, pixelSizeUm: encoder.pixelSizeUm };
  const features: Record<string, string> = {};
  const modelIds: Record<string, string> = {};
  const embedded = await stages.once("embed histogram", [study.source, patch], () =>
    runEmbedding({ cohortDir, source: { histogram: patch }, force }, context),
  );
  features.histogram = embedded.features;
  for (const { method, seed, model } of encoders) {
    const name = `${method}-${seed}`;
    const source = { model, output: "backbone", views: 1 } as const;
    const { features: stage, modelId } = await stages.once(
      `embed ${name}`,
      [study.source, relative(out, model), study.pretrain],
      () => runEmbedding({ cohortDir, source, force }, context),
    );
    features[name] = stage;
    modelIds[name] = modelId;
  }

  const config = ProbeSchema.parse({ ...study.probe, features });
  const probe = await stages.once("probe", [study.source, config, 2], () =>
    runProbe({ cohortDir, config, out: join(out, "probe"), force: true }, context),
  );
  const names = (method: EncoderRun["method"]): string[] =>
    encoders.filter((run) => run.method === method).map(({ seed }) => `${method}-${seed}`);
  const methods = [
    methodScores(probe, { id: "histogram", name: "Grey-value histogram" }, ["histogram"]),
    methodScores(probe, { id: "untrained", name: "Untrained encoder" }, names("untrained")),
    methodScores(probe, { id: "cytonet", name: "CytoNet" }, names("cytonet")),
  ];

  const best = names("cytonet")[0]!;
  const shown = encoders.find(({ method }) => method === "cytonet")!;
  const tables = await readStudyTables({
    cohortDir,
    split: config.split,
    atlas: config.areas!.atlas,
    features: features[best]!,
    predictions: join(out, "probe", "predictions", `${best}.parquet`),
  });
  const map = await stages.once(
    "map of features",
    [study.source, relative(out, shown.model), study.pretrain],
    () => {
      const tell = (done: number, total: number): void =>
        context.progress({ stage: "map of features", done, total });
      return layOutMap(tables, tell, context.signal);
    },
  );
  const attention = await trainForAttention(study, shown.model, out, cohortDir, force, stages, context);
  const figures = await stages.timed("figures", () =>
    makeFigures(study, tables, map, attention, {
      patch,
      model: shown.model,
      probe: join(out, "probe", "areaProbes", `${best}.json`),
      cohortDir,
      context,
    }),
  );
  const data: ReportData = {
    title: study.title,
    subtitle: study.subtitle,
    facts: factsOf(study),
    cohort: brainFacts(tables),
    areas: [...new Set(tables.area)].sort(),
    referenceSpace: probe.referenceSpace,
    seeds: study.seeds,
    figureSeed: shown.seed,
    provenance: {
      study: study.id,
      modelId: modelIds[best]!,
      libtorch: torchVersion(),
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      cores: availableParallelism(),
    },
    stages: stages.times,
    loss: encoders.filter(({ method }) => method === "cytonet").map(({ run, seed }) => lossOfRun(run, seed)),
    methods,
    ...figures,
    notes: [...study.notes, ...commonNotes],
  };
  const report = join(out, "report", "index.html");
  const metrics = join(out, "report", "metrics.json");
  await writeFileAtomic(report, reportPage(data));
  await writeJsonAtomic(metrics, reportMetrics(data));
  return {
    report,
    metrics,
    secondsOfStages: stages.times.reduce((sum, { seconds }) => sum + seconds, 0),
    scores: Object.fromEntries(
      methods.map(({ id, groups }) => [id, groups.map(({ group, macroF1 }) => ({ group, macroF1 }))]),
    ),
  };
}

/**
 * A short pretraining of a transformer, for the figure of its attention alone. It starts from the first stages of an R50,
 * since minutes do not suffice for the whole of it.
 */
async function trainForAttention(
  study: DemoStudy,
  initialWeights: string,
  out: string,
  cohortDir: string,
  force: boolean,
  stages: StageRecords,
  context: WorkContext,
): Promise<TrainedForAttention | undefined> {
  if (study.attention === undefined) return undefined;
  const config = PretrainSchema.parse({ ...study.attention, seed: study.seeds[0] });
  const from = relative(out, initialWeights);
  const inputs = [study.source, config, from, study.pretrain, 1];
  const { model, loss } = await stages.once("pretrain transformer", inputs, async () => {
    const run = {
      cohortDir,
      config: { ...config, initialWeights },
      out: join(out, "runs", "transformer"),
      force,
    };
    const trained = await runPretraining(run, context);
    return { model: relative(out, trained.model), loss: trained.loss };
  });
  const { batchSize, steps } = config.schedule;
  const training =
    `${steps} steps of ${batchSize} patches, without labels, from the first stages of the R50 above` +
    (loss === null
      ? ""
      : `; its loss came to ${loss.toFixed(2)}, where telling nothing apart gives ${Math.log(batchSize - 1).toFixed(2)}`);
  return { model: join(out, model), training };
}

async function trainEncoders(
  study: DemoStudy,
  out: string,
  cohortDir: string,
  force: boolean,
  stages: StageRecords,
  context: WorkContext,
): Promise<EncoderRun[]> {
  const encoders: EncoderRun[] = [];
  for (const seed of study.seeds) {
    for (const method of ["untrained", "cytonet"] as const) {
      const { schedule } = study.pretrain;
      // The untrained encoder gets the same recalibration of its batch normalisation as the trained one.
      const untrained = { batchSize: schedule.batchSize, steps: 0 };
      const config = PretrainSchema.parse({
        ...study.pretrain,
        seed,
        schedule: method === "untrained" ? untrained : schedule,
        recalibrateBatchNorm: true,
      });
      const run = join(out, "runs", `${method}-${seed}`);
      const stage = method === "untrained" ? `initialise, seed ${seed}` : `pretrain, seed ${seed}`;
      const model = await stages.once(stage, [study.source, config], async () =>
        relative(out, (await runPretraining({ cohortDir, config, out: run, force }, context)).model),
      );
      encoders.push({ method, seed, run, model: join(out, model) });
    }
  }
  return encoders;
}

function factsOf(study: DemoStudy): Fact[] {
  const config = PretrainSchema.parse(study.pretrain);
  const { architecture, preset, patchPx, pixelSizeUm } = encoderOf(config);
  const { objective, schedule, optimiser } = config;
  return [
    { name: "encoder", value: `${architecture}, preset ${preset}` },
    {
      name: "patch",
      value: `${patchPx} px at ${pixelSizeUm} µm/px: ${((patchPx * pixelSizeUm) / 1000).toFixed(2)} mm`,
    },
    { name: "objective", value: describeObjective({ objective }) },
    {
      name: "training",
      value: `${schedule.steps} steps of ${schedule.batchSize} patches, ${optimiser.name}, no labels`,
    },
    { name: "seeds", value: study.seeds.join(", ") },
    { name: "machine", value: `${availableParallelism()} processor cores, ${config.device}` },
  ];
}

const commonNotes = [
  "Macro-F1 is the mean over areas of each area’s F1, as scikit-learn computes it over the labels of truth and prediction. Chance is about one over the number of areas.",
  "The untrained encoder has the same architecture and random weights; its batch-normalisation statistics are estimated on the same patches, so that it is a fair baseline.",
  "Penalties of the probes are chosen on validation sections; test, transfer and unseen sections are looked at once.",
];
