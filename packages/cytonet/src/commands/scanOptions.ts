import { number, texts } from "./options.js";

/** Options of every command that opens one scan. */
export const scanOptions = {
  pixelSizeXUm: number("UM", "µm per pixel along x, in place of what the scan states"),
  pixelSizeYUm: number("UM", "µm per pixel along y"),
  axis: texts("NAME=INDEX", "plane of an OME-Zarr of more than two axes, such as c=0 z=3"),
} as const;
