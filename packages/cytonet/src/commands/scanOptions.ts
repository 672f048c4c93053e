import { ConfigError } from "@cytonet/cohort/errors";
import { number, texts } from "./options.js";

/** Options of every command that opens one scan. */
export const scanOptions = {
  pixelSizeXUm: number("UM", "µm per pixel along x, in place of what the scan states"),
  pixelSizeYUm: number("UM", "µm per pixel along y"),
  axis: texts("NAME=INDEX", "plane of an OME-Zarr of more than two axes, such as c=0 z=3"),
} as const;

/** @throws ConfigError where the pixel size is given along one axis only */
export function refuseHalfSize(
  sizes: { readonly pixelSizeXUm?: number | undefined; readonly pixelSizeYUm?: number | undefined },
  prefix = "--pixel-size",
): void {
  if ((sizes.pixelSizeXUm === undefined) === (sizes.pixelSizeYUm === undefined)) return;
  const [missing, given] = sizes.pixelSizeXUm === undefined ? ["x", "y"] : ["y", "x"];
  throw new ConfigError({
    field: `${prefix}-${missing}-um`,
    message: `is missing beside ${prefix}-${given}-um`,
    remedy: "Give both, or neither where the scan states its pixel size.",
  });
}
