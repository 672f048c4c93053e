import { createScanWriter, type WrittenScan } from "@cytonet/scans";
import type { Brain } from "../brain.js";
import { computeSectionFields } from "../computeSectionFields.js";
import { finestPixelUm, renderWindow } from "../histology/renderWindow.js";
import { type Intervention, type SectionModel, sectionModel } from "../histology/sectionModel.js";
import { drawStain } from "../histology/stain.js";
import type { SectionFields } from "../sectionFields.js";
import { sectionTissue } from "../sections/sectionTissue.js";
import { type PhantomPreset, type PresetName, phantomPresets } from "./presets.js";
import type { PhantomSettings, PlannedSection } from "./sectionPlan.js";
import { type SectionPoints, sectionPoints } from "./sectionPoints.js";

/** A section to be rendered and sampled; plain data for a worker. */
export interface SectionJob {
  readonly preset: PresetName;
  readonly settings: PhantomSettings;
  readonly section: PlannedSection;
  /** Where the scan goes; without it only points are made. */
  readonly scanPath?: string;
}

/** Rows of tiles that are rendered at a time are at least this high: cells reach across the edges of a band. */
const bandPx = 1024;
const tilePx = 512;

/** A section's look: what `renderWindow` needs for any window of it at any pixel size. */
export function modelOf(
  preset: PhantomPreset,
  settings: PhantomSettings,
  brain: Brain,
  section: PlannedSection,
  fields: SectionFields,
  interventions: readonly Intervention[] = [],
): SectionModel {
  const tissue = sectionTissue(fields, section.placement, preset.geometry.borderWidthMm);
  const { widthUm, heightUm } = tissue;
  const stain = drawStain(settings.confounds, brain.individuality, widthUm, heightUm, ...section.key);
  return sectionModel(tissue, stain, brain.profiles, settings.variant, interventions);
}

/**
 * Renders a section into a pyramidal scan, if one is wanted, and samples its points.
 *
 * @throws ScanError when the scan cannot be written; nothing of it is left then.
 */
export async function runSectionJob(brain: Brain, job: SectionJob): Promise<SectionPoints> {
  const preset = phantomPresets[job.preset];
  const { settings, section, scanPath } = job;
  const fields = computeSectionFields(brain, section.yMm);
  if (scanPath !== undefined) {
    await writeSectionScan(
      modelOf(preset, settings, brain, section, fields),
      section,
      settings.format,
      scanPath,
    );
  }
  return sectionPoints(preset, brain, section, fields);
}

/** Renders a whole section band by band: working memory is a band, not the section. */
export async function writeSectionScan(
  model: SectionModel,
  { placement }: Pick<PlannedSection, "placement">,
  format: PhantomSettings["format"],
  path: string,
): Promise<WrittenScan> {
  const { widthPx, heightPx, pixelUm } = placement;
  if (pixelUm < finestPixelUm) throw new RangeError(`pixelUm is ${pixelUm}, below ${finestPixelUm}`);
  const writer = await createScanWriter(path, {
    format,
    widthPx,
    heightPx,
    bitDepth: 8,
    pixelSizeXUm: pixelUm,
    pixelSizeYUm: pixelUm,
    tilePx,
    compressionLevel: 1,
    checksums: false,
    overwrite: true,
  });
  try {
    for (let yPx = 0; yPx < heightPx; yPx += bandPx) {
      const rows = Math.min(bandPx, heightPx - yPx);
      await writer.writeBand(yPx, renderWindow(model, { xPx: 0, yPx, widthPx, heightPx: rows }, pixelUm));
    }
    return await writer.finish();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}
