import { AugmentationError } from "./errors.js";
import type { AugmentationParameters } from "./parameters.js";
import { type AugmentationSettings, checkedSettings, filterRadiusPx } from "./settings.js";

function checkSize(patchPx: number, pixelSizeUm: number): void {
  if (!Number.isInteger(patchPx) || patchPx < 1) {
    throw new AugmentationError("patchPx", `must be an integer ≥ 1, got ${patchPx}`);
  }
  if (!(pixelSizeUm > 0 && Number.isFinite(pixelSizeUm))) {
    throw new AugmentationError("pixelSizeUm", `must be above 0, got ${pixelSizeUm}`);
  }
}

/**
 * The side of the square to read around a patch's centre so that neither rotation, translation nor the
 * filter's reach ever shows an edge. It has the parity of `patchPx`: both share their pixel grid, so the
 * centre crop of what was read is exactly the patch.
 *
 * @param patchPx side of the patch, pixels
 * @param pixelSizeUm µm per pixel of the patch
 * @returns pixels, at least `patchPx`
 * @throws AugmentationError for a size or setting out of range
 */
export function augmentationSourcePx(
  patchPx: number,
  pixelSizeUm: number,
  settings: AugmentationSettings,
): number {
  checkSize(patchPx, pixelSizeUm);
  checkedSettings(settings);
  const sampled = patchPx + 2 * filterRadiusPx(settings);
  const turned = Math.min(settings.rotationRad, Math.PI / 4);
  const shiftPx = (settings.translationMm * 1000) / pixelSizeUm;
  const reach = (sampled - 1) * (Math.cos(turned) + Math.sin(turned)) + 2 * shiftPx + 1;
  // Five thousandths of a pixel absorbs rounding of the grid.
  const needed = Math.max(patchPx, Math.ceil(reach - 0.005));
  return needed + ((needed - patchPx) % 2);
}

/** @throws AugmentationError naming the first patch whose parameters reach beyond a source of `sourcePx`. */
export function checkReach(
  parameters: AugmentationParameters,
  sampledPx: number,
  sourcePx: number,
  pixelSizeUm: number,
): void {
  for (let i = 0; i < parameters.rotationRad.length; i++) {
    const angle = parameters.rotationRad[i]!;
    const turned = Math.abs(Math.cos(angle)) + Math.abs(Math.sin(angle));
    const shiftMm = Math.max(Math.abs(parameters.shiftXMm[i]!), Math.abs(parameters.shiftYMm[i]!));
    const needed = (sampledPx - 1) * turned + (2 * shiftMm * 1000) / pixelSizeUm + 1;
    if (needed > sourcePx + 0.01) {
      throw new AugmentationError(
        "source",
        `patch ${i} needs ${Math.ceil(needed)} px around its centre but has ${sourcePx}: ` +
          "read augmentationSourcePx(…) pixels",
      );
    }
  }
}

/**
 * The matrices that take normalised output coordinates to normalised source coordinates (the convention
 * of `affine_grid` with `align_corners=False`): source = R(θ)·M·output + shift.
 *
 * @returns n × 2 × 3, row by row
 */
export function samplingMatrices(
  parameters: AugmentationParameters,
  sampledPx: number,
  sourcePx: number,
  pixelSizeUm: number,
): Float32Array {
  const n = parameters.rotationRad.length;
  const matrices = new Float32Array(n * 6);
  const scale = sampledPx / sourcePx;
  const perMm = 2000 / (pixelSizeUm * sourcePx);
  for (let i = 0; i < n; i++) {
    const cos = scale * Math.cos(parameters.rotationRad[i]!);
    const sin = scale * Math.sin(parameters.rotationRad[i]!);
    const flip = parameters.mirrored[i] ? -1 : 1;
    const row = [cos, -flip * sin, perMm * parameters.shiftXMm[i]!];
    const next = [sin, flip * cos, perMm * parameters.shiftYMm[i]!];
    matrices.set([...row, ...next], i * 6);
  }
  return matrices;
}
