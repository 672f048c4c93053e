import { defineCommand } from "./command.js";
import { common, integer, required, withDefault } from "./options.js";
import { refuseHalfSize, scanOptions } from "./scanOptions.js";

/** `cytonet scan thumbnail`: a small picture of a scan. */
export const scanThumbnail = defineCommand({
  name: "scan thumbnail",
  summary: "write a small picture of a scan in its true proportions",
  details: "It is made from the scan's own pixels, never from a label, macro or thumbnail image of the file.",
  positionals: [{ name: "SCAN", description: "image file, OME-Zarr folder, or its http(s) address" }],
  options: {
    out: required({ ...common.out, description: "the .png or .jpg to write" }),
    maxPx: withDefault(integer("N", "longer side of the picture", 1), 1024),
    ...scanOptions,
    force: common.force,
  },
  examples: ["cytonet scan thumbnail section.tif --out section.png --max-px 800"],
  async execute({ options, positionals }) {
    refuseHalfSize(options);
    const { parseAxes } = await import("../scans/convertOptions.js");
    const { writeThumbnail } = await import("../scans/thumbnail.js");
    const { axis, ...rest } = options;
    return writeThumbnail(positionals[0]!, { ...rest, axisIndex: axis && parseAxes(axis) });
  },
  print: ({ path, widthPx, heightPx, pixelSizeUm, replaced }) =>
    `${path}: ${widthPx} x ${heightPx} px${pixelSizeUm === null ? "" : ` of ${pixelSizeUm.toPrecision(4)} µm`}` +
    (replaced === undefined ? "" : `; the old one is ${replaced}`),
});
