import { join } from "node:path";
import { ConfigError, formatCsv, writeFileAtomic, writeJsonAtomic } from "@cytonet/cohort";
import { stratumIndexAt } from "../areas/profile.js";
import type { PixelWindow } from "../histology/canvas.js";
import { drawnCells } from "../histology/drawnCells.js";
import { cellKinds } from "../histology/shapes.js";
import { NO_AREA, Tissue } from "../sectionFields.js";
import { forEachInside } from "../truth/windowSamples.js";
import { formatNpy } from "./npy.js";
import type { PhantomCohort } from "./openPhantom.js";
import type { PlannedSection } from "./sectionPlan.js";
import { truthDir } from "./truthFiles.js";

/** A window whose truth is wanted, in pixels of `pixelUm` from the image's top-left corner. */
export interface TruthRequest {
  readonly brain: string;
  readonly section: string;
  readonly window: PixelWindow;
  readonly pixelUm: number;
}

export interface TruthResult {
  readonly dir: string;
  readonly cells: number;
}

/**
 * Writes the truth of a window into `truth/BRAIN/SECTION/X-Y-WxH-UMum`: `tissue.npy` (0 background, 1 grey, 2 white
 * matter), `area.npy` (index into `areas.json`, 65535 none), `layer.npy` (0 none, 1 to 6), `depth.npy` (equivolume, 0 at
 * the pia, 1 at the white matter), each of the window's rows and columns, at pixel centres; and `cells.csv` (every cell
 * drawn, in µm of the slide).
 *
 * @throws ConfigError for a brain or section that the cohort lacks, and for a window that no pixel of the image lies in
 */
export async function writeWindowTruth(phantom: PhantomCohort, request: TruthRequest): Promise<TruthResult> {
  const { window, pixelUm } = request;
  const section = phantom.section(request.brain, request.section);
  refuseOutside(section, request);
  const brain = phantom.brain(request.brain);
  const fields = phantom.fields(section);
  const { xPx, yPx, widthPx, heightPx } = window;
  const count = widthPx * heightPx;
  const tissue = new Uint8Array(count);
  const layer = new Uint8Array(count);
  const area = new Uint16Array(count).fill(NO_AREA);
  const depth = new Float32Array(count).fill(Number.NaN);
  forEachInside(fields, section.placement, window, pixelUm, (at, here, nearest) => {
    depth[at] = here;
    tissue[at] = here < 1 ? Tissue.grey : Tissue.white;
    if (here >= 1) return;
    const profile = brain.profiles[fields.profile[nearest]!];
    if (profile === undefined) return;
    area[at] = profile.area;
    layer[at] = profile.strata[stratumIndexAt(profile, here)]!.layer;
  });
  const dir = join(truthDir(phantom.dir, section), `${xPx}-${yPx}-${widthPx}x${heightPx}-${pixelUm}um`);
  const shape = [heightPx, widthPx];
  for (const [name, values] of Object.entries({ tissue, layer, area, depth })) {
    await writeFileAtomic(join(dir, `${name}.npy`), formatNpy(values, shape));
  }
  const box = [xPx, yPx, xPx + widthPx, yPx + heightPx].map((px) => px * pixelUm) as [
    number,
    number,
    number,
    number,
  ];
  const cells = drawnCells(phantom.model(section), ...box);
  const header = ["xUm", "yUm", "kind", "diameterUm", "turn", "stain", "depth"];
  const rows = cells.map((cell) => [
    cell.xUm.toFixed(2),
    cell.yUm.toFixed(2),
    cellKinds[cell.kind],
    cell.diameterUm.toFixed(2),
    cell.turn.toFixed(4),
    cell.stain.toFixed(3),
    cell.depth.toFixed(4),
  ]);
  await writeFileAtomic(join(dir, "cells.csv"), formatCsv([header, ...rows]));
  await writeJsonAtomic(join(dir, "areas.json"), brain.template.areas);
  return { dir, cells: cells.length };
}

/** A window may reach past the image's edge, as patches do, but not lie beyond it. */
function refuseOutside(
  { brain, section, placement }: PlannedSection,
  { window, pixelUm }: TruthRequest,
): void {
  const scale = placement.pixelUm / pixelUm;
  const [widthPx, heightPx] = [placement.widthPx * scale, placement.heightPx * scale];
  const across = window.xPx < widthPx && window.xPx + window.widthPx > 0;
  const along = window.yPx < heightPx && window.yPx + window.heightPx > 0;
  if (across && along) return;
  throw new ConfigError({
    field: "window",
    message: `${window.xPx},${window.yPx},${window.widthPx},${window.heightPx} lies outside the image of ${brain}/${section}`,
    remedy: `The image has ${Math.ceil(widthPx)} x ${Math.ceil(heightPx)} pixels of ${pixelUm} µm.`,
  });
}
