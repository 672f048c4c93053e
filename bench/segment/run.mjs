// Time to segment a section, ours beside the same steps with SciPy and scikit-image, on the same cores, turn by turn:
// contrast enhancement, background, active contours, cleaning at 64 µm/px. Both sides must give the same masks (Dice
// coefficients above 0.98), else it fails. The last line is the ratio with its bar.
// PRESET (demo, study, paper), PAIRS and THREADS change what is measured.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { paperTissueSettings, segmentTissue } from "@cytonet/imaging";
import { scope, setNumThreads, tensor, torchVersion } from "@cytonet/torch";
import { referencePython } from "../../tools/reference/reference.mjs";
import { keepResult, machine, Partner, paired } from "../shared/pairs.mjs";
import { middleSections } from "../shared/phantomSections.mjs";

const THREADS = Number(process.env.THREADS ?? machine().cores);
const PAIRS = Number(process.env.PAIRS ?? 5);
const preset = process.env.PRESET ?? "study";
const settings = paperTissueSettings;

/** The middle section of the preset's first brain, bright where there is much stain. */
function picture() {
  const [{ grey, widthPx, heightPx }] = middleSections(preset, { pixelUm: settings.pixelSizeUm });
  return { image: Float32Array.from(grey, (value) => 1 - value / 255), widthPx, heightPx };
}

setNumThreads(THREADS);
const python = referencePython();
if (python === undefined) throw new Error("run `make reference` first");
const { image, widthPx, heightPx } = picture();
const dir = mkdtempSync(join(tmpdir(), "cytonet-bench-segment-"));
const file = join(dir, "image.raw");
writeFileSync(file, image);
const partner = new Partner(python, [new URL("segment.py", import.meta.url).pathname], {
  OMP_NUM_THREADS: String(THREADS),
});
const pixels = tensor(image, { shape: [heightPx, widthPx] });
const [theirFile, leastDice] = [join(dir, "labels.raw"), 0.98];
let ourLabels;
function ours() {
  const start = performance.now();
  const { labels } = scope(() => segmentTissue(pixels, settings));
  const seconds = (performance.now() - start) / 1000;
  ourLabels = labels;
  return seconds;
}
const theirs = async () =>
  (await partner.ask({ file, shape: [heightPx, widthPx], settings, labels: theirFile })).seconds;

/** Dice coefficient of a class in both masks. */
function diceOf(label, theirLabels) {
  let [own, other, both] = [0, 0, 0];
  for (const [i, value] of theirLabels.entries()) {
    own += ourLabels[i] === label;
    other += value === label;
    both += ourLabels[i] === label && value === label;
  }
  return (2 * both) / (own + other);
}
ours();
await theirs();
const result = await paired(ours, theirs, PAIRS);
partner.close();
const theirLabels = readFileSync(theirFile);
rmSync(dir, { recursive: true });
const dice = { slide: diceOf(0, theirLabels), grey: diceOf(1, theirLabels), white: diceOf(2, theirLabels) };
console.log(
  `${widthPx} × ${heightPx} px: ours ${result.ours.toFixed(2)} s, scikit-image ${result.theirs.toFixed(2)} s`,
);
const shown = Object.entries(dice).map(([name, value]) => `${name} ${value.toFixed(4)}`);
console.log(`Dice coefficients of both masks: ${shown.join(", ")}`);
if (Math.min(...Object.values(dice)) < leastDice) throw new Error("the two do not do the same steps");
const path = keepResult("segment", {
  libtorch: torchVersion(),
  threads: THREADS,
  preset,
  widthPx,
  heightPx,
  unit: "seconds per section, median; ratio is the median over pairs",
  result,
  dice,
});
console.error(`kept in ${path}`);
console.log(`segmentation ÷ scikit-image: ${result.ratio.toFixed(3)} (bar 0.5)`);
