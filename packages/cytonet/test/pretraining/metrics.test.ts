import { readdirSync, readFileSync } from "node:fs";
import { encoderPreset, trainingFlops } from "@cytonet/learning";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { weightsHash } from "./resume.js";
import { miniRuns, type Runs } from "./runs.js";

let runs: Runs;
beforeAll(async () => {
  runs = await miniRuns();
});
afterAll(() => runs.dispose());

// Runs take as long as the machine is busy.
const SLOW = { timeout: 4 * 60_000 };

const schedule = { batchSize: 32, steps: 6 };
const evaluate = { everySteps: 4, points: 40, neighbours: 3, atlas: "halves" };

describe("the log of a run", SLOW, () => {
  it("holds every curve as JSON and for TensorBoard", async () => {
    const optimiser = { name: "sgd", learningRate: 0.05, layerwise: {} };
    await runs.run("all", { optimiser, schedule, evaluate, peakTeraflopsPerSecond: 0.1 });
    const [first] = runs.log("all");
    const curves = [
      ...["loss", "learningRate", "gradientNorm", "larcRatioMin", "larcRatioMedian", "larcRatioMax"],
      ...["alignment", "uniformity", "effectivePositives", "featureSpread", "effectiveRank"],
      ...["patchesPerSecond", "dataWait", "flopsPerSecond", "utilisation", "residentMiB", "tensorPeakMiB"],
    ];
    for (const curve of curves) expect(first![curve], curve).toEqual(expect.any(Number));
    expect(first!.larcRatioMin).toBeLessThanOrEqual(first!.larcRatioMedian!);
    expect(first!.larcRatioMedian).toBeLessThanOrEqual(first!.larcRatioMax!);
    const board = readdirSync(runs.path("all", "tensorboard"));
    const events = readFileSync(runs.path("all", "tensorboard", board[0]!), "latin1");
    for (const curve of [...curves, "knnMacroF1", "coordinateR2"]) expect(events).toContain(curve);
  });

  it("counts the model's arithmetic against the stated peak", () => {
    const encoder = { pixelSizeUm: 16, patchPx: 32, width: 0.125, depth: [1, 1] };
    const perSample = trainingFlops(encoderPreset("R50", "tiny", encoder), { kind: "projection" });
    for (const { patchesPerSecond, flopsPerSecond, utilisation } of runs.log("all")) {
      expect(flopsPerSecond! / patchesPerSecond!).toBeCloseTo(perSample, 0);
      expect(utilisation! * 0.1e12).toBeCloseTo(flopsPerSecond!, 0);
    }
  });

  it("counts both views of SimCLR, against a peak that it measures", async () => {
    await runs.run("views", { objective: { name: "simCLR" }, schedule: { batchSize: 16, steps: 1 } });
    const [{ flopsPerSecond, patchesPerSecond, utilisation }] = runs.log("views") as [Record<string, number>];
    const [other] = runs.log("all");
    const ratio = flopsPerSecond! / patchesPerSecond! / (other!.flopsPerSecond! / other!.patchesPerSecond!);
    expect(ratio).toBeCloseTo(2, 10);
    expect(utilisation).toBeGreaterThan(0);
    expect(utilisation).toBeLessThan(1);
  });
});

describe("online evaluation", SLOW, () => {
  it("scores at its steps and at the end, and says the same again", async () => {
    const scored = runs.log("all").filter((line) => "coordinateR2" in line);
    expect(scored.map(({ step }) => step)).toEqual([4, 6]);
    await runs.run("again", {
      optimiser: { name: "sgd", learningRate: 0.05, layerwise: {} },
      schedule,
      evaluate,
    });
    const again = runs.log("again").filter((line) => "coordinateR2" in line);
    const scores = (lines: typeof scored) =>
      lines.map(({ knnMacroF1, coordinateR2 }) => [knnMacroF1, coordinateR2]);
    expect(scores(again)).toEqual(scores(scored));
    // Half the patches are dense with dots: even untrained features tell that from sparse ones.
    expect(scored[0]!.knnMacroF1).toBeGreaterThan(0.6);
    expect(scored[0]!.coordinateR2).toBeLessThan(1);
  });

  it("changes no bit of the weights", async () => {
    await runs.run("unseen", { schedule });
    await runs.run("seen", { schedule, evaluate: { ...evaluate, everySteps: 1 } });
    expect(weightsHash(runs.path("seen"))).toBe(weightsHash(runs.path("unseen")));
  });

  it("needs validation sections, and as many references as neighbours", async () => {
    const data = { split: "default" };
    await expect(runs.run("none", { data, evaluate })).rejects.toThrow(/leaves no sample/);
    const many = { ...evaluate, references: 20, neighbours: 21 };
    await expect(runs.run("many", { evaluate: many })).rejects.toThrow(
      /evaluate.neighbours.*21.*20 references/,
    );
  });
});
