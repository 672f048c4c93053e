/** µm per pixel along x and y, where they are known. */
export interface PixelSizes {
  readonly pixelSizeXUm?: number | null | undefined;
  readonly pixelSizeYUm?: number | null | undefined;
}

/** Pixel sizes of given and stated numbers that agree: a part in a hundred. */
const agreement = 0.01;

/** Whether a caller gives other pixel sizes than a file states, along an axis of which both say something. */
export function sizesDiffer(given: PixelSizes, stated: PixelSizes): boolean {
  return (["pixelSizeXUm", "pixelSizeYUm"] as const).some((axis) => {
    const [one, other] = [given[axis] ?? undefined, stated[axis] ?? undefined];
    return one !== undefined && other !== undefined && Math.abs(one / other - 1) > agreement;
  });
}
