import { sectionImages } from "../../patches/sites.js";
import type { StudyTables } from "../../studies/studyTables.js";
import type { SectionMap } from "../data.js";
import { sectionPicture } from "../pictures.js";

/** Groups of sections, the one to show first. */
const rank = ["test", "validation", "transfer", "unseen"];

/** Predicted rows of the evaluated section with most points, first of the test sections; undefined where there is none. */
export function shownSection({
  rows,
  points,
  predicted,
  assignments,
}: StudyTables):
  | { readonly key: string; readonly group: string; readonly rows: readonly number[] }
  | undefined {
  const bySection = new Map<string, number[]>();
  for (let row = 0; row < rows; row++) {
    if (predicted[row] === undefined) continue;
    const key = `${points.brain[row]}/${points.section[row]}`;
    bySection.set(key, [...(bySection.get(key) ?? []), row]);
  }
  const roleOf = (key: string): string => assignments.get(key)!.role;
  const chosen = [...bySection].sort(
    ([a, rowsA], [b, rowsB]) =>
      rank.indexOf(roleOf(a)) - rank.indexOf(roleOf(b)) || rowsB.length - rowsA.length,
  )[0];
  return chosen && { key: chosen[0], group: roleOf(chosen[0]), rows: chosen[1] };
}

/** Truth and prediction on the section that is shown. */
export async function sectionMapOf(
  tables: StudyTables,
  hops: (truth: string, predicted: string) => number,
): Promise<SectionMap | undefined> {
  const { points, predicted, area } = tables;
  const chosen = shownSection(tables);
  if (chosen === undefined) return undefined;
  const image = sectionImages(tables.cohort, tables.sections).get(chosen.key)!;
  const { pixelSizeXUm = 1, pixelSizeYUm = 1 } = image;
  const picture = await sectionPicture(image.path, { pixelSizeXUm, pixelSizeYUm });
  return {
    brain: image.brain,
    section: image.section,
    group: chosen.group,
    image: picture.image,
    width: picture.width,
    height: picture.height,
    points: chosen.rows.map((row) => ({
      x: points.xPx[row]! * picture.scaleX,
      y: points.yPx[row]! * picture.scaleY,
      truth: area[row]!,
      predicted: predicted[row]!,
      hops: hops(area[row]!, predicted[row]!),
    })),
  };
}
