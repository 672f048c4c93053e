import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type StageItem, writeJsonAtomic } from "@cytonet/cohort";
import type { WorkContext } from "../../workContext.js";
import { runPreparation, type StageOutcome } from "../stageOutcome.js";
import { featurePath, type PairRecord, pairStage } from "./alignFiles.js";
import { FeatureCache } from "./featureCache.js";
import { pairSections } from "./pairSections.js";
import type { AlignRequest } from "./runAlign.js";
import type { FeatureSummary } from "./sectionFeatures.js";
import type { AlignInput, PlacedRow, Series } from "./series.js";

/** `pairs.json` of a section: its size, and its pairs with those that follow. */
export interface SectionPairs {
  readonly section: string;
  readonly widthUm: number;
  readonly heightUm: number;
  readonly pairs: readonly PairRecord[];
}

/** Sections of a series that have features; blank slides and unreadable scans have none. */
export function withFeatures(cohortDir: string, { sections }: Series): PlacedRow[] {
  return sections.filter((row) => existsSync(featurePath(cohortDir, row)));
}

/** Pairs of every section with those that follow it: `derived/align-pairs/BRAIN/SECTION/pairs.json`. */
export async function runPairStep(
  { cohort, series }: AlignInput,
  { config, device, force, dryRun }: AlignRequest,
  context: WorkContext,
): Promise<StageOutcome> {
  const { reach, bridge } = config.pairs;
  const farthest = Math.max(reach, bridge);
  const followers = new Map<string, readonly string[]>();
  const items = series.flatMap((one) => {
    const sections = withFeatures(cohort.dir, one);
    return sections.map((row, i): StageItem => {
      const next = sections.slice(i + 1, i + 1 + farthest);
      followers.set(
        `${row.brain}/${row.section}`,
        next.map(({ section }) => section),
      );
      const inputs = Object.fromEntries(
        next.map((other, k) => [`next${k + 1}`, featurePath(cohort.dir, other)]),
      );
      return {
        brain: row.brain,
        section: row.section,
        inputs: { features: featurePath(cohort.dir, row), ...inputs },
      };
    });
  });
  const cache = new FeatureCache(farthest + 2, device);
  // Loops are judged with the whole brain.
  const { maxClosureUm: _, ...pairs } = config.pairs;
  const { matching, refinement, seed } = config;
  try {
    return await runPreparation(
      {
        cohortDir: cohort.dir,
        stage: { ...pairStage, settings: { matching, refinement, pairs, seed } },
        items,
        work: async ({ brain, section, inputs }, { outDir, signal }) => {
          const own = inputs.features!;
          const records: PairRecord[] = [];
          for (const [k, other] of followers.get(`${brain}/${section}`)!.entries()) {
            // Further ones bridge a damaged section: they are tried where none of the nearer ones fits.
            if (k >= reach && records.some(({ accepted }) => accepted)) break;
            signal.throwIfAborted();
            const second = { section: other, features: cache.get(inputs[`next${k + 1}`]!) };
            records.push(
              pairSections({ section: section!, features: cache.get(own) }, second, k + 1, config),
            );
          }
          const { widthUm, heightUm } = JSON.parse(
            await readFile(join(dirname(own), "summary.json"), "utf8"),
          ) as FeatureSummary;
          const result: SectionPairs = { section: section!, widthUm, heightUm, pairs: records };
          await writeJsonAtomic(join(outDir, "pairs.json"), result);
        },
        device,
        force,
        dryRun,
      },
      context,
    );
  } finally {
    cache.dispose();
  }
}
