import { type Cohort, readLabels, readPoints, type Section, type Split } from "@cytonet/cohort";
import { resolveSplit, type SectionAssignment } from "@cytonet/learning";
import { tableFiles } from "./pointFiles.js";

/**
 * What a split says of every section, by `brain/section`. Sections stand in the order of `sections.csv`;
 * annotated are those with a labelled point.
 */
export async function assignSections(
  cohort: Cohort,
  sections: readonly Section[],
  split: Split,
): Promise<Map<string, SectionAssignment>> {
  const annotated = await annotatedSections(cohort);
  const rows = sections
    .filter((section) => section.status === "ok")
    .map(({ brain, section }) => ({ brain, section, annotated: annotated.has(`${brain}/${section}`) }));
  return new Map(resolveSplit(rows, split).map((one) => [`${one.brain}/${one.section}`, one]));
}

async function annotatedSections(cohort: Cohort): Promise<Set<string>> {
  const labelFiles = await tableFiles(cohort.dir, "labels");
  if (labelFiles.length === 0) return new Set();
  const labelled = new Set((await readLabels(labelFiles)).columns.pointId);
  const { columns } = await readPoints(await tableFiles(cohort.dir, "points"));
  const found = new Set<string>();
  for (let row = 0; row < columns.pointId.length; row++) {
    if (labelled.has(columns.pointId[row]!)) found.add(`${columns.brain[row]}/${columns.section[row]}`);
  }
  return found;
}
