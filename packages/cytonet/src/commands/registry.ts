import { align } from "./align.js";
import type { Command } from "./command.js";
import { demo } from "./demo.js";
import { doctor } from "./doctor.js";
import { embed } from "./embed.js";
import { importMasks, importSurfaces, importTransforms, importVolumes } from "./importParts.js";
import { importQuint } from "./importQuint.js";
import { importSections } from "./importSections.js";
import { launch } from "./launch.js";
import { phantom } from "./phantom.js";
import { phantomTruth } from "./phantomTruth.js";
import { pretrain } from "./pretrain.js";
import { probe } from "./probe.js";
import { qcExclude, qcList, qcRestore } from "./qc.js";
import { reconstruct } from "./reconstruct.js";
import { reportPreparation } from "./reportPreparation.js";
import { sampleGrid } from "./sampleGrid.js";
import { scanConvert } from "./scanConvert.js";
import { scanInfo } from "./scanInfo.js";
import { scanThumbnail } from "./scanThumbnail.js";
import { schema } from "./schema.js";
import { segment } from "./segment.js";
import { slurm } from "./slurm.js";
import { status } from "./status.js";
import { studyLeaks } from "./studyLeaks.js";
import { studyObjectives } from "./studyObjectives.js";

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  demo,
  doctor,
  scanInfo,
  scanThumbnail,
  scanConvert,
  importSections,
  phantom,
  phantomTruth,
  importQuint,
  importTransforms,
  importMasks,
  importVolumes,
  importSurfaces,
  align,
  segment,
  reconstruct,
  sampleGrid,
  qcExclude,
  qcRestore,
  qcList,
  reportPreparation,
  status,
  pretrain,
  embed,
  probe,
  studyObjectives,
  studyLeaks,
  launch,
  slurm,
  schema,
];
