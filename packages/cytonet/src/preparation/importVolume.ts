import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { brainOf, ConfigError, DataError, loadCohort, writeFileAtomic } from "@cytonet/cohort";
import { readNifti, writeNifti } from "@cytonet/scans";
import { parseDocument } from "yaml";

export interface ImportVolumeRequest {
  readonly cohortDir: string;
  readonly brain: string;
  /** NIfTI of classes, in the brain's own RAS millimetres. */
  readonly file: string;
  /** Values of the file that are grey matter, and white matter; others are neither. */
  readonly grey: readonly number[];
  readonly white: readonly number[];
  readonly dryRun: boolean;
}

/**
 * Takes over a brain's own reconstruction: writes its tissue as `external/BRAIN.nii.gz` (0, 1 grey, 2 white matter) and
 * names it as the brain's `volume` in cohort.yaml, whose comments stay. `cytonet reconstruct` then leaves the brain alone.
 *
 * @throws ConfigError for another brain; ScanError for an unreadable file; DataError where no voxel is grey or white
 */
export async function importVolume(request: ImportVolumeRequest) {
  const { cohortDir, brain, file, grey, white, dryRun } = request;
  const cohort = await loadCohort(cohortDir);
  brainOf(cohort, brain);
  if (grey.some((value) => white.includes(value))) {
    throw new ConfigError({
      field: "--grey",
      message: "names a value of --white too",
      remedy: "Name each value once.",
    });
  }
  const volume = await readNifti(file);
  let [greyVoxels, whiteVoxels] = [0, 0];
  const data = new Uint8Array(volume.data.length);
  for (let i = 0; i < data.length; i++) {
    const value = Number(volume.data[i]);
    if (grey.includes(value)) {
      data[i] = 1;
      greyVoxels += 1;
    } else if (white.includes(value)) {
      data[i] = 2;
      whiteVoxels += 1;
    }
  }
  if (greyVoxels === 0 || whiteVoxels === 0) {
    throw new DataError({
      file,
      message: `holds ${greyVoxels} voxels of grey and ${whiteVoxels} of white matter`,
      remedy: "Say which values they have with --grey and --white.",
    });
  }
  const path = `external/${brain}.nii.gz`;
  if (!dryRun) {
    await mkdir(join(cohort.dir, "external"), { recursive: true });
    await writeNifti(join(cohort.dir, path), { ...volume, data }, `brain:${brain}`);
    await nameVolume(join(cohort.dir, "cohort.yaml"), brain, path);
  }
  return { brain, volume: path, sizes: volume.sizes, greyVoxels, whiteVoxels, dryRun };
}

async function nameVolume(file: string, brain: string, path: string): Promise<void> {
  const document = parseDocument(await readFile(file, "utf8"));
  const brains = (document.toJS() as { brains: { id: string }[] }).brains;
  document.setIn(["brains", brains.findIndex(({ id }) => id === brain), "volume"], path);
  await writeFileAtomic(file, document.toString());
}
