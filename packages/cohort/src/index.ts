/**
 * Cohort folders: the files that users own, the tables that stages write, and the rules for both.
 *
 * @example
 * ```ts
 * import { isUsable, loadCohort, loadSections, scanPath } from "@cytonet/cohort";
 *
 * const cohort = await loadCohort("my-cohort");
 * for (const section of (await loadSections(cohort)).filter(isUsable)) {
 *   console.log(section.brain, section.section, scanPath(cohort, section));
 * }
 * ```
 */
export { brainOf, type Cohort, loadCohort, loadSections, loadSplit, scanPath, splitNames } from "./cohort.js";
export {
  CohortError,
  ConfigError,
  DataError,
  describeProblem,
  ExitCode,
  exitCodeOf,
  InterruptedError,
  isCohortError,
  LockedError,
  MachineError,
  type Problem,
  SpaceMismatchError,
  StageError,
} from "./errors.js";
export { publishFile, writeFileAtomic, writeJsonAtomic } from "./files/atomic.js";
export { type CsvRecord, formatCsv, parseCsv } from "./files/csv.js";
export { type Brain, CohortSchema, type Space } from "./schemas/cohort.js";
export { jsonSchemas } from "./schemas/jsonSchemas.js";
export {
  isUsable,
  type MissingSection,
  type ScannedSection,
  type Section,
  sectionColumns,
} from "./schemas/section.js";
export { formatSections, parseSections } from "./schemas/sectionsCsv.js";
export { type SectionRule, type Split, SplitSchema } from "./schemas/split.js";
export { parseYaml, readYaml } from "./schemas/yamlDocument.js";
export { type NewCohort, writeCohort } from "./writeCohort.js";
