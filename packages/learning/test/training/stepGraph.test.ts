import {
  BatchNorm2d,
  type GradientBuckets,
  GradScaler,
  type GraphRecorder,
  LARC,
  liveTensors,
  manualSeed,
  ops,
  type ProcessGroup,
  scope,
  setNumThreads,
  type Tensor,
  tensor,
} from "@cytonet/torch";
import { beforeAll, describe, expect, it } from "vitest";
import {
  createClassificationModel,
  createPretrainingModel,
  encoderPreset,
} from "../../src/encoders/index.js";
import { classObjective, spatialObjective } from "../../src/objectives/objective.js";
import {
  classificationStep,
  contrastiveStep,
  type SharedStepSettings,
  StepGraph,
  type StepInputs,
} from "../../src/training/index.js";
import { rerunGraph } from "./rerunGraph.js";

beforeAll(() => setNumThreads(1));

type Objective = "spatialNCE" | "supCon" | "crossEntropy";

const encoder = encoderPreset("R50", "tiny", { patchPx: 32, depth: [1, 1], width: 0.125 });
const made = (objective: Objective) =>
  (objective === "crossEntropy"
    ? createClassificationModel(encoder, 3, { seed: 1 })
    : createPretrainingModel(encoder, { seed: 1 })
  ).train();
const bytes = (one: Tensor) => Buffer.from(new Uint8Array(one.toTypedArray().buffer)).toString("hex");
const allBytes = (tensors: ReadonlyMap<string, Tensor>) =>
  Object.fromEntries([...tensors].map(([path, one]) => [path, bytes(one)]));

/** A batch of its own for every step. */
function batch(objective: Objective, step: number, size = 8): StepInputs<Tensor> {
  manualSeed(100 + step);
  const patches = ops.rand([size, 1, 32, 32]);
  if (objective === "spatialNCE")
    return { patches, beside: ops.randn([size, 3], { dtype: "float64" }).mulScalar(3) };
  const classes = BigInt64Array.from({ length: size }, (_, i) => BigInt((i + step) % 3));
  return { patches, beside: tensor(classes, { shape: [size] }) };
}

/** What three steps come to, each with another batch and learning rate. */
function trained(objective: Objective, settings: Omit<SharedStepSettings, "graph">, graph?: StepGraph) {
  return scope(() => {
    using model = made(objective);
    const optimizer = new LARC(model.namedParameters(), { learningRate: 0.1, momentum: 0.9, nesterov: true });
    const shared = { ...settings, ...(graph && { graph }) };
    const contrastive =
      objective === "supCon" ? classObjective({ temperature: 0.2 }) : spatialObjective({ sigmaMm: 3 });
    const live = new Set<number>();
    const reports = [0, 1, 2].map((step) => {
      optimizer.setLearningRate(0.1 / (step + 1));
      const report = scope(() => {
        const inputs = batch(objective, step);
        return objective === "crossEntropy"
          ? classificationStep(model, optimizer, inputs, shared)
          : contrastiveStep(model, optimizer, inputs, { ...shared, objective: contrastive });
      });
      live.add(liveTensors());
      return report;
    });
    graph?.dispose();
    const found = {
      reports,
      weights: allBytes(model.namedParameters()),
      buffers: allBytes(model.namedBuffers()),
      momenta: allBytes(optimizer.stateDict().tensors),
    };
    optimizer.dispose();
    return { found, live };
  });
}

describe("a step that is replayed", () => {
  const float32 = { precision: "float32" } as const;
  it.each<[Objective, Omit<SharedStepSettings, "graph">]>([
    ["spatialNCE", float32],
    ["spatialNCE", { precision: "bfloat16", clipNorm: 0.1 }],
    ["spatialNCE", { precision: "float32", activationCheckpointing: true, parts: 2 }],
    ["supCon", float32],
    ["crossEntropy", float32],
    ["crossEntropy", { precision: "float32", parts: 2 }],
  ])("of %s with %j trains as one that is not, bit for bit, and keeps nothing", (objective, settings) => {
    const before = liveTensors();
    const eager = trained(objective, settings).found;
    const { record, runs } = rerunGraph();
    const replayed = trained(objective, settings, new StepGraph(record));
    expect(replayed.found).toEqual(eager);
    // Three runs to warm up, one that is recorded, one for each of three steps.
    expect(runs()).toBe(7);
    expect(replayed.live.size).toBe(1);
    expect(liveTensors()).toBe(before);
  });

  it("leaves no trace where recording fails: statistics, gradients and live tensors are as before", () => {
    const before = liveTensors();
    scope(() => {
      using model = made("spatialNCE");
      const optimizer = new LARC(model.namedParameters(), { learningRate: 0.1 });
      const untouched = allBytes(model.stateDict());
      const failing: GraphRecorder = (body) => {
        scope(() => void body());
        throw new RangeError("not recorded");
      };
      using graph = new StepGraph(failing);
      const settings = { ...float32, graph, objective: spatialObjective() };
      const live = liveTensors();
      const step = () => scope(() => contrastiveStep(model, optimizer, batch("spatialNCE", 0), settings));
      expect(step).toThrow(RangeError);
      expect(allBytes(model.stateDict())).toEqual(untouched);
      expect(model.parameters().every(({ grad }) => grad === null)).toBe(true);
      expect(liveTensors()).toBe(live);
      optimizer.dispose();
    });
    expect(liveTensors()).toBe(before);
  });

  it("is of one shape of batch and one model", () => {
    scope(() => {
      using model = made("spatialNCE");
      using other = made("spatialNCE");
      const optimizer = new LARC(model.namedParameters(), { learningRate: 0.1 });
      using graph = new StepGraph(rerunGraph().record);
      const settings = { ...float32, graph, objective: spatialObjective() };
      const step = (size: number, of = model) =>
        contrastiveStep(of, optimizer, batch("spatialNCE", 0, size), settings);
      step(8);
      const untouched = allBytes(model.stateDict());
      const refused = { name: "TrainingError", setting: "cudaGraphs" };
      expect(() => step(6)).toThrow(expect.objectContaining(refused));
      expect(() => step(6)).toThrow(
        /float32\[8×1×32×32\].*cannot take .*float32\[6×1×32×32\].*keep the batch/,
      );
      expect(() => step(8, other)).toThrow(/another model/);
      expect(allBytes(model.stateDict())).toEqual(untouched);
      graph.dispose();
      step(6);
      optimizer.dispose();
    });
  });

  it("refuses what the host decides in the middle of a step, before it runs anything", () => {
    scope(() => {
      using model = made("spatialNCE");
      const { record, runs } = rerunGraph();
      using graph = new StepGraph(record);
      const attempt = (settings: Partial<SharedStepSettings>) => () =>
        graph.gradients(model, batch("spatialNCE", 0), { ...float32, ...settings }, () => ({}));
      const buckets = {} as GradientBuckets;
      expect(attempt({ group: {} as ProcessGroup, buckets })).toThrow(/one process/);
      expect(attempt({ scaler: new GradScaler() })).toThrow(/loss scale.*bfloat16/);
      const norm = [...model.modules()].find((part) => part instanceof BatchNorm2d)!;
      norm.momentum = null;
      expect(attempt({})).toThrow(/plain average/);
      norm.group = {} as ProcessGroup;
      expect(attempt({})).toThrow(/ranks exchange/);
      expect(runs()).toBe(0);
    });
  });
});
