/**
 * Alignment against a phantom's truth, strong confounds: a block of 80 neighbouring sections of each of the ten brains of
 * `study`, more than 600 in all, of which more than 30 lie face down; a whole brain of it, cut every 0.1 mm; and the real
 * series of serial Nissl sections.
 *
 * Rendering takes about two core seconds a section and aligning as long. `CYTONET_PROOF_SECTIONS=60` tries it on as many
 * of each; `CYTONET_PROOF_DIR` keeps the cohorts for the next time.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { blocksIn, cytonet, few, node, writeStudyBlocks, writeStudySeries } from "./series.js";

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const nissl = here("../../../../../shared/data/serial-nissl");
const kept = process.env.CYTONET_PROOF_DIR;
const dir = kept ?? mkdtempSync(join(tmpdir(), "cytonet-align-proof-"));
afterAll(() => {
  if (kept === undefined) rmSync(dir, { recursive: true, force: true });
});

interface Score {
  readonly sections: number;
  /** Lost before they were scanned. */
  readonly missing: number;
  readonly placed: number;
  readonly wrongPairsAccepted: number;
  readonly pairErrorUm: Readonly<Record<string, { readonly median: number }>>;
  readonly rawDriftUm: { readonly median: number };
  readonly afterCubicUm: { readonly median: number };
  /** Left out for fewer than 100 sections. */
  readonly afterCubicOver100Um?: { readonly worstMedian: number };
  readonly mirrored: { readonly truly: number; readonly found: number; readonly false: number };
}

describe("a block of neighbouring sections of each of ten phantom brains", () => {
  const cohort = blocksIn(dir);

  it("is cut, stained, mislaid and scanned", async () => {
    await writeStudyBlocks(dir);
  });

  it("has features, and pairs with what follows", () => {
    for (const step of ["features", "pairs"]) cytonet("align", "--cohort", cohort, "--step", step);
  });

  for (const adjustment of ["none", "pose-graph"]) {
    it(`is aligned to truth with adjustment ${adjustment}`, () => {
      const config = join(dir, `blocks-${adjustment}.yaml`);
      writeFileSync(config, `schema: cytonet.align/1\nadjustment: ${adjustment}\n`);
      cytonet("align", "--cohort", cohort, "--config", config, "--step", "brains", "--force");
      const report = join(dir, `blocks-${adjustment}.json`);
      node(here("scoreAlignment.mjs"), cohort, "--json", report);
      const brains = Object.values(JSON.parse(readFileSync(report, "utf8"))) as Score[];
      for (const score of brains) process.stdout.write(`${adjustment}: ${JSON.stringify(score)}\n`);
      const sum = (of: (score: Score) => number): number =>
        brains.reduce((total, score) => total + of(score), 0);
      const mirrored = sum((score) => score.mirrored.truly);
      process.stdout.write(
        `${adjustment}: ${sum((score) => score.sections)} sections, ${sum((score) => score.missing)} missing, ` +
          `${mirrored} face down\n`,
      );
      if (few === 0) {
        expect(sum((score) => score.sections)).toBeGreaterThanOrEqual(600);
        expect(mirrored).toBeGreaterThanOrEqual(30);
      }
      expect(sum((score) => score.mirrored.found)).toBe(mirrored);
      expect(sum((score) => score.mirrored.false)).toBe(0);
      expect(sum((score) => score.wrongPairsAccepted)).toBe(0);
      expect(sum((score) => score.placed)).toBeGreaterThanOrEqual(0.98 * sum((score) => score.sections));
      for (const score of brains) {
        expect(score.pairErrorUm[1]!.median).toBeLessThanOrEqual(64);
        expect(score.afterCubicUm.median).toBeLessThanOrEqual(150);
      }
    });
  }
});

describe("a whole phantom brain in a dense series", () => {
  const cohort = join(dir, "series");

  it("is cut, stained, mislaid and scanned", () => {
    writeStudySeries(cohort);
  });

  for (const adjustment of ["none", "pose-graph"]) {
    it(`is aligned to truth with adjustment ${adjustment}`, () => {
      const config = join(dir, `${adjustment}.yaml`);
      writeFileSync(config, `schema: cytonet.align/1\nadjustment: ${adjustment}\n`);
      cytonet("align", "--cohort", cohort, "--config", config, "--force");
      const report = join(dir, `${adjustment}.json`);
      node(here("scoreAlignment.mjs"), cohort, "--json", report);
      const [score] = Object.values(JSON.parse(readFileSync(report, "utf8"))) as [Score];
      process.stdout.write(`${adjustment}: ${JSON.stringify(score)}\n`);
      // At the poles a section shows a few square millimetres of tissue: some are listed as unaligned.
      expect(score.placed).toBeGreaterThanOrEqual(0.98 * score.sections);
      expect(score.wrongPairsAccepted).toBe(0);
      expect(score.pairErrorUm[1]!.median).toBeLessThanOrEqual(64);
      expect(score.mirrored.found).toBe(score.mirrored.truly);
      expect(score.mirrored.false).toBe(0);
      if (few === 0) {
        expect(score.sections).toBeGreaterThanOrEqual(600);
        expect(score.mirrored.truly).toBeGreaterThanOrEqual(30);
      }
    });

    it(`keeps any 100 neighbouring sections together to 150 µm with adjustment ${adjustment}`, () => {
      const report = JSON.parse(readFileSync(join(dir, `${adjustment}.json`), "utf8"));
      const [score] = Object.values(report) as [Score];
      if (score.placed < 100) return;
      expect(score.afterCubicOver100Um!.worstMedian).toBeLessThanOrEqual(150);
    });

    // Expected to fail over a whole brain, and to be looked at should it not: docs/align.md says what of the drift is in no
    // section (`boundaryDrift.mjs`, `shapeDrift.mjs`).
    const reachable = few > 0 ? it : it.fails;
    reachable(`drifts by no more than 150 µm beyond a cubic with adjustment ${adjustment}`, () => {
      const report = JSON.parse(readFileSync(join(dir, `${adjustment}.json`), "utf8"));
      const [score] = Object.values(report) as [Score];
      expect(score.afterCubicUm.median).toBeLessThanOrEqual(150);
    });
  }
});

describe.skipIf(!existsSync(nissl))(
  "660 serial Nissl sections (skipped where ../shared/data is absent)",
  () => {
    it("agree with their neighbours after alignment", () => {
      const cohort = join(dir, "nissl");
      node(here("nisslCohort.mjs"), cohort, "--data", nissl);
      const config = here("../../../../configs/align-small.yaml");
      const said = cytonet("align", "--cohort", cohort, "--config", config, "--json");
      const [brain] = (JSON.parse(said) as { brains: Record<string, number>[] }).brains;
      process.stdout.write(`${JSON.stringify(brain)}\n`);
      expect(brain!.acceptedNeighbours! / brain!.neighbours!).toBeGreaterThan(0.9);
      expect(brain!.neighbourCorrelationAfter!).toBeGreaterThan(brain!.neighbourCorrelationBefore! + 0.05);
    });
  },
);
