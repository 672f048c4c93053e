import { InvalidArgumentError } from "commander";
import { defineCommand } from "./command.js";
import { common, number, required, text } from "./options.js";

/** `cytonet phantom truth`: what is true of every pixel of a window. */
export const phantomTruth = defineCommand({
  name: "phantom truth",
  summary: "write tissue, area, layer and depth of every pixel of a phantom's window, and its cells",
  details:
    "Writes tissue.npy, area.npy, layer.npy, depth.npy and cells.csv into truth/BRAIN/SECTION of the cohort. " +
    "The window is in pixels of --pixel-um from the image's top-left corner.",
  options: {
    cohort: required(common.cohort),
    brain: required(text("ID", "a brain of the cohort")),
    section: required(text("NUMBER", "a section of it")),
    window: required({
      placeholder: "X,Y,W,H",
      description: "the window",
      parse(value: string): readonly [number, number, number, number] {
        const parts = value.split(",").map(Number);
        const [x, y, w, h] = parts;
        const sized = parts.length === 4 && parts.every(Number.isInteger) && w! > 0 && h! > 0;
        if (!sized || w! * h! > 2 ** 28) {
          throw new InvalidArgumentError("Give four whole numbers: left, top, width and height.");
        }
        return [x!, y!, w!, h!];
      },
    }),
    pixelUm: number("UM", "size of the window's pixels (default: that of the scans)"),
  },
  examples: [
    "cytonet phantom truth --cohort demo/cohort --brain B01 --section 0947 --window 1000,900,512,512 --pixel-um 8",
  ],
  async execute({ options }) {
    const { openPhantom, writeWindowTruth } = await import("@cytonet/phantom");
    const { cohort, brain, section, window } = options;
    const phantom = await openPhantom(cohort);
    const [xPx, yPx, widthPx, heightPx] = window;
    return writeWindowTruth(phantom, {
      brain,
      section,
      window: { xPx, yPx, widthPx, heightPx },
      pixelUm: options.pixelUm ?? phantom.settings.pixelUm,
    });
  },
  print: ({ dir, cells }) => `${dir}: ${cells} cells`,
});
