import { copyFile } from "node:fs/promises";
import { basename, join } from "node:path";
import {
  type Brain,
  brainSpace,
  type Cohort,
  ConfigError,
  DataError,
  publishFile,
  sha256File,
  writeJsonAtomic,
} from "@cytonet/cohort";
import { readGiftiSurface } from "./giftiSurface.js";

/** What is known of an imported surface; `NAME.json` beside it. */
export interface ImportedSurface {
  readonly schema: "cytonet.surface/1";
  readonly brain: string;
  /** `external/BRAIN/NAME`, below the cohort's folder. */
  readonly surface: string;
  /** Space of the points, RAS millimetres: the brain's own. */
  readonly space: string;
  /** What the file itself calls it. */
  readonly dataSpace: string;
  readonly vertices: number;
  readonly triangles: number;
  readonly leastMm: readonly number[];
  readonly greatestMm: readonly number[];
  readonly sha256: string;
}

/** Brains are longer than a millimetre, and no brain is longer than this. */
const longestMm = 400;

/**
 * Takes over a surface of a brain (GIfTI, in the brain's own RAS millimetres) as `external/BRAIN/NAME`, with what is known
 * of it beside it.
 *
 * @param brain the brain whose surface it is
 * @throws ConfigError for a name without `.gii`; DataError as `readGiftiSurface`, and where its size is no brain's in
 * millimetres
 */
export async function importSurface(
  cohort: Pick<Cohort, "dir">,
  { id }: Pick<Brain, "id">,
  file: string,
  dryRun: boolean,
): Promise<ImportedSurface> {
  const name = basename(file);
  if (!/\.gii$/i.test(name)) {
    throw new ConfigError({ field: file, message: "is no .gii file", remedy: "Name a GIfTI surface." });
  }
  const { verticesMm, triangles, dataSpace } = await readGiftiSurface(file);
  const [leastMm, greatestMm] = boxOf(verticesMm);
  const longest = Math.max(...greatestMm.map((value, axis) => value - leastMm[axis]!));
  if (!(longest > 1 && longest <= longestMm)) {
    throw new DataError({
      file,
      field: "NIFTI_INTENT_POINTSET",
      message: `reaches over ${Number(longest.toPrecision(4))}, which is no length of a brain in millimetres`,
      remedy: "Save it in millimetres of the brain's own space, not in micrometres, metres or voxels.",
    });
  }
  const surface = join("external", id, name);
  const imported: ImportedSurface = {
    schema: "cytonet.surface/1",
    brain: id,
    surface,
    space: brainSpace(id),
    dataSpace,
    vertices: verticesMm.length / 3,
    triangles: triangles.length / 3,
    leastMm,
    greatestMm,
    sha256: await sha256File(file),
  };
  if (!dryRun) {
    const path = join(cohort.dir, surface);
    await publishFile(path, (partial) => copyFile(file, partial));
    await writeJsonAtomic(`${path}.json`, imported);
  }
  return imported;
}

function boxOf(vertices: Float64Array): [number[], number[]] {
  const least = [1, 1, 1].map(() => Number.POSITIVE_INFINITY);
  const greatest = least.map((value) => -value);
  for (let i = 0; i < vertices.length; i++) {
    const axis = i % 3;
    least[axis] = Math.min(least[axis]!, vertices[i]!);
    greatest[axis] = Math.max(greatest[axis]!, vertices[i]!);
  }
  return [least, greatest];
}
