import { access } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError, DataError } from "@cytonet/cohort";
import { isScanError, openScan } from "@cytonet/scans";
import type { CcfGrid } from "./ccfAtlas.js";
import { placeImage, type SeriesOrientation, seriesOrientation } from "./quintPlacement.js";
import type { QuintSection, QuintSeries } from "./quintResult.js";
import type { SectionExtent } from "./stackFrame.js";

/**
 * Check that a series can be imported: registered to the atlas at hand, without nonlinear corrections that
 * would be lost, coronal and all in one direction.
 *
 * @returns how the series was cut and imaged
 * @throws DataError or ConfigError naming file and field
 */
export function checkSeries(
  series: QuintSeries,
  grid: CcfGrid,
  { result, ignoreMarkers }: { readonly result: string; readonly ignoreMarkers: boolean },
): SeriesOrientation {
  const fail = (field: string, message: string, remedy: string): never => {
    throw new DataError({ file: result, field, message, remedy });
  };
  // Anchorings count in voxels of the atlas that they were made with.
  const voxelUm = Number(/^ABA_Mouse_CCFv3.*?_(\d+)um/i.exec(series.target)?.[1]);
  if (Number.isNaN(voxelUm)) {
    fail("target", `is registered to "${series.target}"`, "Give a series registered to ABA_Mouse_CCFv3.");
  }
  if (voxelUm !== grid.voxelUm) {
    const message = `is registered at ${voxelUm} µm, the atlas has voxels of ${grid.voxelUm} µm`;
    fail("target", message, `Give the annotation at ${voxelUm} µm with --atlas.`);
  }
  const marked = series.sections.filter(({ markers }) => markers > 0);
  if (marked.length > 0 && !ignoreMarkers) {
    throw new ConfigError({
      file: result,
      field: "markers",
      message: `${marked.length} sections have VisuAlign markers, whose nonlinear correction is not imported`,
      remedy: "Give --ignore-markers to import the linear anchoring alone.",
    });
  }
  return (
    seriesOrientation(series.sections) ??
    fail(
      "slices.anchoring",
      "sections are not coronal, or not all in one left-right direction",
      "Split the series, or mirror the odd images and register them again.",
    )
  );
}

/** An id for a section, from its number: `s004`. */
export function sectionId({ nr }: QuintSection, { sections }: QuintSeries): string {
  const digits = Math.max(3, String(sections.at(-1)!.nr).length);
  return `s${String(nr).padStart(digits, "0")}`;
}

/** Open a section's image and place it by its anchoring; what stands against it is told, not thrown. */
export async function placeFile(
  section: QuintSection,
  imagesDir: string,
  grid: CcfGrid,
): Promise<SectionExtent | { readonly problem: string }> {
  const path = join(imagesDir, section.filename);
  try {
    await access(path);
  } catch {
    return { problem: `there is no ${path}` };
  }
  try {
    const scan = await openScan(path);
    await scan.close();
    return placeImage(section, scan, grid);
  } catch (error) {
    if (isScanError(error)) return { problem: error.problem };
    if (error instanceof RangeError) return { problem: error.message };
    throw error;
  }
}
