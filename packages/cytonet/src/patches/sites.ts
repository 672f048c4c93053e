import {
  brainOf,
  type Cohort,
  isUsable,
  type PointColumns,
  type ScannedSection,
  type Section,
  StageError,
  scanPath,
} from "@cytonet/cohort";

/** A section's image and how to read it. */
export interface SectionImage {
  readonly brain: string;
  readonly section: string;
  /** Absolute path on this machine. */
  readonly path: string;
  /** What the image says of itself, where it is left out. */
  readonly pixelSizeXUm: number | undefined;
  readonly pixelSizeYUm: number | undefined;
  /** `dark`: cells dark on light. */
  readonly stainPolarity: "dark" | "light";
}

/** Where patches lie, without their names: what reading them needs. */
export interface SiteTable {
  readonly images: readonly SectionImage[];
  /** Number of the image. */
  readonly image: Uint32Array;
  /** Level-0 pixels, pixel centres at +0.5. */
  readonly xPx: Float64Array;
  readonly yPx: Float64Array;
}

/** Where patches lie: row i of every column is patch i. */
export interface PatchSites extends SiteTable {
  readonly pointId: readonly string[];
}

/** The image of every section that can be read, by `brain/section`. */
export function sectionImages(cohort: Cohort, sections: readonly Section[]): Map<string, SectionImage> {
  const images = new Map<string, SectionImage>();
  for (const section of sections) {
    if (!isUsable(section)) continue;
    images.set(`${section.brain}/${section.section}`, imageOf(cohort, section));
  }
  return images;
}

function imageOf(cohort: Cohort, section: ScannedSection): SectionImage {
  return {
    brain: section.brain,
    section: section.section,
    path: scanPath(cohort, section),
    pixelSizeXUm: section.pixelSizeXUm,
    pixelSizeYUm: section.pixelSizeYUm,
    stainPolarity: brainOf(cohort, section.brain).stainPolarity,
  };
}

/**
 * The sites of chosen points.
 *
 * @param rows numbers of the points
 * @throws StageError for a point on a section that is missing or excluded
 */
export function sitesOf(
  points: PointColumns,
  rows: readonly number[],
  images: ReadonlyMap<string, SectionImage>,
): PatchSites {
  const used: SectionImage[] = [];
  const numbers = new Map<string, number>();
  const image = new Uint32Array(rows.length);
  const xPx = new Float64Array(rows.length);
  const yPx = new Float64Array(rows.length);
  for (const [i, row] of rows.entries()) {
    const key = `${points.brain[row]}/${points.section[row]}`;
    let number = numbers.get(key);
    if (number === undefined) {
      const found = images.get(key);
      if (found === undefined) {
        throw new StageError({
          field: "section",
          message: `point ${points.pointId[row]} lies on section ${key}, which sections.csv does not list as ok`,
          remedy: "Sample the points again, or restore the section in sections.csv.",
        });
      }
      number = used.push(found) - 1;
      numbers.set(key, number);
    }
    image[i] = number;
    xPx[i] = points.xPx[row]!;
    yPx[i] = points.yPx[row]!;
  }
  return { images: used, image, xPx, yPx, pointId: rows.map((row) => points.pointId[row]!) };
}
