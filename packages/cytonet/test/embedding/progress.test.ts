import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runEmbedding } from "../../src/embedding/runEmbedding.js";
import { quietContext } from "../support/context.js";
import { makeMiniCohort } from "../support/miniCohort.js";

const cohortDir = mkdtempSync(join(tmpdir(), "embed-"));
const source = { histogram: { patchPx: 24, pixelSizeUm: 16 } };
const request = { cohortDir, source, batchSize: 16, workers: 0 };
beforeAll(() => makeMiniCohort(cohortDir, { sections: 2 }));
afterAll(() => rmSync(cohortDir, { recursive: true }));

interface Update {
  readonly done: number;
  readonly total?: number;
  readonly note?: string;
}

describe("embedding", () => {
  it("stops between two batches of a section, of which nothing is left", async () => {
    const controller = new AbortController();
    const notes: (string | undefined)[] = [];
    const progress = ({ note }: Update): void => {
      notes.push(note);
      if (note === "32 points") setImmediate(() => controller.abort(new Error("stopped")));
    };
    const context = { ...quietContext(), progress, signal: controller.signal };
    await expect(runEmbedding(request, context)).rejects.toThrow("stopped");
    expect(notes).toEqual(["16 points", "32 points"]);
    const again = await runEmbedding(request, quietContext());
    expect(again.sections).toEqual({ done: 2, skipped: 0 });
  });

  it("counts points within a section and sections as they end", async () => {
    const updates: Update[] = [];
    const context = { ...quietContext(), progress: (update: Update) => updates.push(update) };
    const twelve = { histogram: { ...source.histogram, bins: 12 } };
    await runEmbedding({ ...request, source: twelve }, context);
    expect(updates.map(({ note }) => Number.parseInt(note!, 10))).toEqual([
      16, 32, 48, 64, 64, 80, 96, 112, 128, 128,
    ]);
    expect(updates.map(({ done }) => done)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1, 2]);
    expect(updates.every(({ total }) => total === 2)).toBe(true);
  });
});
