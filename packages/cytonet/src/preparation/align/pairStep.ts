import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readFailures, type StageItem, writeJsonAtomic } from "@cytonet/cohort";
import type { WorkContext } from "../../workContext.js";
import { runPreparation, type StageOutcome } from "../stageOutcome.js";
import { featurePath, featureStage, type PairRecord, pairStage } from "./alignFiles.js";
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

/** Sections of a series that have features, and why the others have none: blank slides, unreadable scans. */
export async function withFeatures(
  cohortDir: string,
  { brain, sections }: Series,
): Promise<{ readonly rows: PlacedRow[]; readonly without: ReadonlyMap<string, string> }> {
  // A section that failed now may have the features of an earlier scan still.
  const failures = (await readFailures(cohortDir, featureStage.name)).filter((one) => one.brain === brain);
  const without = new Map(
    failures.map(({ section, error: { message, file } }) => [
      section ?? "",
      // Without the scan's path, which differs between machines.
      file === undefined ? message : message.replaceAll(file, "scan"),
    ]),
  );
  const rows = sections.filter((row) => !without.has(row.section) && existsSync(featurePath(cohortDir, row)));
  return { rows, without };
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
  const listed = await Promise.all(series.map((one) => withFeatures(cohort.dir, one)));
  const items = listed.flatMap(({ rows: sections }) =>
    sections.map((row, i): StageItem => {
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
    }),
  );
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
