import { join } from "node:path";
import { brainOf, type StageItem, scanPath, writeJsonAtomic } from "@cytonet/cohort";
import type { WorkContext } from "../../workContext.js";
import { runPreparation, type StageOutcome } from "../stageOutcome.js";
import { featureStage } from "./alignFiles.js";
import type { AlignRequest } from "./runAlign.js";
import { findSectionFeatures } from "./sectionFeatures.js";
import type { AlignInput } from "./series.js";

/** Features of every section: `derived/align-features/BRAIN/SECTION/{features.safetensors, summary.json}`. */
export function runFeatureStep(
  { cohort, series }: AlignInput,
  { config, device, force, dryRun }: AlignRequest,
  context: WorkContext,
): Promise<StageOutcome> {
  const rows = series.flatMap(({ sections }) => sections);
  const byId = new Map(rows.map((row) => [`${row.brain}/${row.section}`, row]));
  const { pixelSizeUm, allowUpsampling, tissue, features } = config;
  return runPreparation(
    {
      cohortDir: cohort.dir,
      stage: { ...featureStage, settings: { pixelSizeUm, allowUpsampling, tissue, features } },
      items: rows.map((row): StageItem => {
        const { brain, section, pixelSizeXUm, pixelSizeYUm } = row;
        const { stainPolarity } = brainOf(cohort, brain);
        const facts = { section: { pixelSizeXUm, pixelSizeYUm, stainPolarity } };
        return { brain, section, inputs: { scan: scanPath(cohort, row) }, facts };
      }),
      work: async ({ brain, section, inputs }, { outDir }) => {
        const { pixelSizeXUm, pixelSizeYUm } = byId.get(`${brain}/${section}`)!;
        const { stainPolarity } = brainOf(cohort, brain);
        const request = {
          brain,
          section: section!,
          scan: inputs.scan!,
          pixelSizeXUm,
          pixelSizeYUm,
          stainPolarity,
        };
        const summary = await findSectionFeatures(request, config, device, outDir);
        await writeJsonAtomic(join(outDir, "summary.json"), summary);
      },
      device,
      force,
      dryRun,
    },
    context,
  );
}
