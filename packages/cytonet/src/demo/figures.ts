import { attentionOf } from "../report/collect/attention.js";
import { cortexFigure, drawCortex } from "../report/collect/cortex.js";
import { interventionOf } from "../report/collect/intervention.js";
import { type PatchForm, patchesOfAreas, readPatches, retrievalOf } from "../report/collect/patches.js";
import { sectionMapOf, shownSection } from "../report/collect/sectionMap.js";
import {
  bordersOf,
  hopsOf,
  type MapCoordinates,
  mapFigure,
  similarityOf,
  weaknessesOf,
} from "../report/collect/structure.js";
import { zoomPanels } from "../report/collect/zoom.js";
import type { ReportData } from "../report/data.js";
import { isAbsent } from "../report/parts.js";
import { hopsBetween } from "../studies/hopErrors.js";
import type { StudyTables } from "../studies/studyTables.js";
import { breathe, type WorkContext } from "../workContext.js";
import type { DemoStudy } from "./studies.js";

/** A transformer for the figure of attention, and how it was trained, in words. */
export interface TrainedForAttention {
  readonly model: string;
  readonly training: string;
}

type Figures = Pick<
  ReportData,
  | "zoom"
  | "map"
  | "hops"
  | "cortex"
  | "embedding"
  | "similarity"
  | "retrieval"
  | "attention"
  | "intervention"
  | "weaknesses"
  | "patches"
>;

/** Everything of the report that is made from one encoder's features and predictions. @throws the signal's reason */
export async function makeFigures(
  study: DemoStudy,
  tables: StudyTables,
  map: MapCoordinates,
  transformer: TrainedForAttention | undefined,
  {
    patch,
    model,
    probe,
    cohortDir,
    context: { signal, progress },
  }: {
    readonly patch: PatchForm;
    readonly model: string;
    readonly probe: string;
    readonly cohortDir: string;
    readonly context: Pick<WorkContext, "signal" | "progress">;
  },
): Promise<Figures> {
  const total = 6;
  let done = 0;
  const step = (note: string): Promise<void> => {
    progress({ stage: "figures", done: done++, total, note });
    return breathe(signal);
  };
  const { borders: known, surface, cells, interventions } = (await study.construction?.(cohortDir)) ?? {};
  const borders = bordersOf(tables, known);
  const between = hopsBetween(borders.graph);
  const hops = hopsOf(tables, borders, between);
  await step("cortex");
  const cortex = await drawCortex(tables, brainToShow(tables), signal, surface);
  await step("zoom");
  const zoom = await zoomPanels(tables, patch, cortex, cells);
  await step("patches");
  const patches = await readPatches(tables, patch);
  try {
    const retrieval = await retrievalOf(tables, patches.picture);
    const shown = await patchesOfAreas(tables, patches.picture);
    await step("attention");
    const attention =
      transformer === undefined
        ? { absent: "No transformer is trained in this study." }
        : await attentionOf(tables, transformer.model, transformer.training);
    await step("interventions");
    const intervention =
      interventions === undefined
        ? {
            absent:
              "Needs tissue that can be changed and photographed again: only brains made by construction allow it.",
          }
        : await interventionOf(tables, interventions, model, probe, signal);
    await step("page");
    return {
      zoom,
      map: await sectionMapOf(tables, between),
      hops,
      cortex: await cortexFigure(tables, cortex),
      embedding: mapFigure(tables, map),
      similarity: similarityOf(tables, borders),
      retrieval,
      attention,
      intervention,
      weaknesses: weaknessesOf(tables, isAbsent(hops) ? undefined : between),
      patches: shown,
    };
  } finally {
    await patches.close();
    progress({ stage: "figures", done: total, total });
  }
}

/** The brain of the section that is shown, so that the zoom stays in one brain. */
function brainToShow(tables: StudyTables): string {
  return shownSection(tables)?.key.split("/")[0] ?? tables.points.brain[0]!;
}
