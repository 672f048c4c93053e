import { openScan } from "@cytonet/scans";
import { type SectionImage, sectionImages } from "../../patches/sites.js";
import type { StudyTables } from "../../studies/studyTables.js";
import { dot } from "../../studies/views.js";
import type { ZoomPanel } from "../parts.js";
import { greyPicture, rasterPicture, sectionPicture } from "../pictures.js";
import { lengthName } from "../scaleBar.js";
import type { CortexPictures } from "./cortex.js";
import type { PatchForm } from "./patches.js";
import { shownSection } from "./sectionMap.js";

/** Pixels of the patch's and the cells' pictures. */
const sidePx = 480;
/** Width of the last panel as a share of the patch's. */
const cellsShare = 1 / 5;

/** Pixels in which cell bodies of 10–20 µm still have a shape. */
const coarsestForCellsUm = 5;

/** Renders a window around a point finer than its scan: only what is made by construction can. */
export type CellRenderer = (pointId: string, pixelSizeUm: number, sidePx: number) => Promise<Uint8Array>;

/** From a brain to a section of it, the patch around a point, and the cells in its middle. */
export async function zoomPanels(
  tables: StudyTables,
  form: PatchForm,
  cortex: CortexPictures | undefined,
  cells?: CellRenderer,
): Promise<ZoomPanel[]> {
  const chosen = shownSection(tables);
  if (chosen === undefined) return [];
  const { points, area } = tables;
  const row = pointToShow(tables, chosen.rows);
  const image = sectionImages(tables.cohort, tables.sections).get(chosen.key)!;
  const { pixelSizeXUm = 1, pixelSizeYUm = 1 } = image;
  const section = await sectionPicture(image.path, { pixelSizeXUm, pixelSizeYUm }, 700);
  const sectionUm = section.pixelSizeUm;
  const patchMm = (form.patchPx * form.pixelSizeUm) / 1000;
  const share = (px: number, scale: number, extent: number, sizeMm: number) => {
    const size = (sizeMm * 1000) / sectionUm / extent;
    return { start: (px * scale) / extent - size / 2, size };
  };
  const x = share(points.xPx[row]!, section.scaleX, section.width, patchMm);
  const y = share(points.yPx[row]!, section.scaleY, section.height, patchMm);
  const finestUm = await finestPixelUm(image);
  const patchUm = Math.max((patchMm * 1000) / sidePx, finestUm);
  const cellsMm = patchMm * cellsShare;
  const wantedUm = (cellsMm * 1000) / sidePx;
  const cellsUm = cells === undefined ? Math.max(wantedUm, finestUm) : Math.max(wantedUm, 1);
  const fine = Math.round((cellsMm * 1000) / cellsUm);
  const cellBytes =
    cells === undefined
      ? await window(image, tables, row, fine, cellsUm)
      : await cells(points.pointId[row]!, cellsUm, fine);
  const coarse = Math.round((patchMm * 1000) / patchUm);
  return [
    ...(await brainPanel(cortex, tables, row)),
    {
      title: "Section",
      detail: `${image.section} of brain ${image.brain}`,
      image: section.image,
      aspect: section.width / section.height,
      widthMm: (section.width * sectionUm) / 1000,
      frame: { x: x.start, width: x.size, y: y.start, height: y.size },
    },
    {
      title: "Patch",
      detail: `${lengthName(Number(patchMm.toPrecision(2)))} of area ${area[row]}: all that the encoder is given`,
      image: await greyPicture(await window(image, tables, row, coarse, patchUm), coarse, coarse, sidePx),
      aspect: 1,
      widthMm: patchMm,
      frame: { x: 0.5 - cellsShare / 2, y: 0.5 - cellsShare / 2, width: cellsShare, height: cellsShare },
    },
    {
      title: cellsUm <= coarsestForCellsUm ? "Cells" : "Closest look",
      detail:
        cells === undefined
          ? `at ${Number(cellsUm.toPrecision(2))} µm/px, as finely as the scan has them`
          : `the same cells at ${Number(cellsUm.toPrecision(2))} µm/px; the encoder gets ${form.pixelSizeUm}`,
      image: await greyPicture(cellBytes, fine, fine, sidePx),
      aspect: 1,
      widthMm: cellsMm,
    },
  ];
}

/** The brain from its left, with the plane of the section. */
async function brainPanel(
  cortex: CortexPictures | undefined,
  { mm, points }: StudyTables,
  row: number,
): Promise<ZoomPanel[]> {
  const wanted = points.hemisphere[row] === "right" ? "right" : "left";
  const picture = cortex?.pictures.find(
    ({ view }) =>
      view.hemisphere === wanted && Math.abs(view.towards[0]) === 1 && !view.name.includes("midline"),
  );
  if (cortex === undefined || picture === undefined) return [];
  const { raster, view } = picture;
  const at = dot(view.right, mm[3 * row]!, mm[3 * row + 1]!, mm[3 * row + 2]!);
  const width = 0.018;
  const place = ((at - raster.leftMm) * raster.pxPerMm) / raster.width;
  return [
    {
      title: "Brain",
      detail: `${cortex.brain}, coloured by its features`,
      image: await rasterPicture(raster),
      aspect: raster.width / raster.height,
      widthMm: raster.width / raster.pxPerMm,
      cutOut: true,
      frame: { x: place - width / 2, width, y: 0.01, height: 0.98 },
    },
  ];
}

/** A point inside tissue that was called rightly, of the area with most points on the section. */
function pointToShow({ area, predicted, points }: StudyTables, rows: readonly number[]): number {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(area[row]!, (counts.get(area[row]!) ?? 0) + 1);
  const score = (row: number): number =>
    (predicted[row] === area[row] ? 1 : 0) + points.tissueShare[row]! + counts.get(area[row]!)! / rows.length;
  return rows.reduce((best, row) => (score(row) > score(best) ? row : best), rows[0]!);
}

async function finestPixelUm({ path, pixelSizeXUm, pixelSizeYUm }: SectionImage): Promise<number> {
  const scan = await openScan(path, {
    ...(pixelSizeXUm && { pixelSizeXUm }),
    ...(pixelSizeYUm && { pixelSizeYUm }),
  });
  try {
    return Math.max(scan.pixelSizeXUm!, scan.pixelSizeYUm!);
  } finally {
    await scan.close();
  }
}

async function window(
  { path, pixelSizeXUm, pixelSizeYUm }: SectionImage,
  { points }: StudyTables,
  row: number,
  sizePx: number,
  pixelSizeUm: number,
): Promise<Uint8Array> {
  const scan = await openScan(path, {
    ...(pixelSizeXUm && { pixelSizeXUm }),
    ...(pixelSizeYUm && { pixelSizeYUm }),
  });
  try {
    const { data } = await scan.readPatch({
      centerXPx: points.xPx[row]!,
      centerYPx: points.yPx[row]!,
      sizePx,
      pixelSizeUm,
    });
    return data instanceof Uint8Array ? data : Uint8Array.from(data, (value) => value >> 8);
  } finally {
    await scan.close();
  }
}
