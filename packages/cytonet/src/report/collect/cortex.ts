import { type FeatureColours, featureColours } from "../../studies/featureColours.js";
import { pointSplats, type Raster } from "../../studies/pointSplats.js";
import type { StudyTables } from "../../studies/studyTables.js";
import { atlasViews, type ViewDirection } from "../../studies/views.js";
import { breathe } from "../../workContext.js";
import type { CortexFigure, Part } from "../parts.js";
import { rasterPicture } from "../pictures.js";

/** Length of a brain along its sections that a picture shows at this many pixels. */
const widthPx = 460;

/** Draws a surface in place of points: colours of the nearest points on what can be seen from a direction. */
export type SurfaceRenderer = (
  brain: string,
  points: BrainPoints,
  view: ViewDirection,
  pxPerMm: number,
) => Promise<Raster>;

/** A brain's points with their colours. */
export interface BrainPoints {
  readonly mm: Float64Array;
  readonly rgb: Uint8Array;
  readonly hemisphere: readonly string[];
}

/** A brain seen from a side, and what its pixels are in millimetres. */
export interface BrainPicture {
  readonly view: ViewDirection;
  readonly raster: Raster;
}

/** Feature colours of all points, and pictures of one brain. */
export interface CortexPictures {
  readonly brain: string;
  readonly colours: FeatureColours;
  readonly pictures: readonly BrainPicture[];
  readonly kind: CortexFigure["kind"];
  readonly points: number;
}

/**
 * Pictures of a brain by feature colours. Undefined where its points have no coordinates.
 *
 * @throws the signal's reason, between two pictures
 */
export async function drawCortex(
  tables: StudyTables,
  brain: string,
  signal: AbortSignal,
  surface?: SurfaceRenderer,
): Promise<CortexPictures | undefined> {
  const { features, length, points, mm } = tables;
  const rows = points.brain.flatMap((name, row) =>
    name === brain && Number.isFinite(mm[3 * row]! + mm[3 * row + 1]! + mm[3 * row + 2]!) ? [row] : [],
  );
  if (rows.length === 0) return undefined;
  const colours = featureColours({ values: features, columns: length });
  const own: BrainPoints = {
    mm: Float64Array.from(rows.flatMap((row) => [mm[3 * row]!, mm[3 * row + 1]!, mm[3 * row + 2]!])),
    rgb: Uint8Array.from(rows.flatMap((row) => [...colours.rgb.subarray(3 * row, 3 * row + 3)])),
    hemisphere: rows.map((row) => points.hemisphere[row]!),
  };
  const extent = extentMm(own.mm);
  const pxPerMm = widthPx / Math.max(...extent);
  const pictures: BrainPicture[] = [];
  for (const view of atlasViews) {
    if (view.hemisphere !== "both" && !own.hemisphere.includes(view.hemisphere)) continue;
    const raster =
      surface === undefined
        ? pointSplats(own, view, { pxPerMm, radiusMm: splatRadius(rows, tables, extent) })
        : await surface(brain, own, view, pxPerMm);
    pictures.push({ view, raster });
    await breathe(signal);
  }
  return {
    brain,
    colours,
    pictures,
    kind: surface === undefined ? "points" : "surface",
    points: rows.length,
  };
}

/** The figure of a brain's pictures. */
export async function cortexFigure(
  { assignments }: StudyTables,
  drawn: CortexPictures | undefined,
): Promise<Part<CortexFigure>> {
  if (drawn === undefined) return { absent: "Points have no coordinates in millimetres." };
  const views = [];
  for (const { view, raster } of drawn.pictures) {
    const { width, height } = raster;
    views.push({ name: view.name, image: await rasterPicture(raster), width, height });
  }
  const { role: own } = [...assignments].find(([key]) => key.startsWith(`${drawn.brain}/`))![1];
  const role = own === "transfer" || own === "unseen" ? own : "seen";
  return {
    brain: drawn.brain,
    role,
    kind: drawn.kind,
    points: drawn.points,
    explained: drawn.colours.explained,
    views,
    pxPerMm: drawn.pictures[0]!.raster.pxPerMm,
  };
}

function extentMm(mm: Float64Array): [number, number, number] {
  const extent: [number, number, number] = [0, 0, 0];
  for (let axis = 0; axis < 3; axis++) {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = axis; i < mm.length; i += 3) {
      low = Math.min(low, mm[i]!);
      high = Math.max(high, mm[i]!);
    }
    extent[axis] = Math.max(high - low, 1e-6);
  }
  return extent;
}

/** About half the distance of sections, so that balls of neighbouring sections nearly meet. */
function splatRadius(
  rows: readonly number[],
  { sectionKey }: StudyTables,
  extent: readonly number[],
): number {
  const sections = new Set(rows.map((row) => sectionKey[row]!)).size;
  return Math.max(0.42 * (extent[1]! / Math.max(1, sections - 1)), 0.006 * Math.max(...extent));
}
