import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeCohort } from "@cytonet/cohort";
import { createScanWriter } from "@cytonet/scans";

/** Pixels of a section's square image, and their size. */
export const side = 200;
export const pixelUm = 64;
/** What a section shows: the brain, nothing, another brain, or nothing but tissue. */
export type Kind = "ok" | "blank" | "stranger" | "full";
/** The sections of a cohort unless others are asked for. */
export const kinds: readonly Kind[] = ["ok", "ok", "ok", "ok", "blank", "ok", "stranger", "ok"];
export const names = kinds.map((_, i) => `000${i + 1}`);
/** Turn, shift and side of every section: the fourth lies face down. */
export const placed = kinds.map((_, i) => ({
  angle: 0.15 * Math.sin(2 * i),
  dx: 6 * Math.cos(3 * i),
  dy: 5 * Math.sin(i),
  flip: i === 3,
}));

/** Tissue with blobs, in coordinates about its middle, px. */
function tissue(seed: number, full = false): (x: number, y: number) => number {
  let state = seed;
  const next = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const blobs = Array.from({ length: 150 }, () => ({
    x: (full ? 260 : 150) * (next() - 0.5),
    y: (full ? 260 : 130) * (next() - 0.5),
    sigma: 2 + 4 * next(),
    height: (next() < 0.5 ? -1 : 1) * (15 + 30 * next()),
  }));
  return (x, y) => {
    if (!full && (x / 80) ** 2 + (y / 65) ** 2 > 1 + 0.15 * Math.sin(3 * Math.atan2(y, x))) return 235;
    let grey = 150;
    for (const blob of blobs) {
      const square = ((x - blob.x) ** 2 + (y - blob.y) ** 2) / (2 * blob.sigma ** 2);
      if (square < 10) grey += blob.height * Math.exp(-square);
    }
    // Tissue is grainier than glass, which tells a slide full of it from one that shows its glass.
    if (full) grey += 24 * (next() - 0.5);
    return Math.max(0, Math.min(215, grey));
  };
}

/** A cohort of one brain of up to eight sections, turned and shifted, the fourth face down. */
export async function writeAlignCohort(dir: string, shown: readonly Kind[] = kinds): Promise<void> {
  const drawn = { ok: tissue(5), blank: () => 235, stranger: tissue(77), full: tissue(5, true) };
  for (const [i, kind] of shown.entries()) {
    const { angle, dx, dy, flip } = placed[i]!;
    const band = new Uint8Array(side * side).fill(235);
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        const [u, v] = [column + 0.5 - side / 2 - dx, row + 0.5 - side / 2 - dy];
        const [x, y] = [
          Math.cos(angle) * u + Math.sin(angle) * v,
          -Math.sin(angle) * u + Math.cos(angle) * v,
        ];
        band[row * side + column] = drawn[kind](flip ? -x : x, y);
      }
    }
    await mkdir(join(dir, "scans"), { recursive: true });
    const writer = await createScanWriter(join(dir, "scans", `${names[i]}.tif`), {
      format: "tiff",
      widthPx: side,
      heightPx: side,
      bitDepth: 8,
      pixelSizeXUm: pixelUm,
      pixelSizeYUm: pixelUm,
    });
    await writer.writeBand(0, band);
    await writer.finish();
  }
  await writeCohort(dir, {
    cohort: {
      name: "align",
      roots: { scans: "scans" },
      referenceSpace: "somewhere",
      spaces: [{ id: "somewhere" }],
      brains: [
        {
          id: "B1",
          species: "test",
          sharing: "open",
          sectionOrder: "posterior-to-anterior",
          imageLeftIs: "left",
          stainPolarity: "dark",
        },
      ],
    },
    sections: names.slice(0, shown.length).map((section, i) => ({
      brain: "B1",
      section,
      path: `${section}.tif`,
      pixelSizeXUm: pixelUm,
      pixelSizeYUm: pixelUm,
      thicknessUm: 20,
      positionMm: i,
      status: "ok",
      note: "",
    })),
  });
}
