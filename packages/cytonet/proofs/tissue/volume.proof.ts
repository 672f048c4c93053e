/**
 * Masks and volume of a phantom brain of the `study` preset with strong confounds, made by the commands alone: aligned,
 * segmented, reconstructed, and scored against truth; then again with defects planted in its masks.
 *
 * It uses the series and the alignment of `../align/align.proof.ts` where `CYTONET_PROOF_DIR` kept them, and makes them
 * else. `CYTONET_PROOF_SECTIONS=60` tries it on as many sections from the middle.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { cytonet, few, node, writeStudySeries } from "../align/series.js";

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

const series = join(dir, "series");
const planted = join(dir, "planted");

function score(cohort: string): Score {
  const report = join(cohort, "volume-scores.json");
  node(here("scoreVolume.mjs"), cohort, "--json", report);
  const [one] = Object.values(JSON.parse(readFileSync(report, "utf8")) as Record<string, Score>);
  return one!;
}

describe("the tissue of a dense series", () => {
  it("is aligned, segmented and reconstructed", () => {
    writeStudySeries(series);
    if (!existsSync(join(series, "derived/align"))) cytonet("align", "--cohort", series);
    cytonet("segment", "--cohort", series);
    cytonet("reconstruct", "--cohort", series);
  });

  it("agrees with truth: Dice at least 0.95 of grey and white matter, in sections and in the volume", () => {
    const found = score(series);
    process.stdout.write(`${JSON.stringify(found)}\n`);
    expect(found.withoutMask).toBe(0);
    expect(found.volume.leftOut).toBe(0);
    expect(found.masks.grey.median).toBeGreaterThanOrEqual(0.95);
    expect(found.masks.white.median).toBeGreaterThanOrEqual(0.95);
    expect(found.masks.narrowSulciOpen).toBeGreaterThanOrEqual(0.8);
    // A smooth drift along the stack cannot be known from sections alone (docs/align.md); `rigid` says what it costs. A
    // cubic takes it away over some hundred sections, and not over a whole brain.
    const fits = few > 0 && few <= 150 ? (["samePlaces", "afterCubic"] as const) : (["samePlaces"] as const);
    for (const fit of fits) {
      const { grey, white } = found.volume.cleaned[fit];
      expect([fit, grey >= 0.95, white >= 0.95]).toEqual([fit, true, true]);
    }
  });

  it("is cleaned of defects planted in masks", () => {
    node(here("plantDefects.mjs"), series, planted);
    const config = join(dir, "planted.yaml");
    writeFileSync(config, "image: false\n");
    cytonet("reconstruct", "--cohort", planted, "--config", config);
    const defects = JSON.parse(node(here("plantDefects.mjs"), series, planted, "--score")) as {
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
