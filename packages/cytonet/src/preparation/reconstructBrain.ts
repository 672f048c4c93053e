import { DataError } from "@cytonet/cohort";
import { type Cleaned, removeDetached, replaceDefects, sampleLabels, samplePlane } from "@cytonet/imaging";
import { openScan, whiteLevel } from "@cytonet/scans";
import { scope, tensor } from "@cytonet/torch";
import { applyExclusion } from "./exclusionMasks.js";
import { type PlacedMask, readPlacedMask, tissueBox } from "./placedMasks.js";
import type { ReconstructConfig } from "./reconstructConfig.js";
import { medianSpacing, nearestSlabs, runsOf, type Slab, slabsOf } from "./slabs.js";
import type { StackFrame } from "./stackFrame.js";
import { gridAround, gridStrides, planeToImage, type VolumeGrid } from "./volumeGrid.js";

/** A brain's sections as volumes on one grid. */
export interface Reconstruction {
  readonly grid: VolumeGrid;
  /** 0 outside, 1 grey, 2 white matter; x fastest. */
  readonly tissue: Uint8Array<ArrayBuffer>;
  /** The same before cleaning. */
  readonly uncleaned: Uint8Array<ArrayBuffer>;
  /** Greys of the scans; undefined unless asked for. */
  readonly image: Uint8Array<ArrayBuffer> | undefined;
  readonly slabs: readonly Slab<PlacedMask>[];
  /** Median distance of the sections given, mm. */
  readonly sectionStepMm: number;
  /** Planes without a section near enough. */
  readonly emptyPlanes: number;
  readonly defects: Cleaned;
  readonly excluded: readonly { readonly file: string; readonly voxels: number }[];
  readonly detached: Cleaned;
}

/**
 * Stacks a brain's masks by their transforms and cleans the volume (§3.2).
 *
 * Every plane of voxels takes the section nearest its middle; classes by the larger share of a voxel's area. The median
 * runs over the sections, each as one plane, so that it compares neighbours also where they lie farther apart than a
 * voxel. Masks and images are read one at a time.
 *
 * @throws DataError for fewer than two sections that fill a plane, damaged masks, or masks without tissue
 */
export async function reconstructBrain(
  masks: readonly PlacedMask[],
  frame: StackFrame,
  config: ReconstructConfig,
  exclusions: readonly string[],
  device: string,
  signal: AbortSignal,
): Promise<Reconstruction> {
  const grid = await gridOf(masks, config.voxelMm);
  const [columns, rows, planes] = [frame.widthAxis, frame.heightAxis, frame.stackAxis].map(
    (axis) => grid.sizes[axis]!,
  ) as [number, number, number];
  const firstMm = grid.originMm[frame.stackAxis]!;
  const slabs = slabsOf(masks, firstMm, config.voxelMm);
  const sectionStepMm = medianSpacing(masks.map(({ positionMm }) => positionMm)) ?? config.voxelMm;
  if (slabs.length < 2) throw tooCoarse(slabs.length, masks.length, config.voxelMm, sectionStepMm);
  const stack = new Uint8Array(slabs.length * rows * columns);
  for (const [i, { section }] of slabs.entries()) {
    signal.throwIfAborted();
    stack.set(await labelPlane(section, grid, frame, rows, columns, device), i * rows * columns);
  }
  const spacing = medianSpacing(slabs.map(({ section }) => section.positionMm)) ?? config.voxelMm;
  const nearest = nearestSlabs(slabs, planes, firstMm, config.voxelMm, config.bridgeMm ?? 1.5 * spacing);
  const layout = { grid, frame, rows, columns, nearest };
  const uncleaned = expand(stack, layout);
  const defects = cleanRuns(stack, slabs, rows, columns, spacing, config);
  const tissue = expand(stack, layout);
  const excluded = [];
  for (const file of exclusions) excluded.push({ file, voxels: await applyExclusion(tissue, grid, file) });
  const detached = removeDetached(tissue, [...grid.sizes].reverse(), config.detachedShare);
  const image = config.image ? await stackImages(slabs, layout, device, signal) : undefined;
  const emptyPlanes = nearest.reduce((count, slab) => count + (slab < 0 ? 1 : 0), 0);
  return { grid, tissue, uncleaned, image, slabs, sectionStepMm, emptyPlanes, defects, excluded, detached };
}

function tooCoarse(used: number, of: number, voxelMm: number, stepMm: number): DataError {
  const step = Number(stepMm.toPrecision(4));
  return new DataError({
    field: "voxelMm",
    message: `only ${used} of ${of} sections, ${step} mm apart, fills a plane of ${voxelMm} mm, and a volume needs two`,
    remedy: `Give a voxelMm of about ${step} with --config.`,
  });
}

/** The grid that holds all masks' tissue. */
async function gridOf(masks: readonly PlacedMask[], voxelMm: number): Promise<VolumeGrid> {
  const least = [1, 1, 1].map(() => Number.POSITIVE_INFINITY);
  const greatest = least.map((value) => -value);
  for (const placed of masks) {
    const box = tissueBox(placed, await readPlacedMask(placed));
    if (box === undefined) {
      throw new DataError({
        file: placed.maskPath,
        message: "holds no tissue",
        remedy: "Exclude the section, or draw its mask into overrides/masks.",
      });
    }
    for (const axis of [0, 1, 2]) {
      least[axis] = Math.min(least[axis]!, box.least[axis]!);
      greatest[axis] = Math.max(greatest[axis]!, box.greatest[axis]!);
    }
  }
  return gridAround(least, greatest, voxelMm);
}

async function labelPlane(
  placed: PlacedMask,
  grid: VolumeGrid,
  frame: StackFrame,
  rows: number,
  columns: number,
  device: string,
): Promise<Uint8Array> {
  const { labels, heightPx, widthPx } = await readPlacedMask(placed);
  const map = mapOf(placed, grid, frame);
  return scope(
    () =>
      sampleLabels(
        tensor(labels, { shape: [heightPx, widthPx], device }),
        3,
        map,
        columns,
        rows,
      ).toTypedArray() as Uint8Array,
  );
}

function mapOf(placed: PlacedMask, grid: VolumeGrid, frame: StackFrame) {
  const { affine, maskPixelUm, pixelSizeXUm, pixelSizeYUm } = placed;
  return planeToImage(grid, frame, affine, maskPixelUm / pixelSizeXUm, maskPixelUm / pixelSizeYUm);
}

/** Median cleaning within the runs of sections that are near enough to one another. */
function cleanRuns(
  stack: Uint8Array<ArrayBuffer>,
  slabs: readonly Slab<PlacedMask>[],
  rows: number,
  columns: number,
  spacing: number,
  { median, voxelMm }: ReconstructConfig,
): Cleaned {
  const sampleMm3 = voxelMm * voxelMm * Math.max(spacing, voxelMm);
  const leastSamples = median.minDefectMm3 / sampleMm3;
  let total: Cleaned = { parts: 0, samples: 0 };
  if (median.planes === 1) return total;
  for (const { first, count } of runsOf(slabs, median.maxGapMm)) {
    if (count < median.planes) continue;
    const part = stack.subarray(first * rows * columns, (first + count) * rows * columns);
    const { parts, samples } = replaceDefects(part, [count, rows, columns], median.planes, leastSamples);
    total = { parts: total.parts + parts, samples: total.samples + samples };
  }
  return total;
}

interface Layout {
  readonly grid: VolumeGrid;
  readonly frame: StackFrame;
  readonly rows: number;
  readonly columns: number;
  /** Slab of every plane, or −1. */
  readonly nearest: Int32Array;
}

/** The volume that takes each plane from its slab. */
function expand(stack: Uint8Array, layout: Layout): Uint8Array<ArrayBuffer> {
  const { grid, rows, columns, nearest } = layout;
  const volume = new Uint8Array(grid.sizes[0] * grid.sizes[1] * grid.sizes[2]);
  nearest.forEach((slab, plane) => {
    if (slab < 0) return;
    putPlane(volume, stack.subarray(slab * rows * columns, (slab + 1) * rows * columns), plane, layout);
  });
  return volume;
}

function putPlane(volume: Uint8Array, values: Uint8Array, plane: number, layout: Layout): void {
  const { grid, frame, rows, columns } = layout;
  const strides = gridStrides(grid);
  const [perColumn, perRow] = [strides[frame.widthAxis]!, strides[frame.heightAxis]!];
  const start = plane * strides[frame.stackAxis]!;
  for (let row = 0, from = 0; row < rows; row++) {
    let to = start + row * perRow;
    for (let column = 0; column < columns; column++, from++, to += perColumn) volume[to] = values[from]!;
  }
}

/** Greys of the scans on the same grid, 0 to 255; the slide's grey where there is no section. */
async function stackImages(
  slabs: readonly Slab<PlacedMask>[],
  layout: Layout,
  device: string,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const { grid, frame, rows, columns, nearest } = layout;
  const volume = new Uint8Array(grid.sizes[0] * grid.sizes[1] * grid.sizes[2]);
  const empty: number[] = [];
  let slide = 0;
  for (const [plane, slab] of nearest.entries()) if (slab < 0) empty.push(plane);
  for (const [i, { section }] of slabs.entries()) {
    signal.throwIfAborted();
    const { scan: path, pixelSizeXUm, pixelSizeYUm, maskPixelUm } = section;
    const scan = await openScan(path, { pixelSizeXUm, pixelSizeYUm });
    try {
      const white = whiteLevel(scan.bitDepth);
      const background = (await scan.background()) / white;
      slide = background;
      const whole = { xPx: 0, yPx: 0, widthPx: scan.widthPx, heightPx: scan.heightPx };
      const image = await scan.read(whole, maskPixelUm);
      const greys = scope(() => {
        const raw = Float32Array.from(image.data, (grey) => grey / white - background);
        const pixels = tensor(raw, { shape: [1, image.heightPx, image.widthPx], device });
        const sampled = samplePlane(pixels, mapOf(section, grid, frame), columns, rows);
        return sampled.addScalar(background).mulScalar(255).round().clamp({ min: 0, max: 255 });
      });
      const values = Uint8Array.from(greys.toTypedArray() as Float32Array);
      greys.dispose();
      for (const [plane, slab] of nearest.entries()) if (slab === i) putPlane(volume, values, plane, layout);
    } finally {
      await scan.close();
    }
  }
  const bare = new Uint8Array(rows * columns).fill(Math.round(slide * 255));
  for (const plane of empty) putPlane(volume, bare, plane, layout);
  return volume;
}
