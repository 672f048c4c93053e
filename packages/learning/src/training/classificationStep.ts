import { autocast, noGrad, type Optimizer, type ProcessGroup, scope, type Tensor } from "@cytonet/torch";
import {
  type ClassificationStatistics,
  checkClasses,
  classificationStatistics,
  summedCrossEntropy,
  wideLogits,
} from "../objectives/crossEntropy.js";
import { forwardPass, type Projector } from "./forwardPass.js";
import {
  backwardOfPart,
  countOf,
  partsOf,
  type SharedStepReport,
  type SharedStepSettings,
  type StepInputs,
  takeStep,
} from "./step.js";

/** What a step did, in numbers; the same on every rank. */
export interface ClassificationStepReport extends SharedStepReport {
  readonly objective: ClassificationStatistics;
}

/**
 * One step of supervised training with cross-entropy (§3.5, "scratch") over any number of ranks and parts: the mean
 * loss of the whole batch, its gradient in every rank's `.grad`, one update. Leaves no tensor behind.
 *
 * @param model patches to logits, in training mode
 * @param inputs with b int64 classes beside the patches; every rank has b samples
 * @param report whether to read the step's numbers back, which waits for the device
 * @throws as `contrastiveStep`, and ObjectiveError for classes that the logits have no columns for
 */
export function classificationStep(
  model: Projector,
  optimizer: Optimizer<{ learningRate: number }>,
  inputs: StepInputs,
  settings: SharedStepSettings,
  report = true,
): ClassificationStepReport | undefined {
  return takeStep(
    model,
    optimizer,
    inputs,
    settings,
    report,
    (given) => classificationGradients(model, given, settings),
    ({ statistics }) => ({ objective: classificationStatistics(statistics) }),
  );
}

/** Writes the whole batch's gradient, times the scaler's scale, into `.grad` of every parameter. */
export function classificationGradients(
  model: Projector,
  { patches, beside }: StepInputs,
  settings: SharedStepSettings,
): { loss: Tensor; statistics: Tensor } {
  const { group = null } = settings;
  const own = countOf(patches);
  const whole = own * (group?.worldSize ?? 1);
  return scope(() => {
    const sums = partsOf(own, settings).map((part) =>
      scope(() => {
        const pass = forwardPass(model, part.of(patches), settings, wideLogits);
        const step = logitGradient(pass.output, part.of(beside), whole);
        backwardOfPart(pass, step.gradient, settings, part);
        return { loss: step.loss, statistics: step.statistics };
      }),
    );
    return noGrad(() => {
      const { loss, statistics } = sums.reduce((a, b) => ({
        loss: a.loss.add(b.loss),
        statistics: a.statistics.add(b.statistics),
      }));
      return { loss: summed(loss, group), statistics: summed(statistics, group) };
    });
  });
}

/** This part's share of the mean loss of `whole` samples, and its gradient. */
function logitGradient(logits: Tensor, classes: Tensor, whole: number) {
  checkClasses(logits, classes);
  const device = logits.device.startsWith("cuda") ? "cuda" : "cpu";
  return scope(() =>
    autocast({ device, enabled: false }, () => {
      const leaf = logits.detach().requiresGrad_();
      const { summedLoss, statistics } = summedCrossEntropy(leaf, classes);
      const loss = summedLoss.divScalar(whole);
      loss.backward();
      return { loss: loss.detach(), statistics, gradient: leaf.grad! };
    }),
  );
}

function summed(part: Tensor, group: ProcessGroup | null): Tensor {
  return group === null ? part : group.allReduce(part);
}
