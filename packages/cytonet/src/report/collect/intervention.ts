import { modelDescriptor } from "../../embedding/descriptor.js";
import { loadModelFolder } from "../../models/modelFolder.js";
import { readAreaProbe } from "../../probing/areaProbeFile.js";
import { type Calls, probeCalls } from "../../studies/probeCalls.js";
import { spread } from "../../studies/sampling.js";
import type { StudyTables } from "../../studies/studyTables.js";
import { breathe } from "../../workContext.js";
import type { InterventionFigure, Part } from "../parts.js";
import { greyPicture } from "../pictures.js";
import type { PatchForm } from "./patches.js";

const pointsCounted = 120;
const examplesShown = 4;
/** Side of the examples' pictures: finer than what the encoder gets, so that a reader sees what was changed. */
const picturePx = 256;

/** One feature of the tissue that can be taken away. */
export interface Intervention {
  readonly title: string;
  /** The area that has it. */
  readonly area: string;
  readonly what: string;
}

/** How a study changes its tissue. */
export interface Interventions {
  readonly list: readonly Intervention[];
  /** What was held the same, in a sentence. */
  readonly control: string;
  /** Patches of these points as they are (`undefined`) and with a feature taken away. */
  readonly render: (
    pointIds: readonly string[],
    form: PatchForm,
    change: Intervention | undefined,
  ) => Promise<Uint8Array>;
}

/**
 * Calls of the probe before and after every change, on points that it was not fitted to.
 *
 * @throws the signal's reason, between two changes
 */
export async function interventionOf(
  tables: StudyTables,
  { list, control, render }: Interventions,
  model: string,
  probeFile: string,
  signal: AbortSignal,
): Promise<Part<InterventionFigure>> {
  const loaded = await loadModelFolder(model);
  try {
    const descriptor = modelDescriptor(loaded, { output: "backbone", views: 1, device: "cpu" });
    const probe = await readAreaProbe(probeFile);
    const form = { patchPx: descriptor.patchPx, pixelSizeUm: descriptor.pixelSizeUm };
    const fieldUm = form.patchPx * form.pixelSizeUm;
    const fine = { patchPx: picturePx, pixelSizeUm: fieldUm / picturePx };
    const changes = [];
    for (const change of list) {
      const rows = spread(
        tables.area.flatMap((area, row) =>
          area === change.area && tables.predicted[row] !== undefined ? [row] : [],
        ),
        pointsCounted,
      );
      if (rows.length === 0 || !probe.classes.includes(change.area)) continue;
      const ids = rows.map((row) => tables.points.pointId[row]!);
      await breathe(signal);
      const before = await render(ids, form, undefined);
      const after = await render(ids, form, change);
      const calls = {
        before: probeCalls(descriptor, probe, before, change.area),
        after: probeCalls(descriptor, probe, after, change.area),
      };
      // Points that were called rightly, spread over all of them whatever becomes of their call.
      const right = [...rows.keys()].filter((place) => calls.before.area[place] === change.area);
      const places = spread(right.length === 0 ? [...rows.keys()] : right, examplesShown);
      const shown = places.map((place) => ids[place]!);
      const fineBefore = await render(shown, fine, undefined);
      const fineAfter = await render(shown, fine, change);
      const size = picturePx ** 2;
      const picture = (bytes: Uint8Array, number: number): Promise<string> =>
        greyPicture(bytes.subarray(number * size, (number + 1) * size), picturePx, picturePx, picturePx);
      const examples = [];
      for (const [number, place] of places.entries()) {
        const row = rows[place]!;
        examples.push({
          before: await picture(fineBefore, number),
          after: await picture(fineAfter, number),
          calledBefore: calls.before.area[place]!,
          calledAfter: calls.after.area[place]!,
          place: `${tables.points.brain[row]} ${tables.points.section[row]}`,
        });
      }
      changes.push({
        ...change,
        points: rows.length,
        before: summary(calls.before, change.area),
        after: summary(calls.after, change.area),
        becomes: mostFrequent(calls.after.area),
        examples,
      });
    }
    if (changes.length === 0)
      return { absent: "No evaluated section has an area whose tissue could be changed." };
    return { changes, control, pictureUm: fine.pixelSizeUm, patchUm: form.pixelSizeUm };
  } finally {
    loaded.model.dispose();
  }
}

function summary({ area, probability }: Calls, wanted: string): { called: number; probability: number } {
  return {
    called: area.filter((name) => name === wanted).length / area.length,
    probability: probability.reduce((sum, value) => sum + value, 0) / probability.length,
  };
}

function mostFrequent(areas: readonly string[]): { area: string; share: number }[] {
  const counts = new Map<string, number>();
  for (const area of areas) counts.set(area, (counts.get(area) ?? 0) + 1 / areas.length);
  return [...counts]
    .map(([area, share]) => ({ area, share }))
    .sort((a, b) => b.share - a.share || a.area.localeCompare(b.area))
    .slice(0, 3);
}
