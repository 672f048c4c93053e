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
      errorMm: [
        { axis: "leftRight", values: values(9.1), chance: 9 },
        { axis: "posteriorAnterior", values: values(9 - 8 * level), chance: 12 },
        { axis: "inferiorSuperior", values: values(8 - 6 * level), chance: 10 },
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
  seeds: [1, 2, 3],
  figureSeed: 1,
  provenance: { study: "example", cores: 2 },
  zoom: [
    {
      title: "Brain",
      detail: "S1, coloured <by> features",
      image: pixel,
      aspect: 1.4,
      widthMm: 60,
      cutOut: true,
      frame: { x: 0.5, y: 0, width: 0.02, height: 1 },
    },
    { title: "Cells", detail: "at 1 µm/px", image: pixel, aspect: 1, widthMm: 0.4 },
  ],
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
      hops: index % 10 === 0 ? 2 : 0,
    })),
  },
  patches: areas.map((area) => ({
    area,
    patches: Array.from({ length: 6 }, () => ({ image: pixel, area, place: "S1 s02" })),
  })),
  retrieval: {
    among: "other brains",
    agreement: { share: 0.83, chance: 0.2, queries: 600 },
    list: areas.map((area, index) => ({
      query: { image: pixel, area, place: "S1 s03" },
      found: Array.from({ length: 6 }, (_, rank) => ({
        image: pixel,
        area: areas[rank === 5 ? (index + 1) % areas.length : index]!,
        place: "S2 s04",
        similarity: 0.95 - 0.03 * rank,
      })),
    })),
  },
  hops: {
    borders: 7,
    bordersFrom: "invented borders",
    groups: ["test", "transfer"].map((group) => ({
      group,
      points: 1200,
      shares: [0.8, 0.15, 0.05, 0],
      chance: [0.2, 0.4, 0.3, 0.1],
      meanHops: 0.25,
    })),
  },
  cortex: {
    brain: "S1",
    role: "test",
    kind: "surface",
    points: 900,
    explained: [0.3, 0.2, 0.1],
    pxPerMm: 6,
    views: [{ name: "left, from outside", image: pixel, width: 300, height: 200 }],
  },
  embedding: {
    x: Array.from({ length: 30 }, (_, i) => Math.cos(i)),
    y: Array.from({ length: 30 }, (_, i) => Math.sin(i)),
    brain: Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? "S1" : "S3")),
    area: Array.from({ length: 30 }, (_, i) => areas[i % areas.length]!),
    of: 90,
    seed: 1,
    neighbours: 15,
    minDist: 0.15,
    separation: { brain: { features: 2, map: 3 }, area: { features: 200, map: 900 } },
  },
  similarity: {
    areas: ["beta", "alpha", "gamma"],
    points: [10, 20, 30],
    cosine: [
      [1, 0.5, -0.4],
      [0.5, 1, -0.2],
      [-0.4, -0.2, 1],
    ],
    touches: [
      [false, true, false],
      [true, false, false],
      [false, false, false],
    ],
    joins: [
      { left: 0, right: 1, height: 0.5 },
      { left: 3, right: 2, height: 1.3 },
    ],
    touchingMean: 0.5,
    apartMean: -0.3,
    bordersFrom: "invented borders",
  },
  attention: {
    encoder: "R50-ViT, preset tiny",
    training: "10 steps",
    pitchUm: 128,
    block: 2,
    heads: 2,
    patches: [{ image: pixel, weights: [0.1, 0.2, 0.3, 0.4], area: "alpha", place: "S1 s03" }],
  },
  intervention: {
    control: "Everything else was held the same.",
    pictureUm: 8,
    patchUm: 32,
    changes: [
      {
        title: "alpha without its stripe",
        area: "alpha",
        what: "The stripe is filled.",
        points: 40,
        before: { called: 0.9, probability: 0.85 },
        after: { called: 0.3, probability: 0.31 },
        becomes: [{ area: "beta", share: 0.6 }],
        examples: [
          { before: pixel, after: pixel, calledBefore: "alpha", calledAfter: "beta", place: "S1 s03" },
        ],
      },
    ],
  },
  weaknesses: {
    group: "transfer",
    areas: areas.map((area, i) => ({
      area,
      f1: 0.3 + 0.1 * i,
      precision: 0.5,
      recall: 0.4,
      points: 30,
      takenFor: i === 0 ? undefined : areas[0],
    })),
    confusions: [{ truth: "beta", predicted: "alpha", points: 12, share: 0.4, hops: 1 }],
  },
  notes: ["Numbers are invented."],
};
