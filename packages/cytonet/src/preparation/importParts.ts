import { mkdir, readdir } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { type Cohort, DataError, loadCohort, loadSections, writePointTransform } from "@cytonet/cohort";
import { readMask, writeMask } from "./maskImage.js";
import { readSectionAlignment } from "./sectionAlignment.js";
import { maskOverridePath } from "./segmentStage.js";

/** What an import took and what it did not. */
export interface ImportOutcome {
  readonly imported: number;
  /** Files that were left, and why; the rest went on. */
  readonly refused: readonly { readonly file: string; readonly problem: string }[];
  readonly failures: number;
  readonly dryRun: boolean;
}

export interface ImportRequest {
  readonly cohortDir: string;
  /** Holds BRAIN/SECTION.EXT for sections of the cohort. */
  readonly from: string;
  readonly dryRun: boolean;
}

/**
 * Takes over point transforms of sections (`BRAIN/SECTION.json`, cytonet.transform/1, from level-0 pixels to
 * `brain:ID`) as `overrides/transforms`, which `cytonet align` and `cytonet reconstruct` prefer to their own.
 */
export async function importTransforms(request: ImportRequest): Promise<ImportOutcome> {
  return importEach(request, [".json"], async (cohort, { brain, section, file }) => {
    const transform = await readSectionAlignment(file, brain);
    return async () => {
      await writePointTransform(
        join(cohort.dir, "overrides", "transforms", brain, `${section}.json`),
        transform,
      );
    };
  });
}

/** Takes over masks of sections (`BRAIN/SECTION.png` or .tif) as `overrides/masks`. */
export async function importMasks(request: ImportRequest): Promise<ImportOutcome> {
  return importEach(request, [".png", ".tif", ".tiff"], async (cohort, { brain, section, file }) => {
    const mask = await readMask(file);
    return async () => {
      const path = maskOverridePath(cohort.dir, brain, section);
      await mkdir(dirname(path), { recursive: true });
      await writeMask(path, mask);
    };
  });
}

interface SectionFile {
  readonly brain: string;
  readonly section: string;
  readonly file: string;
}

/** Checks every file of the folder against the cohort and hands it on; bad ones are listed. */
async function importEach(
  { cohortDir, from, dryRun }: ImportRequest,
  endings: readonly string[],
  check: (cohort: Cohort, one: SectionFile) => Promise<() => Promise<void>>,
): Promise<ImportOutcome> {
  const cohort = await loadCohort(cohortDir);
  const known = new Set((await loadSections(cohort)).map(({ brain, section }) => `${brain}/${section}`));
  const refused: { file: string; problem: string }[] = [];
  let imported = 0;
  for (const { id: brain } of cohort.brains) {
    for (const name of await filesOf(join(from, brain))) {
      if (!endings.includes(extname(name).toLowerCase())) continue;
      const file = join(from, brain, name);
      const section = basename(name, extname(name));
      try {
        if (!known.has(`${brain}/${section}`)) {
          throw new DataError({
            file,
            message: `${brain} has no section ${section}`,
            remedy: "Name it as sections.csv.",
          });
        }
        const write = await check(cohort, { brain, section, file });
        if (!dryRun) await write();
        imported += 1;
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        refused.push({ file, problem: error.message });
      }
    }
  }
  if (imported + refused.length === 0) {
    throw new DataError({
      file: from,
      message: `holds no files ${endings.map((ending) => `BRAIN/SECTION${ending}`).join(" or ")} of the cohort's brains`,
      remedy: `Brains are ${cohort.brains.map(({ id }) => id).join(", ")}.`,
    });
  }
  return { imported, refused, failures: refused.length, dryRun };
}

async function filesOf(dir: string): Promise<string[]> {
  try {
    return (await readdir(dir)).filter((name) => !name.startsWith(".")).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
