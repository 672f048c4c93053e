// A small network, a batch and an objective; every rank builds the same and takes its own rows.
import {
  BatchNorm1d,
  BatchNorm2d,
  Conv2d,
  counterInteger,
  counterNormal,
  Linear,
  Module,
  manualSeed,
  syncBatchNorms,
  tensor,
} from "@cytonet/torch";
import { classObjective, spatialObjective } from "../../dist/objectives/objective.js";

class Network extends Module {
  constructor() {
    super();
    this.conv = new Conv2d(1, 6, 3, { padding: 1, bias: false });
    this.norm = new BatchNorm2d(6);
    this.head = new Linear(6, 5);
    this.headNorm = new BatchNorm1d(5);
    this.out = new Linear(5, 4);
  }

  forward(patches) {
    const pooled = this.norm.forward(this.conv.forward(patches)).relu().meanDim([2, 3]);
    return this.#headed(pooled);
  }

  segments() {
    return [
      { recomputed: false, forward: (x) => this.conv.forward(x) },
      { recomputed: true, forward: (x) => this.norm.forward(x).relu().meanDim([2, 3]) },
      { recomputed: true, forward: (x) => this.#headed(x) },
    ];
  }

  #headed(pooled) {
    return this.out.forward(this.headNorm.forward(this.head.forward(pooled)).relu());
  }
}

export function buildCase({ objective, dtype, samples, frozen }, group) {
  manualSeed(3);
  const model = new Network().to({ dtype });
  model.train();
  if (frozen) for (const part of [model.norm, model.headNorm]) part.eval();
  if (group !== null) syncBatchNorms(model, group);
  const rank = group?.rank ?? 0;
  const each = samples / (group?.worldSize ?? 1);
  const values = Float64Array.from({ length: samples * 36 }, (_, i) => counterNormal(1, 0, i, 0));
  const patches = tensor(values, { shape: [samples, 1, 6, 6] }).to({ dtype });
  const own = (rows) => rows.narrow(0, rank * each, each).contiguous();
  if (objective === "spatialNCE") {
    const points = Float64Array.from({ length: samples * 3 }, (_, i) => 8 * counterNormal(1, 0, i, 1));
    const beside = tensor(points, { shape: [samples, 3] });
    return {
      model,
      inputs: { patches: own(patches), beside: own(beside) },
      objective: spatialObjective({ sigmaMm: 6 }),
    };
  }
  // Views of a patch need not lie on one rank: only the labels say who belongs together.
  const label = (i) => (objective === "simCLR" ? i % (samples / 2) : counterInteger(3, 1, 0, i, 2));
  const labels = tensor(
    BigInt64Array.from({ length: samples }, (_, i) => BigInt(label(i))),
    { shape: [samples] },
  );
  return { model, inputs: { patches: own(patches), beside: own(labels) }, objective: classObjective() };
}
