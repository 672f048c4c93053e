import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { augmentationSourcePx, cytonetAugmentation } from "@cytonet/imaging";
import { liveTensors, ops, scope } from "@cytonet/torch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPatches } from "../../src/patches/patchSource.js";
import type { PatchBatch } from "../../src/patches/pipeline/batch.js";
import type { PatchSites } from "../../src/patches/sites.js";
import { TrainingBatches } from "../../src/pretraining/batches.js";
import type { PretrainingSamples } from "../../src/pretraining/samples.js";
import { dotSections } from "../support/dotSections.js";

const folder = mkdtempSync(join(tmpdir(), "batches-"));
let sites: PatchSites;
let samples: PretrainingSamples;
beforeAll(async () => {
  sites = await dotSections(folder);
  const count = sites.image.length;
  samples = {
    sites,
    coordinatesMm: Float64Array.from({ length: 3 * count }, (_, i) => i),
    referenceSpace: "test",
    brains: ["A"],
    sections: 5,
    leftOut: { excluded: 0, heldOut: 0, withoutCoordinates: 0, withoutArea: 0, notDrawn: 0 },
    hash: "",
  };
});
afterAll(() => rmSync(folder, { recursive: true }));

const form = {
  patchPx: 16,
  pixelSizeUm: 20,
  normalisation: { mean: 0.5, std: 0.25 },
  device: "cpu",
};
const common = { form, augmentation: cytonetAugmentation, batchSize: 12, seed: 5 };

/** A step's batch read patch by patch. */
async function batchOf(batches: TrainingBatches, step: number, swap?: [number, number]): Promise<PatchBatch> {
  const { epoch, indices: drawn } = batches.at(step);
  const indices = drawn.slice();
  if (swap) indices[swap[0]] = swap[1];
  const source = openPatches(sites, { sidePx: batches.sourcePx, pixelSizeUm: 20 });
  const read = await source.read(indices);
  await source.close();
  const bytes = new Uint8Array(new SharedArrayBuffer(read.length));
  bytes.set(read);
  return { step, epoch, drawn, indices, bytes, missing: [], failures: [], release: () => {} };
}

describe("TrainingBatches", () => {
  it("reads so much around a point that augmentation never shows an edge", () => {
    expect(new TrainingBatches(samples, common).sourcePx).toBe(
      augmentationSourcePx(16, 20, cytonetAugmentation),
    );
  });

  it.each([2, 3, 4])(
    "of %i ranks together are the global batch, augmented patches too",
    async (worldSize) => {
      const whole = new TrainingBatches(samples, common);
      const ranks = Array.from(
        { length: worldSize },
        (_, rank) => new TrainingBatches(samples, { ...common, rank, worldSize }),
      );
      for (const step of [0, 3, 7]) {
        expect(ranks.flatMap((rank) => [...rank.at(step).indices])).toEqual([...whole.at(step).indices]);
        const global = await batchOf(whole, step);
        const parts = await Promise.all(ranks.map((rank) => batchOf(rank, step)));
        scope(() => {
          const expected = whole.prepare(global);
          const prepared = parts.map((part, rank) => ranks[rank]!.prepare(part));
          expect(ops.cat(prepared.map(({ patches }) => patches)).equal(expected.patches)).toBe(true);
          expect(ops.cat(prepared.map(({ beside }) => beside)).tolist()).toEqual(expected.beside.tolist());
        });
      }
    },
  );

  it("refuses ranks that cannot share a batch evenly, and ranks that do not exist", () => {
    expect(() => new TrainingBatches(samples, { ...common, worldSize: 5 })).toThrow(
      /batchSize is 12.*5 ranks/,
    );
    expect(() => new TrainingBatches(samples, { ...common, rank: 2, worldSize: 2 })).toThrow(/rank is 2/);
  });

  it("take coordinates from the patch that stands at a place, and augmentation from the one drawn", async () => {
    const batches = new TrainingBatches(samples, common);
    const stranger = [...Array(60).keys()].find((index) => !batches.at(0).indices.includes(index))!;
    const [plain, swapped] = [await batchOf(batches, 0), await batchOf(batches, 0, [4, stranger])];
    scope(() => {
      const [a, b] = [batches.prepare(plain), batches.prepare(swapped)];
      expect(b.beside.select(0, 4).tolist()).toEqual([stranger * 3, stranger * 3 + 1, stranger * 3 + 2]);
      expect(a.patches.select(0, 3).equal(b.patches.select(0, 3))).toBe(true);
      expect(a.patches.select(0, 4).equal(b.patches.select(0, 4))).toBe(false);
    });
  });

  it.each(["spatialNCE", "simCLR"] as const)("of %s give the same patches row by row", async (objective) => {
    const batches = new TrainingBatches(samples, { ...common, objective });
    const batch = await batchOf(batches, 2);
    scope(() => {
      const { patches: whole } = batches.prepare(batch);
      const rows = batches.patchRows(batch);
      expect(rows.count).toBe(objective === "simCLR" ? 24 : 12);
      const before = liveTensors();
      // Some of them begin in the first view and end in the second.
      for (const size of [1, 5, 8, 12, rows.count])
        for (let first = 0; first < rows.count; first += size) {
          const count = Math.min(size, rows.count - first);
          const equal = scope(() => rows.of(first, count).equal(whole.narrow(0, first, count)));
          expect(equal, `${first} + ${count}`).toBe(true);
        }
      expect(liveTensors()).toBe(before);
    });
  });

  it("leave no tensor behind but what they return, and hold none of the batch's memory", async () => {
    const batches = new TrainingBatches(samples, common);
    const batch = await batchOf(batches, 1);
    scope(() => {
      const before = liveTensors();
      const { patches } = batches.prepare(batch);
      expect(liveTensors()).toBe(before + 2);
      const copy = patches.tolist();
      batch.bytes.fill(0);
      expect(patches.tolist()).toEqual(copy);
    });
  });
});
