import { basename } from "node:path";
import { ConfigError } from "@cytonet/cohort";
import type { ScanFormat } from "@cytonet/scans";

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
