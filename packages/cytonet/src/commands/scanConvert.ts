import { defineCommand } from "./command.js";
import { choice, common, flag, integer } from "./options.js";
import { refuseHalfSize, scanOptions } from "./scanOptions.js";

/** `cytonet scan convert`: a scan as a pyramid that opens anywhere and reads fast. */
export const scanConvert = defineCommand({
  name: "scan convert",
  summary: "convert a scan into a pyramidal BigTIFF or OME-Zarr, with checksums",
  details:
    "Pixels are kept as they are, in grey; colour becomes luma. The work is kept beside OUT in .OUT.converting: after " +
    "a signal, a crash or a full disk the same command goes on where it was and makes the same bytes. Label and macro " +
    "images are not copied.",
  positionals: [
    { name: "IN", description: "image file, OME-Zarr folder, or its http(s) address" },
    { name: "OUT", description: "what to write: NAME.tif or NAME.zarr" },
  ],
  options: {
    format: choice(["tiff", "ome-zarr"], "format of OUT (default: by its ending)"),
    compression: choice(
      ["deflate", "jpeg", "none", "zstd", "blosc"],
      "jpeg for TIFF, zstd and blosc for OME-Zarr (default: deflate)",
    ),
    compressionLevel: integer("N", "1, fast, to 9, small (default: 1)", 1),
    jpegQuality: integer("N", "1 to 100 (default: 90)", 1),
    tilePx: integer("N", "side of a tile or chunk, a multiple of 16 (default: 512)", 16),
    background: integer("GREY", "grey of the bare slide (default: the median of the border)"),
    omeZarrVersion: choice(
      ["0.4", "0.5"],
      "0.5 in shards, or 0.4 with a file for every chunk (default: 0.5)",
    ),
    unsharded: flag("OME-Zarr 0.5 with a file for every chunk"),
    ...scanOptions,
    dryRun: common.dryRun,
    force: common.force,
  },
  examples: [
    "cytonet scan convert section.svs section.ome.zarr",
    "cytonet scan convert section.tif section.ome.tif --compression jpeg --pixel-size-x-um 1 --pixel-size-y-um 1",
  ],
  async execute({ options, positionals, signal, progress, log }) {
    refuseHalfSize(options);
    const { formatOfName, parseAxes, refuseIdle } = await import("../scans/convertOptions.js");
    const { runConversion } = await import("../scans/convert.js");
    const { axis, dryRun, force, unsharded, format, ...rest } = options;
    const [input, output] = [positionals[0]!, positionals[1]!];
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    const request = {
      ...given,
      format: format ?? formatOfName(output),
      sharded: !unsharded,
      replace: force,
      ...(axis === undefined ? {} : { axisIndex: parseAxes(axis) }),
    };
    refuseIdle(request, { ...given, unsharded: unsharded || undefined });
    return runConversion({ input, output, options: request, dryRun }, { signal, progress, log });
  },
  print(result) {
    const size = `${result.widthPx} x ${result.heightPx} px, ${result.levels} levels`;
    if (result.dryRun) {
      const megabytes = Math.ceil(result.estimatedBytes / 1e6);
      const taken = result.exists ? ". It exists already: give --force to keep the old one aside" : "";
      return `${result.path}: ${size}, ${result.tiles} tiles; about ${megabytes} MB and ${result.estimatedSeconds} s${taken}`;
    }
    const kept = result.replaced === undefined ? "" : `; the old one is ${result.replaced}`;
    return `${result.path}: ${size}, ${result.bytes} bytes in ${result.files} files${kept}`;
  },
});
