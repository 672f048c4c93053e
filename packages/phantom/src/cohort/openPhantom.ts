import { ConfigError } from "@cytonet/cohort";
import type { Brain } from "../brain.js";
import { computeSectionFields } from "../computeSectionFields.js";
import { createBrain, createTemplate } from "../createBrain.js";
import type { Intervention, SectionModel } from "../histology/sectionModel.js";
import type { SectionFields } from "../sectionFields.js";
import { readPhantomFile } from "./phantomFile.js";
import { type PhantomPreset, phantomPresets } from "./presets.js";
import { modelOf } from "./sectionJob.js";
import { type PhantomSettings, type PlannedSection, planSections } from "./sectionPlan.js";

/** A phantom cohort as its maker sees it: any window of any section can be rendered, as it is or changed. */
export interface PhantomCohort {
  readonly dir: string;
  readonly preset: PhantomPreset;
  readonly settings: PhantomSettings;
  /** Grows a brain (seconds), or gives back the one that was grown. @throws ConfigError for other ids. */
  brain(id: string): Brain;
  /** Sections of a brain from posterior to anterior. */
  sections(id: string): readonly PlannedSection[];
  /** @throws ConfigError when the brain has no such section. */
  section(id: string, number: string): PlannedSection;
  /** What lies in a section, undisplaced. */
  fields(section: PlannedSection): SectionFields;
  /** What `renderWindow` renders. Without interventions it gives the pixels of the scan. */
  model(section: PlannedSection, interventions?: readonly Intervention[]): SectionModel;
}

/**
 * Opens a cohort that `writePhantom` made. Brains are grown again from the seed, so that nothing but `phantom.json` is
 * read.
 *
 * @example
 * ```ts
 * const phantom = await openPhantom("demo/cohort");
 * const section = phantom.sections("B01")[4]!;
 * const change = erase(phantom.brain("B01"), "hOc1", "stripe", { leftUm: 0, topUm: 0, rightUm: 9e4, bottomUm: 9e4 });
 * const model = phantom.model(section, [change]);
 * const patch = renderWindow(model, { xPx: 4000, yPx: 4000, widthPx: 2048, heightPx: 2048 }, 2);
 * ```
 * @throws ConfigError, DataError when the folder is no phantom cohort.
 */
export async function openPhantom(dir: string): Promise<PhantomCohort> {
  const file = await readPhantomFile(dir);
  const preset = phantomPresets[file.preset];
  const { settings } = file;
  const template = createTemplate(preset.geometry, settings.seed);
  const grown = new Map<string, Brain>();
  const refuse = (field: string, message: string, remedy: string): never => {
    throw new ConfigError({ file: dir, field, message, remedy });
  };
  const brain = (id: string): Brain => {
    const index = preset.brains.findIndex((one) => one.id === id);
    if (index < 0)
      refuse("brain", `has no ${id}`, `Give one of ${preset.brains.map((one) => one.id).join(", ")}.`);
    let one = grown.get(id);
    if (one === undefined) {
      one = createBrain(template, index + 1);
      grown.set(id, one);
    }
    return one;
  };
  const sections = (id: string): PlannedSection[] => planSections(preset, settings, id, brain(id));
  // The last section's fields: windows are usually asked for one section after the other.
  let last: { readonly key: string; readonly fields: SectionFields } | undefined;
  const fields = (section: PlannedSection): SectionFields => {
    const key = `${section.brain}/${section.section}`;
    if (last?.key !== key) last = { key, fields: computeSectionFields(brain(section.brain), section.yMm) };
    return last.fields;
  };
  return {
    dir,
    preset,
    settings,
    brain,
    sections,
    section(id, number) {
      const all = sections(id);
      const found = all.find(({ section }) => section === number);
      const some = all.slice(0, 4).map(({ section }) => section);
      return found ?? refuse("section", `has no ${number}`, `Give a number such as ${some.join(", ")}.`);
    },
    fields,
    model: (section, interventions = []) =>
      modelOf(preset, settings, brain(section.brain), section, fields(section), interventions),
  };
}
