import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import sharp from "sharp";

/** Voxels of a coarse stand-in for the Allen CCFv3, 200 µm an edge. */
export const sizes = [57, 66, 40] as const;
const voxelUm = 200;

/** Half axes in voxels of the ellipsoid that stands for the brain, centred in the array. */
const half = [22, 28, 15] as const;

/** The label at a voxel: cortex in the upper half (two layers), nuclei below, 0 outside the brain. */
export function labelOf(i: number, j: number, k: number): number {
  const radius = Math.hypot(
    (i + 0.5 - sizes[0] / 2) / half[0],
    (j + 0.5 - sizes[1] / 2) / half[1],
    (k + 0.5 - sizes[2] / 2) / half[2],
  );
  if (radius > 1) return 0;
  if (k < sizes[2] / 2) return 7;
  return radius > 0.7 ? 1 : 4;
}

export interface SyntheticSection {
  readonly nr: number;
  /** Position of the section along the array's y, voxels. */
  readonly y: number;
}

/** Sections whose nr ascends from anterior to posterior, as in the real series. */
export const sections: readonly SyntheticSection[] = [
  { nr: 2, y: 45 },
  { nr: 5, y: 36 },
  { nr: 9, y: 25 },
];

export const imagePx = { width: 260, height: 150 } as const;

/** The anchoring of a section: image left is the animal's right, 50 voxels wide, 36 high. */
export function anchoringOf({ y }: SyntheticSection): number[] {
  return [53.5, y, 38, -50, 0, 0, 0, 0, -36];
}

/** Write atlas, labels, images and series of a synthetic mouse brain into a folder. */
export async function writeSyntheticSeries(dir: string): Promise<void> {
  mkdirSync(join(dir, "images"), { recursive: true });
  const voxels = new Uint32Array(sizes[0] * sizes[1] * sizes[2]);
  for (let k = 0, at = 0; k < sizes[2]; k++) {
    for (let j = 0; j < sizes[1]; j++) {
      for (let i = 0; i < sizes[0]; i++) voxels[at++] = labelOf(i, j, k);
    }
  }
  const header = [
    "NRRD0005",
    "type: uint32",
    "dimension: 3",
    `sizes: ${sizes.join(" ")}`,
    `space directions: (${voxelUm},0,0) (0,${voxelUm},0) (0,0,${voxelUm})`,
    "endian: little",
    "encoding: gzip",
    "\n",
  ].join("\n");
  writeFileSync(
    join(dir, "atlas.nrrd"),
    Buffer.concat([Buffer.from(header), gzipSync(new Uint8Array(voxels.buffer))]),
  );
  writeFileSync(
    join(dir, "labels.csv"),
    'idx,name\n0,Clear\n1,"Test area, layer 1"\n4,"Test area, layer 5"\n7,Nucleus\n',
  );
  for (const section of sections) {
    writeFileSync(join(dir, "images", `${section.nr}.png`), await image(section));
  }
  const { width, height } = imagePx;
  const slices = sections.map((section) => ({
    filename: `${section.nr}.png`,
    nr: section.nr,
    width,
    height,
    anchoring: anchoringOf(section),
    markers: [],
  }));
  const series = { name: "", target: "ABA_Mouse_CCFv3_2017_200um.cutlas", slices: slices.reverse() };
  writeFileSync(join(dir, "series.json"), JSON.stringify(series));
}

/** A section's image: grey tissue where the atlas has a label, on a white slide. */
async function image(section: SyntheticSection): Promise<Buffer> {
  const { width, height } = imagePx;
  const pixels = new Uint8Array(width * height);
  const [ox, , oz, ux, , , , , vz] = anchoringOf(section) as [
    number,
    number,
    number,
    number,
    0,
    0,
    0,
    0,
    number,
  ];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = Math.floor(ox + ((x + 0.5) / width) * ux);
      const k = Math.floor(oz + ((y + 0.5) / height) * vz);
      pixels[y * width + x] = labelOf(i, section.y, k) > 0 ? 120 : 255;
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();
}
