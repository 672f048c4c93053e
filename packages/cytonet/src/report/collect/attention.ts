import { loadModelFolder } from "../../models/modelFolder.js";
import { classAttention } from "../../studies/classAttention.js";
import { rowsBy, spread } from "../../studies/sampling.js";
import type { StudyTables } from "../../studies/studyTables.js";
import type { AttentionFigure } from "../parts.js";
import { readPatches } from "./patches.js";

const patchesShown = 9;

/** Attention of a trained R50-ViT on one point of each of several areas. */
export async function attentionOf(
  tables: StudyTables,
  model: string,
  training: string,
): Promise<AttentionFigure> {
  const loaded = await loadModelFolder(model);
  const { config } = loaded;
  const patches = await readPatches(tables, { ...config, tone: config.normalisation.tone });
  try {
    const evaluated = tables.area.flatMap((_, row) => (tables.predicted[row] === undefined ? [] : [row]));
    const byArea = rowsBy(evaluated.map((row) => tables.area[row]!));
    const rows = spread([...byArea.keys()].sort(), patchesShown).map((area) => {
      const places = byArea.get(area)!;
      return evaluated[places[Math.floor(places.length / 3)]!]!;
    });
    const { block, heads, grid, weights } = classAttention(loaded, await patches.bytes(rows));
    const shown = [];
    for (const [place, row] of rows.entries()) {
      const own = weights.subarray(place * grid * grid, (place + 1) * grid * grid);
      shown.push({
        ...(await patches.picture(row)),
        weights: Array.from(own, (weight) => Number(weight.toPrecision(4))),
      });
    }
    return {
      encoder: `${config.architecture}, preset ${config.preset}`,
      training,
      pitchUm: Math.round((config.patchPx * config.pixelSizeUm) / grid),
      block: block + 1,
      heads,
      patches: shown,
    };
  } finally {
    await patches.close();
    loaded.model.dispose();
  }
}
