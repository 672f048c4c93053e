import type { MethodScores, ReportData } from "../../src/report/data.js";

const pixel = "data:image/gif;base64,R0lGODlhAQABAIAAAMzMzAAAACwAAAAAAQABAAACAkQBADs=";
const areas = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"];

function method(id: MethodScores["id"], name: string, level: number, seeds: number): MethodScores {
  const values = (base: number): number[] =>
    Array.from({ length: seeds }, (_, seed) => Number((base + 0.02 * seed).toFixed(3)));
  return {
    id,
    name,
    groups: ["test", "transfer", "unseen"].map((group, index) => ({
      group,
      points: 1200 - 100 * index,
      macroF1: values(level - 0.05 * index),
      top1: values(level + 0.02),
      top3: values(level + 0.1),
      r2: [
        { axis: "leftRight", values: values(-0.03) },
        { axis: "posteriorAnterior", values: values(level - 0.1) },
        { axis: "inferiorSuperior", values: values(level - 0.2) },
      ],
    })),
  };
}

/** A report of invented numbers: everything that a page can show, with three seeds. */
export const exampleReport: ReportData = {
  title: "Learning areas <without> labels",
  subtitle: "an example & its numbers",
  facts: [{ name: "encoder", value: "R50, preset tiny" }],
  cohort: [
    { brain: "S1", role: "7 train, 2 test", sections: 9, points: 1300 },
    { brain: "S3", role: "transfer", sections: 9, points: 1250 },
  ],
  areas,
  referenceSpace: "synthetic-brain",
  stages: [
    { stage: "cohort", seconds: 14.2 },
    { stage: "pretrain, seed 1", seconds: 244 },
  ],
  loss: [1, 2, 3].map((seed) => ({
    seed,
    points: Array.from({ length: 60 }, (_, index) => ({
      step: 1 + index * 10,
      loss: 5.5 * Math.exp(-index / 40) + 0.1 * Math.sin(index * seed),
    })),
  })),
  methods: [
    method("histogram", "Grey-value histogram", 0.3, 1),
    method("untrained", "Untrained encoder", 0.45, 3),
    method("cytonet", "CytoNet", 0.8, 3),
  ],
  map: {
    brain: "S1",
    section: "s03",
    group: "test",
    image: pixel,
    width: 300,
    height: 200,
    points: Array.from({ length: 40 }, (_, index) => ({
      x: 20 + 6 * index,
      y: 100 + 60 * Math.sin(index / 4),
      truth: areas[Math.floor(index / 8)]!,
      predicted: areas[index % 10 === 0 ? 5 : Math.floor(index / 8)]!,
    })),
  },
  patches: areas.map((area) => ({
    area,
    patches: Array.from({ length: 6 }, () => ({ image: pixel, area, place: "S1 s02" })),
  })),
  neighbours: areas.map((area, index) => ({
    query: { image: pixel, area, place: "S1 s03" },
    found: Array.from({ length: 6 }, (_, rank) => ({
      image: pixel,
      area: areas[rank === 5 ? (index + 1) % areas.length : index]!,
      place: "S2 s04",
      similarity: 0.95 - 0.03 * rank,
    })),
  })),
  notes: ["Numbers are invented."],
};
