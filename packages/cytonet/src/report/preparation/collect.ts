import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Brain, type Cohort, isUsable, itemDir, loadSections, readFailures } from "@cytonet/cohort";
import { readNifti } from "@cytonet/scans";
import { readBrainSummary } from "../../preparation/align/brainStep.js";
import { type Doubt, segmentDoubts } from "../../preparation/doubts.js";
import { readMask, type TissueMaskImage } from "../../preparation/maskImage.js";
import {
  type PlacedMask,
  placeMask,
  sectionParts,
  sectionsWithoutMask,
} from "../../preparation/placedMasks.js";
import {
  type ReconstructSummary,
  readReconstructSummary,
  reconstructStage,
  volumeDoubt,
} from "../../preparation/reconstructSummary.js";
import { type SegmentSummary, segmentStage } from "../../preparation/segmentStage.js";
import { type StackFrame, stackFrame } from "../../preparation/stackFrame.js";
import { contourPicture, overlayPicture, slicePicture } from "./pictures.js";
import { affineAsCut, maskOnPlane, pictureGrid, tissueOverlap } from "./planes.js";

/** A section on the page. */
export interface SectionCard {
  readonly section: string;
  readonly contours: string;
  readonly greyMm2: number;
  readonly whiteMm2: number;
  readonly source: "segmentation" | "override";
  readonly mirrored: boolean;
  /** Against the section before it: tissue overlap (Dice) and pictures, as cut and aligned. */
  readonly neighbour?:
    | {
        readonly section: string;
        readonly before: number;
        readonly after: number;
        readonly pictures: readonly [string, string];
      }
    | undefined;
}

/** A brain on the page. */
export interface BrainCard {
  readonly brain: string;
  readonly sections: readonly SectionCard[];
  /** What has no result, and why. */
  readonly problems: readonly { readonly item: string; readonly problem: string }[];
  /** What has one that a person should look at, and why. */
  readonly doubts: readonly Doubt[];
  readonly volume?:
    | {
        readonly summary: ReconstructSummary;
        readonly slices: readonly { readonly name: string; readonly picture: string }[];
      }
    | undefined;
}

const picturePx = 360;

/** Reads what alignment, segmentation and reconstruction made of a brain, and draws it; sections worst first. */
export async function collectBrain(cohort: Cohort, brain: Brain, signal: AbortSignal): Promise<BrainCard> {
  const frame = stackFrame(brain);
  const problems: { item: string; problem: string }[] = [];
  for (const stage of ["align", segmentStage.name, reconstructStage.name]) {
    for (const failure of await readFailures(cohort.dir, stage)) {
      if (failure.brain === brain.id)
        problems.push({ item: failure.item, problem: `${stage}: ${failure.error.message}` });
    }
  }
  const failed = new Set(problems.map(({ item }) => item));
  const usable = (await loadSections(cohort))
    .filter(isUsable)
    .filter((section) => section.brain === brain.id);
  const without = await sectionsWithoutMask(cohort.dir);
  const placed: PlacedMask[] = [];
  for (const section of usable) {
    const { mask, alignment, scan } = sectionParts(cohort, section, without);
    const item = `${brain.id}/${section.section}`;
    if (mask === undefined || alignment === undefined) {
      const problem = mask === undefined ? "has no mask" : "is not aligned";
      if (!failed.has(item)) problems.push({ item, problem });
      continue;
    }
    placed.push(await placeMask(section, { mask, alignment, scan }, frame));
  }
  placed.sort((a, b) => a.positionMm - b.positionMm);
  const sections: SectionCard[] = [];
  let before: { readonly placed: PlacedMask; readonly mask: TissueMaskImage } | undefined;
  for (const one of placed) {
    signal.throwIfAborted();
    const mask = await readMask(one.maskPath);
    sections.push(await sectionCard(cohort, brain, frame, { placed: one, mask }, before));
    before = { placed: one, mask };
  }
  const worth = (card: SectionCard) => card.neighbour?.after ?? 1;
  sections.sort((a, b) => worth(a) - worth(b));
  const doubts = [...(await segmentDoubts(cohort.dir, usable)), ...(await brainDoubts(cohort, brain.id))];
  return { brain: brain.id, sections, problems, doubts, volume: await volumeCard(cohort, brain, frame) };
}

/** What a person should look at in the alignment and the volume of a brain. */
async function brainDoubts(cohort: Cohort, brain: string): Promise<Doubt[]> {
  const sides = (await readBrainSummary(cohort.dir, brain))?.doubtful ?? [];
  const volume = await readReconstructSummary(cohort.dir, brain);
  const ofVolume = volume === undefined ? undefined : volumeDoubt(volume);
  const ofSides = sides.map(({ sections, problem }) => ({
    item: sections.map((one) => `${brain}/${one}`).join(", "),
    problem,
  }));
  return ofVolume === undefined ? ofSides : [...ofSides, ofVolume];
}

interface Masked {
  readonly placed: PlacedMask;
  readonly mask: TissueMaskImage;
}

async function sectionCard(
  cohort: Cohort,
  brain: Brain,
  frame: StackFrame,
  own: Masked,
  before: Masked | undefined,
): Promise<SectionCard> {
  const { section, mirrored } = own.placed;
  const path = join(itemDir(cohort.dir, segmentStage.name, { brain: brain.id, section }), "summary.json");
  const { greyMm2, whiteMm2, source } = JSON.parse(readFileSync(path, "utf8")) as SegmentSummary;
  const contours = await contourPicture(own.placed, own.mask);
  const card = { section, contours, greyMm2, whiteMm2, source, mirrored };
  if (before === undefined) return card;
  const pair = [before, own];
  const halfMm = Math.max(
    ...pair.map(({ placed: p }) => (0.55 * Math.max(p.widthPx, p.heightPx) * p.maskPixelUm) / 1000),
  );
  const around = pictureGrid(halfMm, picturePx);
  const planes = (affineOf: (p: PlacedMask) => readonly number[], grid = around) =>
    pair.map(({ placed, mask }) => maskOnPlane(placed, mask, affineOf(placed), grid, frame));
  const [cutA, cutB] = planes((p) => affineAsCut(frame, p)) as [Uint8Array, Uint8Array];
  const middle = middleOf(own.placed, frame);
  const originMm = around.originMm.map((value, axis) => value + middle[axis]!) as [number, number, number];
  const [a, b] = planes((p) => p.affine, { ...around, originMm }) as [Uint8Array, Uint8Array];
  return {
    ...card,
    neighbour: {
      section: before.placed.section,
      before: tissueOverlap(cutA, cutB),
      after: tissueOverlap(a, b),
      pictures: [await overlayPicture(cutA, cutB, picturePx), await overlayPicture(a, b, picturePx)],
    },
  };
}

/** Millimetres of the middle of a section's image. */
function middleOf(
  { affine, widthPx, heightPx, maskPixelUm, pixelSizeXUm, pixelSizeYUm }: PlacedMask,
  frame: StackFrame,
) {
  const [u, v] = [(widthPx * maskPixelUm) / pixelSizeXUm / 2, (heightPx * maskPixelUm) / pixelSizeYUm / 2];
  const middle: number[] = [0, 0, 0];
  for (const axis of [frame.widthAxis, frame.heightAxis]) {
    middle[axis] = affine[4 * axis]! * u + affine[4 * axis + 1]! * v + affine[4 * axis + 3]!;
  }
  return middle;
}

/** Three slices through the middle of the volume. */
async function volumeCard(cohort: Cohort, brain: Brain, frame: StackFrame): Promise<BrainCard["volume"]> {
  const dir = itemDir(cohort.dir, reconstructStage.name, { brain: brain.id });
  if (!existsSync(join(dir, "summary.json"))) return undefined;
  const summary = JSON.parse(readFileSync(join(dir, "summary.json"), "utf8")) as ReconstructSummary;
  const tissue = (await readNifti(join(dir, "tissue.nii.gz"))).data as Uint8Array;
  const imagePath = join(dir, "image.nii.gz");
  const image = existsSync(imagePath) ? ((await readNifti(imagePath)).data as Uint8Array) : undefined;
  const [nx, ny, nz] = summary.sizes;
  const strides = [1, nx, nx * ny];
  const views = [
    { name: "sagittal", across: 0, columns: 1, rows: 2 },
    { name: "coronal", across: 1, columns: 0, rows: 2 },
    { name: "horizontal", across: 2, columns: 0, rows: 1 },
  ];
  const slices = [];
  for (const { name, across, columns, rows } of views) {
    const sizes = [nx, ny, nz];
    const [width, height] = [sizes[columns]!, sizes[rows]!];
    const middle =
      Math.floor(sizes[across]! / 2) + (across === frame.widthAxis ? Math.floor(sizes[across]! / 8) : 0);
    const cut = (volume: Uint8Array) => {
      const slice = new Uint8Array(width * height);
      for (let row = 0, at = 0; row < height; row++) {
        const start = middle * strides[across]! + (height - 1 - row) * strides[rows]!;
        for (let column = 0; column < width; column++, at++)
          slice[at] = volume[start + column * strides[columns]!]!;
      }
      return slice;
    };
    slices.push({ name, picture: await slicePicture(cut(tissue), image && cut(image), width, height) });
  }
  return { summary, slices };
}
