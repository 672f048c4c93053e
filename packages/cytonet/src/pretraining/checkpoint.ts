import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Checkpoint,
  DataError,
  latestCheckpoint,
  pruneCheckpoints,
  saveCheckpoint,
} from "@cytonet/cohort";
import { DivergenceError } from "@cytonet/learning";
import {
  cpuCapability,
  defaultGenerator,
  type GradScaler,
  type GradScalerState,
  getNumThreads,
  type Optimizer,
  type OptimizerState,
  ops,
  readSafetensors,
  scope,
  torchVersion,
  writeSafetensors,
} from "@cytonet/torch";
import type { TrainedModel } from "../models/trainedModel.js";

/** What else decides the numbers of a run: a resumed one must find it unchanged. */
interface Arithmetic {
  readonly torch: string;
  readonly threads: number;
  readonly cpuCapability: string;
  /** Processes that train together. */
  readonly ranks: number;
}

function arithmetic(ranks: number): Arithmetic {
  return { torch: torchVersion(), threads: getNumThreads(), cpuCapability: cpuCapability(), ranks };
}

/** `state.json` of a checkpoint. The loader's position and the augmentation follow from `step`. */
interface CheckpointState {
  readonly schema: "cytonet.checkpoint/1";
  /** Steps done. */
  readonly step: number;
  readonly samplesHash: string;
  readonly arithmetic: Arithmetic;
  readonly optimizer: OptimizerState["settings"];
  /** Of a run in float16. */
  readonly scaler?: GradScalerState;
  /** State of the default CPU generator, base64. */
  readonly generatorCpu: string;
}

type AnyOptimizer = Optimizer<{ learningRate: number }>;

/** What a checkpoint saves and restores. */
export interface Trained {
  readonly model: TrainedModel;
  readonly optimizer: AnyOptimizer;
  /** Of a run in float16. */
  readonly scaler?: GradScaler | undefined;
  /** Hash of the samples that the run draws from. */
  readonly samplesHash: string;
  /** Processes that train together. */
  readonly ranks: number;
}

/** A checkpoint never holds what cannot be trained on. @throws DivergenceError */
export function refuseBrokenWeights(model: TrainedModel, step: number): void {
  const finite = scope(() => {
    const each = [...model.parameters(), ...model.namedBuffers().values()].map((one) => one.isfinite().all());
    return ops.stack(each).all().item() !== 0;
  });
  if (finite) return;
  throw new DivergenceError(step, {
    kind: "notFinite",
    seen: "a weight or running statistic is not finite",
    likelyCause: "updates that were too large",
    remedy: "Lower optimiser.learningRate, lengthen schedule.warmupSteps or set clipNorm",
  });
}

/** Writes `checkpoints/step-N`, complete or not at all, then removes those that are not to be kept. */
export async function checkpoint(
  runDir: string,
  step: number,
  { model, optimizer, scaler, samplesHash, ranks }: Trained,
  keep: { readonly last: number; readonly every?: number },
): Promise<void> {
  const { tensors, settings } = optimizer.stateDict();
  const state: CheckpointState = {
    schema: "cytonet.checkpoint/1",
    step,
    samplesHash,
    arithmetic: arithmetic(ranks),
    optimizer: settings,
    ...(scaler && { scaler: scaler.stateDict() }),
    generatorCpu: Buffer.from(defaultGenerator().getState()).toString("base64"),
  };
  await saveCheckpoint(runDir, step, (dir) => {
    writeSafetensors(join(dir, "model.safetensors"), model.stateDict(), { format: "pt" });
    writeSafetensors(join(dir, "optimizer.safetensors"), tensors);
    writeFileSync(join(dir, "state.json"), `${JSON.stringify(state, null, 2)}\n`);
  });
  await pruneCheckpoints(runDir, keep);
}

/**
 * Restores the newest checkpoint whose checksums hold, saying of each newer one why it was passed over.
 *
 * @returns the checkpoint, undefined where there is none
 * @throws DataError when it was made from other samples or with other arithmetic: the run would not go on as it began
 */
export async function restore(
  runDir: string,
  trained: Trained,
  log: (line: string) => void,
): Promise<Checkpoint | undefined> {
  const found = await latestCheckpoint(runDir, ({ path }, reason) =>
    log(`${path} is damaged and not used; the one before it is. ${reason}`),
  );
  if (found === undefined) return undefined;
  const path = (name: string): string => join(found.path, name);
  const state = JSON.parse(readFileSync(path("state.json"), "utf8")) as CheckpointState;
  refuseOther(path("state.json"), state, trained);
  scope(() => {
    trained.model.loadStateDict(readSafetensors(path("model.safetensors")).tensors);
    const { tensors } = readSafetensors(path("optimizer.safetensors"));
    trained.optimizer.loadStateDict({ tensors, settings: state.optimizer });
  });
  if (trained.scaler !== undefined && state.scaler !== undefined) trained.scaler.loadStateDict(state.scaler);
  defaultGenerator().setState(Buffer.from(state.generatorCpu, "base64"));
  return { step: state.step, path: found.path };
}

function refuseOther(file: string, state: CheckpointState, { samplesHash, ranks }: Trained): void {
  if (state.samplesHash !== samplesHash) {
    const remedy = "Restore the cohort's points, or name another folder with --out.";
    throw new DataError({
      file,
      field: "samplesHash",
      message: "is of other samples than the cohort has now",
      remedy,
    });
  }
  const here = arithmetic(ranks);
  for (const field of ["torch", "threads", "cpuCapability", "ranks"] as const) {
    if (state.arithmetic[field] === here[field]) continue;
    throw new DataError({
      file,
      field: `arithmetic.${field}`,
      message: `is ${state.arithmetic[field]} there and ${here[field]} here, so the run would not go on as it began`,
      remedy:
        "Resume as it began: same machine, `threads` and number of ranks; or begin anew in another folder.",
    });
  }
}
