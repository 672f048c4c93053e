/**
 * Masks and volumes of the ten brains of `study` with strong confounds, a block of neighbouring sections of each, made by
 * the commands alone: aligned, segmented, reconstructed, and scored against truth; then the first again with defects
 * planted in its masks.
 *
 * It uses the blocks and the alignment of `../align/align.proof.ts` where `CYTONET_PROOF_DIR` kept them, and makes them
 * else. `CYTONET_PROOF_SECTIONS=20` tries it on as many sections of each.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { blocksIn, cytonet, few, node, writeStudyBlocks } from "../align/series.js";

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const kept = process.env.CYTONET_PROOF_DIR;
const dir = kept ?? mkdtempSync(join(tmpdir(), "cytonet-volume-proof-"));
afterAll(() => {
  if (kept === undefined) rmSync(dir, { recursive: true, force: true });
});

interface Dice {
  readonly grey: number;
  readonly white: number;
}
interface Score {
  readonly withoutMask: number;
  readonly masks: Readonly<Record<"grey" | "white", { readonly median: number }>> & {
    readonly narrowSulciOpen: number;
  };
  readonly volume: Readonly<
    Record<"cleaned" | "uncleaned", Readonly<Record<"rigid" | "afterCubic" | "samePlaces", Dice>>>
  > & {
    readonly leftOut: number;
  };
}

const series = blocksIn(dir);
const planted = join(dir, "planted");

function scores(cohort: string): [string, Score][] {
  const report = join(cohort, "volume-scores.json");
  node(here("scoreVolume.mjs"), cohort, "--json", report);
  return Object.entries(JSON.parse(readFileSync(report, "utf8")) as Record<string, Score>);
}

describe("the tissue of blocks of ten brains", () => {
  it("is aligned, segmented and reconstructed", async () => {
    await writeStudyBlocks(dir);
    if (!existsSync(join(series, "derived/align"))) cytonet("align", "--cohort", series);
    cytonet("segment", "--cohort", series);
    cytonet("reconstruct", "--cohort", series);
  });

  it("agrees with truth: Dice at least 0.95 of grey and white matter, in sections and in volumes", () => {
    const found = scores(series);
    for (const [brain, score] of found) process.stdout.write(`${brain}: ${JSON.stringify(score)}\n`);
    expect(found).toHaveLength(10);
    for (const [brain, { withoutMask, masks, volume }] of found) {
      expect([brain, withoutMask, volume.leftOut]).toEqual([brain, 0, 0]);
      expect([brain, masks.grey.median >= 0.95, masks.white.median >= 0.95]).toEqual([brain, true, true]);
      expect([brain, masks.narrowSulciOpen >= 0.8]).toEqual([brain, true]);
      // A smooth drift along the stack cannot be known from sections alone (docs/align.md); `rigid` says what it costs.
      for (const fit of ["samePlaces", "afterCubic"] as const) {
        const { grey, white } = volume.cleaned[fit];
        expect([brain, fit, grey >= 0.95, white >= 0.95]).toEqual([brain, fit, true, true]);
      }
    }
  });

  it("is cleaned of defects planted in masks", () => {
    // In the middle of a brain: at its poles planes 0.3 mm apart differ so much that the neighbours' median, which stands
    // in for a spoiled plane, is right in fewer of its voxels (docs/reconstruct.md).
    const brain = "B66";
    node(here("plantDefects.mjs"), series, planted, "--brain", brain);
    const config = join(dir, "planted.yaml");
    writeFileSync(config, "image: false\n");
    cytonet("reconstruct", "--cohort", planted, "--config", config, "--brain", brain);
    const defects = JSON.parse(
      node(here("plantDefects.mjs"), series, planted, "--brain", brain, "--score"),
    ) as {
      readonly defect: string;
      readonly changed: number;
      readonly gone: number;
    }[];
    process.stdout.write(`${JSON.stringify(defects)}\n`);
    for (const { defect, changed, gone } of defects) {
      expect([defect, changed > 100]).toEqual([defect, true]);
      expect([defect, gone >= 0.9]).toEqual([defect, true]);
    }
    if (few === 0) expect(defects).toHaveLength(4);
  });
});
