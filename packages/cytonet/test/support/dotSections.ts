import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { counterUniform } from "@cytonet/torch";
import sharp from "sharp";
import type { PatchSites } from "../../src/patches/sites.js";

const SIDE_PX = 96;
const PIXEL_UM = 10;

/** Section images of random greys in a folder, and points spread over them; the sections named broken are no images. */
export async function dotSections(
  folder: string,
  { sections = 5, pointsPerSection = 12, broken = [] as readonly number[] } = {},
): Promise<PatchSites> {
  const images = [];
  for (let s = 0; s < sections; s++) {
    const path = join(folder, `s${s}.png`);
    const pixels = Buffer.from(
      Array.from({ length: SIDE_PX ** 2 }, (_, i) => Math.floor(256 * counterUniform(s, 0, i, 0))),
    );
    const raw = { width: SIDE_PX, height: SIDE_PX, channels: 1 } as const;
    if (broken.includes(s)) writeFileSync(path, "no image");
    else await sharp(pixels, { raw }).png().toFile(path);
    images.push({
      brain: "A",
      section: `s${s}`,
      path,
      pixelSizeXUm: PIXEL_UM,
      pixelSizeYUm: PIXEL_UM,
      stainPolarity: s % 2 === 0 ? ("dark" as const) : ("light" as const),
    });
  }
  const count = sections * pointsPerSection;
  const within = (slot: number) =>
    Float64Array.from({ length: count }, (_, i) => SIDE_PX * counterUniform(99, 0, i, slot));
  return {
    images,
    image: Uint32Array.from({ length: count }, (_, i) => i % sections),
    xPx: within(0),
    yPx: within(1),
    pointId: Array.from({ length: count }, (_, i) => `p${i}`),
  };
}
