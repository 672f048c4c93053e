import type { Brain } from "../brain.js";
import { KeyedStream, textBits } from "../histology/counter.js";
import type { Variant } from "../histology/sectionModel.js";
import type { Confounds } from "../histology/stain.js";
import { drawPlacement, type SectionPlacement } from "../sections/placement.js";
import type { PhantomPreset } from "./presets.js";

/** Settings of a cohort besides its preset; with the seed they decide every byte of it. */
export interface PhantomSettings {
  readonly seed: number;
  readonly confounds: Confounds;
  /** Level-0 pixel of the scans. */
  readonly pixelUm: number;
  readonly format: "tiff" | "ome-zarr";
  readonly variant: Variant;
}

/** A section that is to be made. */
export interface PlannedSection {
  readonly brain: string;
  /** Four digits that grow from posterior to anterior: the number of the cut. */
  readonly section: string;
  readonly yMm: number;
  /** Cut, but lost before it was stained. */
  readonly missing: boolean;
  readonly placement: SectionPlacement;
  /** Integers that everything random about the section is drawn from. */
  readonly key: readonly number[];
  /** Scan, relative to the scans' root. */
  readonly path: string;
}

/** Half of a brain's box at human size, mm, along x, y and z. */
export const halfBoxMm = { x: 66, y: 84, z: 62 } as const;

/** Numbers begin anywhere from `least` on, within `spread`. */
const firstNumbers = { least: 100, spread: 400 } as const;

/** Between which numbers a preset's sections lie, whatever the seed. */
export function sectionNumbers({ geometry, sectionThicknessUm }: PhantomPreset): {
  first: number;
  last: number;
} {
  const { least, spread } = firstNumbers;
  const cuts = Math.ceil((2000 * halfBoxMm.y * geometry.scale) / sectionThicknessUm);
  return { first: least, last: least + spread + cuts };
}

/** Share of sections that are lost. */
const missingShare: Readonly<Record<Confounds, number>> = { none: 0, mild: 0.02, strong: 0.05 };

/** The integer that stands for a brain wherever something of it is drawn. */
export function brainKey(id: string): number {
  return textBits(id);
}

/**
 * The sections of a brain from posterior to anterior. The first cut lies somewhere within the first spacing, and
 * numbers begin anywhere, so that neither names a place in the brain.
 */
export function planSections(
  preset: PhantomPreset,
  settings: PhantomSettings,
  id: string,
  brain: Brain,
): PlannedSection[] {
  const { sectionSpacingMm, sectionThicknessUm } = preset;
  const { seed, confounds, pixelUm, format } = settings;
  const stream = new KeyedStream(seed, brainKey(id), 0xc07);
  const [from, to] = brain.extentYMm;
  // The outermost slices hold nothing but cortex cut tangentially.
  const margin = 0.012 * (to - from);
  const first = from + margin + stream.next() * sectionSpacingMm;
  const firstNumber = firstNumbers.least + Math.floor(firstNumbers.spread * stream.next());
  const perSection = (1000 * sectionSpacingMm) / sectionThicknessUm;
  const sections: PlannedSection[] = [];
  for (let n = 0; first + n * sectionSpacingMm < to - margin; n++) {
    const key = [seed, brainKey(id), n];
    const section = String(Math.round(firstNumber + n * perSection)).padStart(4, "0");
    sections.push({
      brain: id,
      section,
      yMm: Number((first + n * sectionSpacingMm).toFixed(4)),
      missing: new KeyedStream(...key, 0x105e).next() < missingShare[confounds],
      placement: drawPlacement(brain, confounds, pixelUm, ...key),
      key,
      path: `${id}/${section}.${format === "tiff" ? "tif" : "ome.zarr"}`,
    });
  }
  return sections;
}
