import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeCohort, writePointTransform } from "@cytonet/cohort";
import sharp from "sharp";

/** Pixels of a section and their size: a small brain of 9 × 7 mm. */
export const sectionPx = { width: 320, height: 256, um: 32 };

/** True class at a place of the plane, mm from the section's middle: an ellipse of grey around one of white matter. */
export function classAt(xMm: number, zMm: number): 0 | 1 | 2 {
  // A sulcus from above, open to the slide.
  if (Math.abs(xMm) < 0.2 && zMm > 0.9) return 0;
  const outer = (xMm / 4) ** 2 + (zMm / 3) ** 2;
  const inner = (xMm / 2.6) ** 2 + (zMm / 1.7) ** 2;
  return inner < 1 ? 2 : outer < 1 ? 1 : 0;
}

/** How a section lies on its slide. */
export interface SlidePlace {
  readonly turnDeg: number;
  readonly shiftXMm: number;
  readonly shiftZMm: number;
}

/** From level-0 pixels to the brain's millimetres. */
export function placeAffine({ turnDeg, shiftXMm, shiftZMm }: SlidePlace, yMm: number): number[] {
  const [sin, cos] = [Math.sin((turnDeg * Math.PI) / 180), Math.cos((turnDeg * Math.PI) / 180)];
  const mm = sectionPx.um / 1000;
  const [cx, cy] = [sectionPx.width / 2, sectionPx.height / 2];
  const [a, b] = [cos * mm, sin * mm];
  const [d, e] = [sin * mm, -cos * mm];
  return [a, b, 0, shiftXMm - a * cx - b * cy, 0, 0, 1, yMm, d, e, 0, shiftZMm - d * cx - e * cy, 0, 0, 0, 1];
}

/** A section's picture: dark grey matter, paler white matter, a light slide, each with grain. */
export async function drawSection(path: string, affine: readonly number[], tissue = classAt): Promise<void> {
  const { width, height } = sectionPx;
  const pixels = new Uint8Array(width * height);
  const greys = [235, 95, 160];
  let state = 12345;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const [u, v] = [x + 0.5, y + 0.5];
      const xMm = affine[0]! * u + affine[1]! * v + affine[3]!;
      const zMm = affine[8]! * u + affine[9]! * v + affine[11]!;
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const label = tissue(xMm, zMm);
      // Tissue is grainier than bare glass.
      const grain = label === 0 ? 2 : 12;
      pixels[at] = greys[label]! + ((state >>> 20) % (2 * grain + 1)) - grain;
    }
  }
  await sharp(pixels, { raw: { width, height, channels: 1 } })
    .png()
    .toFile(path);
}

const places: readonly SlidePlace[] = [
  { turnDeg: 0, shiftXMm: 0, shiftZMm: 0 },
  { turnDeg: 8, shiftXMm: 0.3, shiftZMm: -0.2 },
  { turnDeg: -5, shiftXMm: -0.4, shiftZMm: 0.1 },
  { turnDeg: 3, shiftXMm: 0.1, shiftZMm: 0.3 },
  { turnDeg: -9, shiftXMm: 0.2, shiftZMm: 0 },
];

/** A cohort of one brain with five sections 0.3 mm apart, and transforms that lay them upon one another. */
export async function writeTissueCohort(dir: string): Promise<void> {
  await mkdir(join(dir, "scans"), { recursive: true });
  const sections = [];
  for (const [i, place] of places.entries()) {
    const section = `000${i + 1}`;
    const positionMm = i * 0.3;
    const affine = placeAffine(place, positionMm);
    await drawSection(join(dir, "scans", `${section}.png`), affine);
    await writePointTransform(join(dir, "overrides", "transforms", "B01", `${section}.json`), {
      from: `B01-${section}-pixels`,
      to: "brain:B01",
      maps: "points",
      affine,
    });
    sections.push({
      brain: "B01",
      section,
      path: `${section}.png`,
      pixelSizeXUm: sectionPx.um,
      pixelSizeYUm: sectionPx.um,
      thicknessUm: 20,
      positionMm,
      status: "ok" as const,
      note: "",
    });
  }
  await writeCohort(dir, {
    cohort: {
      name: "tissue",
      roots: { scans: "scans" },
      referenceSpace: "brain:B01",
      spaces: [{ id: "template" }],
      brains: [
        {
          id: "B01",
          species: "drawn",
          sharing: "open",
          sectionOrder: "posterior-to-anterior",
          imageLeftIs: "left",
          stainPolarity: "dark",
        },
      ],
    },
    sections,
  });
}

/** Dice coefficient of a class in two maps. */
export function dice(a: ArrayLike<number>, b: ArrayLike<number>, label: number): number {
  let [inA, inB, inBoth] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    if (a[i] === label) inA += 1;
    if (b[i] === label) inB += 1;
    if (a[i] === label && b[i] === label) inBoth += 1;
  }
  return (2 * inBoth) / (inA + inB);
}
