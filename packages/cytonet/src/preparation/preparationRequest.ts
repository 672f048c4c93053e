import {
  type Brain,
  brainOf,
  type Cohort,
  isUsable,
  loadCohort,
  loadSections,
  type ScannedSection,
} from "@cytonet/cohort";
import { rankDevice, setNumThreads } from "@cytonet/torch";
import { checkDevice } from "../device.js";

/** What a preparation stage is asked to do. */
export interface PreparationRequest<Config> {
  readonly cohortDir: string;
  readonly config: Config;
  /** Only this brain; all where it is left out. */
  readonly brain?: string | undefined;
  readonly device: string;
  readonly threads?: number | undefined;
  readonly force: boolean;
  readonly dryRun: boolean;
}

/** The part of a cohort that a request is about, and where to compute. */
export interface PreparationWork {
  readonly cohort: Cohort;
  readonly brains: readonly Brain[];
  /** Usable sections of these brains. */
  readonly sections: readonly ScannedSection[];
  /** This rank's own. */
  readonly device: string;
}

/**
 * Reads what a request is about and sets the number of threads. A dry run touches no device.
 *
 * @throws ConfigError for another device than cpu, cuda or cuda:N, for faulty files and an unknown brain
 */
export async function openPreparation(request: PreparationRequest<unknown>): Promise<PreparationWork> {
  const { cohortDir, brain, threads, dryRun } = request;
  checkDevice(request.device);
  if (threads !== undefined) setNumThreads(threads);
  const device = dryRun ? request.device : rankDevice(request.device);
  const cohort = await loadCohort(cohortDir);
  const brains = brain === undefined ? cohort.brains : [brainOf(cohort, brain)];
  const asked = new Set(brains.map(({ id }) => id));
  const sections = (await loadSections(cohort)).filter(isUsable).filter((one) => asked.has(one.brain));
  return { cohort, brains, sections, device };
}
