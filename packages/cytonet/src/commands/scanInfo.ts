import { defineCommand } from "./command.js";
import { flag } from "./options.js";
import { refuseHalfSize, scanOptions } from "./scanOptions.js";

/** `cytonet scan info`: what a scan says of itself. */
export const scanInfo = defineCommand({
  name: "scan info",
  summary: "say a scan's size, levels, pixel size and where it comes from, tiles, stain polarity",
  details: "Label and macro images, which carry donors' ids, are neither read nor listed.",
  positionals: [{ name: "SCAN", description: "image file, OME-Zarr folder, or its http(s) address" }],
  options: {
    ...scanOptions,
    verify: flag("compare every file with the checksums that `cytonet scan convert` wrote"),
  },
  examples: [
    "cytonet scan info section.ome.zarr --verify",
    "cytonet scan info https://example.org/section.zarr --json",
  ],
  async execute({ options, positionals }) {
    refuseHalfSize(options);
    const { parseAxes } = await import("../scans/convertOptions.js");
    const { scanInfo: inform } = await import("../scans/scanInfo.js");
    const { axis, ...rest } = options;
    return inform(positionals[0]!, { ...rest, axisIndex: axis && parseAxes(axis) });
  },
  async print(info) {
    const { renderScanInfo } = await import("../scans/scanInfo.js");
    return renderScanInfo(info);
  },
});
