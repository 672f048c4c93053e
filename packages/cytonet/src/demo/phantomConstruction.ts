import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readPoints } from "@cytonet/cohort";
import {
  erase,
  openPhantom,
  type PhantomCohort,
  pialDistance,
  planeToPixel,
  renderWindow,
} from "@cytonet/phantom";
import { pointFiles } from "../patches/pointFiles.js";
import type { Interventions } from "../report/collect/intervention.js";
import { surfaceView } from "../studies/surfaceView.js";
import type { Construction } from "./studies.js";

/** Landmarks that can be taken out of phantom tissue. */
const landmarks = [
  {
    title: "hOc1 without its stripe",
    area: "hOc1",
    what: "The pale, cell-poor layer IVB, in which the stripe of Gennari runs, is filled with the cells of its neighbours IVA and IVC.",
    erasure: "stripe",
  },
  {
    title: "4a without its giant cells",
    area: "4a",
    what: "The giant pyramids of Betz in layer V become pyramids of the usual size, as many as before.",
    erasure: "giantCells",
  },
] as const;

const control =
  "Both pictures are of one place: cells outside the changed layer stay where they are, and stain, light and slide are the same; only the profile of the one area differs. The probe is the one scored above.";

/** What the makers of phantom brains can do: look at their surface, render finer, and change the tissue. */
export async function phantomConstruction(cohortDir: string): Promise<Construction> {
  const phantom = await openPhantom(cohortDir);
  const { columns } = await readPoints(await pointFiles(cohortDir));
  const rowOf = new Map(columns.pointId.map((id, row) => [id, row]));
  const truth = JSON.parse(await readFile(join(cohortDir, "truth", "areas.json"), "utf8")) as {
    adjacency: [string, string][];
  };
  /** The window of a section, in pixels of any size, with a point in its middle. */
  const windowAround = (pointId: string, pixelUm: number, sizePx: number) => {
    const row = rowOf.get(pointId)!;
    const section = phantom.section(columns.brain[row]!, columns.section[row]!);
    const toPixel = planeToPixel(section.placement);
    const [xPx, yPx] = toPixel(columns.xBrainMm[row]!, columns.zBrainMm[row]!);
    const start = (px: number): number => Math.round((px * section.placement.pixelUm) / pixelUm - sizePx / 2);
    return { section, window: { xPx: start(xPx), yPx: start(yPx), widthPx: sizePx, heightPx: sizePx } };
  };
  return {
    borders: truth.adjacency,
    surface: async (brainId, points, view, pxPerMm) => {
      const brain = phantom.brain(brainId);
      const body = {
        distance: (x: number, y: number, z: number): number => pialDistance(brain.volumes, x, y, z),
        extentMm: [brain.extentXMm, brain.extentYMm, brain.extentZMm] as const,
      };
      const reachMm = 0.75 * phantom.preset.sectionSpacingMm + 0.5;
      return surfaceView(body, points, view, { pxPerMm, reachMm });
    },
    cells: async (pointId, pixelSizeUm, sidePx) => {
      const { section, window } = windowAround(pointId, pixelSizeUm, sidePx);
      return renderWindow(phantom.model(section), window, pixelSizeUm);
    },
    interventions: interventionsOf(phantom, windowAround),
  };
}

type WindowAround = (
  pointId: string,
  pixelUm: number,
  sizePx: number,
) => {
  readonly section: ReturnType<PhantomCohort["section"]>;
  readonly window: {
    readonly xPx: number;
    readonly yPx: number;
    readonly widthPx: number;
    readonly heightPx: number;
  };
};

function interventionsOf(phantom: PhantomCohort, windowAround: WindowAround): Interventions {
  return {
    list: landmarks.map(({ title, area, what }) => ({ title, area, what })),
    control,
    render: async (pointIds, { patchPx, pixelSizeUm }, change) => {
      const out = new Uint8Array(pointIds.length * patchPx * patchPx);
      const landmark = landmarks.find(({ title }) => title === change?.title);
      let model: { key: string; value: ReturnType<PhantomCohort["model"]> } | undefined;
      for (const [place, pointId] of pointIds.entries()) {
        const { section, window } = windowAround(pointId, pixelSizeUm, patchPx);
        const key = `${section.brain}/${section.section}`;
        if (model?.key !== key) {
          const { widthPx, heightPx, pixelUm } = section.placement;
          const everywhere = {
            leftUm: 0,
            topUm: 0,
            rightUm: widthPx * pixelUm,
            bottomUm: heightPx * pixelUm,
          };
          const changes =
            landmark === undefined
              ? []
              : [erase(phantom.brain(section.brain), landmark.area, landmark.erasure, everywhere)];
          model = { key, value: phantom.model(section, changes) };
          await new Promise<void>((resolve) => setImmediate(resolve));
        }
        out.set(renderWindow(model.value, window, pixelSizeUm), place * patchPx * patchPx);
      }
      return out;
    },
  };
}
