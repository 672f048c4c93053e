// Time to segment a section, ours beside the same steps with SciPy and scikit-image, on the same cores, turn by turn:
// contrast enhancement, background, active contours, cleaning at 64 µm/px. The last line is the ratio with its bar.
// PRESET (demo, study, paper), PAIRS and THREADS change what is measured.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
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
const counts = [0, 0, 0];
function ours() {
  const start = performance.now();
  const { labels } = scope(() => segmentTissue(pixels, settings));
  const seconds = (performance.now() - start) / 1000;
  counts.fill(0);
  for (const label of labels) counts[label] += 1;
  return seconds;
}
let theirCounts;
const theirs = async () => {
  const answer = await partner.ask({ file, shape: [heightPx, widthPx], settings });
  theirCounts = answer.counts;
  return answer.seconds;
};
ours();
await theirs();
const result = await paired(ours, theirs, PAIRS);
partner.close();
rmSync(dir, { recursive: true });
console.log(
  `${widthPx} × ${heightPx} px: ours ${result.ours.toFixed(2)} s, scikit-image ${result.theirs.toFixed(2)} s`,
);
console.log(`pixels of slide, grey, white: ours ${counts.join(", ")}; theirs ${theirCounts.join(", ")}`);
const path = keepResult("segment", {
  libtorch: torchVersion(),
  threads: THREADS,
  preset,
  widthPx,
  heightPx,
  unit: "seconds per section, median; ratio is the median over pairs",
  result,
  pixels: { ours: counts, theirs: theirCounts },
});
console.error(`kept in ${path}`);
console.log(`segmentation ÷ scikit-image: ${result.ratio.toFixed(3)} (bar 0.5)`);
