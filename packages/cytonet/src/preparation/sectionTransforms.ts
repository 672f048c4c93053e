import { join } from "node:path";
import { brainSpace, type PointTransform, readPointTransform, sameSpace } from "@cytonet/cohort";

/**
 * Where a cohort keeps the point transform of one section, from the brain's own space to the reference space:
 * `transforms/BRAIN/SECTION.json`.
 */
export function sectionTransformPath(cohortDir: string, brain: string, section: string): string {
  return join(cohortDir, "transforms", brain, `${section}.json`);
}

/**
 * Read the transform of a section.
 *
 * @throws DataError where it cannot be read; SpaceMismatchError where it joins other spaces
 */
export async function readSectionTransform(
  path: string,
  brain: string,
  referenceSpace: string,
): Promise<PointTransform> {
  const transform = await readPointTransform(path);
  sameSpace({ what: `brain ${brain}`, space: brainSpace(brain) }, { what: path, space: transform.from });
  sameSpace({ what: "the cohort", space: referenceSpace }, { what: path, space: transform.to });
  return transform;
}
