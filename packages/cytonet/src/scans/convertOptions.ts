import { basename } from "node:path";
import { ConfigError } from "@cytonet/cohort";
import type { ConvertOptions, ScanFormat } from "@cytonet/scans";

/** The format that an output's name asks for. @throws ConfigError where it says none */
export function formatOfName(out: string): ScanFormat {
  const name = basename(out).toLowerCase();
  if (/\.tiff?$/.test(name)) return "tiff";
  if (name.endsWith(".zarr")) return "ome-zarr";
  throw new ConfigError({
    field: "OUT",
    message: `${out} says no format`,
    remedy: "End it in .tif or .zarr, or give --format.",
  });
}

/** `c=0 z=3` as indices by axis. @throws ConfigError for anything else */
export function parseAxes(words: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    words.map((word) => {
      const [, axis, index] = /^([A-Za-z]+)=(\d+)$/.exec(word) ?? [];
      if (axis !== undefined) return [axis, Number(index)];
      throw new ConfigError({
        field: "--axis",
        message: `${word} is no index of an axis`,
        remedy: "Write it as c=0 or z=12.",
      });
    }),
  );
}

/** Options that only some results have a use for. */
export interface SpecialOptions {
  readonly jpegQuality?: number | undefined;
  readonly compressionLevel?: number | undefined;
  readonly omeZarrVersion?: string | undefined;
  readonly unsharded?: boolean | undefined;
}

/** @throws ConfigError for an option that would change nothing about the result */
export function refuseIdle(
  { format, compression = "deflate", omeZarrVersion }: ConvertOptions,
  given: SpecialOptions,
): void {
  const idle: readonly (readonly [keyof SpecialOptions, string, boolean, string])[] = [
    ["jpegQuality", "--jpeg-quality", compression !== "jpeg", `compression ${compression}`],
    ["compressionLevel", "--compression-level", /jpeg|none/.test(compression), `compression ${compression}`],
    ["omeZarrVersion", "--ome-zarr-version", format === "tiff", "a TIFF"],
    ["unsharded", "--unsharded", format === "tiff", "a TIFF"],
    ["unsharded", "--unsharded", omeZarrVersion === "0.4", "OME-Zarr 0.4, which has no shards"],
  ];
  for (const [name, option, without, what] of idle) {
    if (!without || given[name] === undefined) continue;
    throw new ConfigError({
      field: option,
      message: `means nothing with ${what}`,
      remedy: "Leave it out, or choose what it belongs to.",
    });
  }
}
