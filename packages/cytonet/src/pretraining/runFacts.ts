import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DataError, writeFileAtomic, writeJsonAtomic } from "@cytonet/cohort";
import type { Classes } from "../models/trainedModel.js";
import type { PretrainingSamples } from "./samples.js";

/** Whether a file of a run folder is written before there is any result: facts, and lists of unreadable patches. */
export function isRunFact(name: string): boolean {
  return ["samples.csv", "classes.json"].includes(name) || /^failures(\.rank-\d+)?\.jsonl$/.test(name);
}

/**
 * Writes what a run was trained on into its folder: `samples.csv`, the drawn points in the order in which the run numbers
 * them, and for objectives with areas `classes.json`. A run that goes on must find its own.
 *
 * @throws DataError where the folder holds another index
 */
export async function writeRunFacts(
  runDir: string,
  samples: PretrainingSamples,
  classes: Classes | undefined,
): Promise<void> {
  const path = join(runDir, "samples.csv");
  const text = sampleIndex(samples);
  if (!existsSync(path)) await writeFileAtomic(path, text);
  else if (readFileSync(path, "utf8") !== text)
    throw new DataError({
      file: path,
      message: "lists other samples than the cohort gives now",
      remedy: "Restore the cohort's points, or name another folder with --out.",
    });
  if (classes === undefined) return;
  await writeJsonAtomic(join(runDir, "classes.json"), { schema: "cytonet.classes/1", ...classes });
}

function sampleIndex({ sites, coordinatesMm }: PretrainingSamples): string {
  const lines = sites.pointId.map((pointId, i) => {
    const { brain, section } = sites.images[sites.image[i]!]!;
    const place = coordinatesMm.subarray(3 * i, 3 * i + 3).join(",");
    return `${[pointId, brain, section].map(quoted).join(",")},${place}\n`;
  });
  return `pointId,brain,section,xRefMm,yRefMm,zRefMm\n${lines.join("")}`;
}

/** RFC 4180: quotes where they are needed. */
function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
