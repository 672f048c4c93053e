import { availableParallelism } from "node:os";
import { makeProvenance, type Provenance } from "@cytonet/cohort";
import { torchVersion } from "@cytonet/torch";
import type { StageRecords } from "../stageRecords.js";

/** Where a study's figures are from; part of its results. */
export interface StudyOrigin {
  readonly machine: { readonly cores: number; readonly platform: string; readonly node: string };
  readonly provenance: Provenance;
  /** Of all parts, earlier calls included. */
  readonly secondsOfCells: number;
}

/** What a study notes of itself when all of its parts are recorded. */
export function studyOrigin(
  records: StageRecords,
  study: Omit<Parameters<typeof makeProvenance>[0], "libtorch">,
): StudyOrigin {
  return {
    machine: {
      cores: availableParallelism(),
      platform: `${process.platform}-${process.arch}`,
      node: process.version,
    },
    provenance: makeProvenance({ ...study, libtorch: torchVersion() }),
    secondsOfCells: records.times.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}
