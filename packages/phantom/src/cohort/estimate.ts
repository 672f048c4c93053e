import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { halfBoxMm } from "./sectionPlan.js";
import { checkRequest, everyNth, type PhantomRequest } from "./writePhantom.js";

/** Rendering, measured: seconds of one core per mm² of slide and per megapixel. */
const secondsPerMm2 = 0.00025;
const secondsPerMegapixel = 0.05;
/** Growing a brain and computing a section's fields, for each mm³ and mm² at the steps of the presets. */
const secondsPerBrainMm3 = 4e-5;
const secondsPerFieldSample = 2.6e-6;
/** Bytes of a compressed pixel of a slide, its pyramid included. */
const bytesPerPixel = 0.35;

/** What a request would take. */
export interface PhantomEstimate {
  readonly brains: number;
  readonly sections: number;
  readonly megapixelsPerSection: number;
  readonly gigabytes: number;
  readonly minutes: number;
  readonly threads: number;
  /** Whether the folder exists already. */
  readonly exists: boolean;
}

/** Estimates sections, disk and time from sizes alone; nothing is made. @throws ConfigError as `writePhantom`. */
export function estimatePhantom(request: PhantomRequest): PhantomEstimate {
  const preset = checkRequest(request);
  const { geometry, sectionSpacingMm } = preset;
  const { scale } = geometry;
  const brains = request.brains?.length ?? preset.brains.length;
  const perBrain = Math.floor((2 * halfBoxMm.y * scale * 0.976) / sectionSpacingMm);
  const every = everyNth(request.sections);
  const named = every === undefined ? request.sections?.length : Math.ceil((brains * perBrain) / every);
  const sections = named ?? brains * perBrain;
  const sideMm = 2 * scale * Math.max(halfBoxMm.x, halfBoxMm.z) * 1.25;
  const megapixels = (1000 * sideMm) ** 2 / request.settings.pixelUm ** 2 / 1e6;
  const threads = Math.max(1, request.threads ?? availableParallelism());
  const samples = (sideMm / geometry.sectionStepMm) ** 2;
  const perSection =
    secondsPerMm2 * sideMm ** 2 + secondsPerMegapixel * megapixels + secondsPerFieldSample * samples;
  const perBrainSeconds = secondsPerBrainMm3 * 8 * halfBoxMm.x * halfBoxMm.y * halfBoxMm.z * scale ** 3;
  return {
    brains,
    sections,
    megapixelsPerSection: Math.round(megapixels),
    gigabytes: Number(((sections * megapixels * bytesPerPixel) / 1000).toFixed(2)),
    minutes: Number(((brains * perBrainSeconds + sections * perSection) / threads / 60).toFixed(1)),
    threads,
    exists: existsSync(join(resolve(request.out), "cohort.yaml")),
  };
}
