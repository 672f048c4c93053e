import { ConfigError } from "@cytonet/cohort";
import type { SectionImage } from "../patches/sites.js";

/** Relative slack of two pixel sizes that are meant to be one. */
const SAME = 1e-6;

/** @throws ConfigError naming the samplers that there are, where none of the points is of this one */
export function refuseUnknownSampler(samplers: readonly string[], asked: string, file: string): void {
  const known = [...new Set(samplers)].sort();
  if (known.includes(asked)) return;
  throw new ConfigError({
    file,
    field: "sampler",
    message: `is ${asked}, of which there are no points`,
    remedy: `Name one of: ${known.join(", ") || "none there yet"}.`,
  });
}

/** @throws ConfigError where patches are to be finer than every image: no section would have a feature */
export function refuseFinerThanAll(
  pixelSizeUm: number,
  images: readonly Pick<SectionImage, "pixelSizeXUm" | "pixelSizeYUm">[],
  file: string,
): void {
  // Sizes that only the files know are met when they are opened.
  const own = images.map(({ pixelSizeXUm, pixelSizeYUm }) => Math.max(pixelSizeXUm ?? 0, pixelSizeYUm ?? 0));
  const finest = Math.min(...own);
  if (images.length === 0 || pixelSizeUm >= finest * (1 - SAME)) return;
  throw new ConfigError({
    file,
    field: "pixelSizeUm",
    message: `is ${pixelSizeUm}, finer than every scan: the finest has ${finest} µm/px`,
    remedy: `Embed at ${finest} µm/px or more, or with a model of such patches.`,
  });
}
