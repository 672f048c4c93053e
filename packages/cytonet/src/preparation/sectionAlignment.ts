import { existsSync } from "node:fs";
import { join } from "node:path";
import { brainSpace, DataError, type PointTransform, readPointTransform, sameSpace } from "@cytonet/cohort";

/**
 * The file that says where a section lies in its brain, a point transform from its level-0 pixels (x, y, 0) to
 * `brain:ID` in millimetres: the user's `overrides/transforms/BRAIN/SECTION.json`, else what `cytonet align` wrote into
 * `derived/align/BRAIN`. Undefined where there is neither.
 */
export function sectionAlignmentPath(cohortDir: string, brain: string, section: string): string | undefined {
  const override = join(cohortDir, "overrides", "transforms", brain, `${section}.json`);
  const aligned = join(cohortDir, "derived", "align", brain, "transforms", `${section}.json`);
  return [override, aligned].find((path) => existsSync(path));
}

/**
 * Reads where a section lies.
 *
 * @throws DataError where it cannot be read; SpaceMismatchError where it leads to another space than the brain's
 */
export async function readSectionAlignment(path: string, brain: string): Promise<PointTransform> {
  const transform = await readPointTransform(path);
  sameSpace({ what: `brain ${brain}`, space: brainSpace(brain) }, { what: path, space: transform.to });
  const { affine } = transform;
  if ([0, 4, 8].every((row) => affine[row] !== 0 || affine[row + 1] !== 0)) {
    throw new DataError({
      file: path,
      field: "affine",
      message: "tilts the section out of the cutting plane",
      remedy: "Give a transform within the plane of the section.",
    });
  }
  return transform;
}
