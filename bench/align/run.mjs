// Registering a pair of sections at 64 µm/px: our SURF, matching and rigid RANSAC beside OpenCV's SIFT, BFMatcher and
// estimateAffinePartial2D, on the same pixels and cores. Sides take turns; the last line is the ratio of times, ours ÷
// OpenCV's. Each side's error against the known transform stands beside it: a fast wrong answer would not count.
//
// The pair is two sections of a phantom brain, 0.13 mm apart, or files given as ALIGN_PAIR="A.tif B.tif" (no truth then).
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { registerFeatures, registrationDefaults, surf } from "@cytonet/imaging";
import { imageToPlane } from "@cytonet/phantom";
import { openScan } from "@cytonet/scans";
import { scope, setNumThreads, tensor, torchVersion } from "@cytonet/torch";
import { referencePython } from "../../tools/reference/reference.mjs";
import { keepResult, machine, Partner, paired } from "../shared/pairs.mjs";
import { middleSections } from "../shared/phantomSections.mjs";

const THREADS = Number(process.env.THREADS ?? machine().cores);
const PAIRS = Number(process.env.PAIRS ?? 9);
const PRESET = process.env.PRESET ?? "study";
const UM = 64;
const FEATURES = Number(process.env.FEATURES ?? 3000);
const FOLDER = join(import.meta.dirname, "../../build/bench/align");

/** Two neighbouring sections as bytes, and where truth puts points of the first in the second. */
function phantomPair() {
  const images = middleSections(PRESET, { pixelUm: UM, count: 2, spacingMm: 0.13 });
  const [from, to] = images.map(({ section }) => imageToPlane(section.placement));
  const truth = ([u, v]) => {
    const [x, z] = [from.a * u + from.b * v + from.c, from.d * u + from.e * v + from.f];
    const determinant = to.a * to.e - to.b * to.d;
    return [
      (to.e * (x - to.c) - to.b * (z - to.f)) / determinant,
      (to.a * (z - to.f) - to.d * (x - to.c)) / determinant,
    ];
  };
  return { images, truth };
}

async function givenPair(paths) {
  const images = [];
  for (const path of paths) {
    const scan = await openScan(path, { pixelSizeXUm: UM, pixelSizeYUm: UM });
    const { widthPx, heightPx } = scan;
    images.push({
      widthPx,
      heightPx,
      grey: (await scan.read({ xPx: 0, yPx: 0, widthPx, heightPx }, UM)).data,
    });
    await scan.close();
  }
  return { images, truth: undefined };
}

function background(grey, widthPx) {
  const rim = [...grey.subarray(0, widthPx), ...grey.subarray(grey.length - widthPx)].sort((a, b) => a - b);
  return rim[rim.length >> 1];
}

/** From pixels to the rigid map: features of both sections, matching, consensus. */
function register(images) {
  return scope(() => {
    const [a, b] = images.map(({ widthPx, heightPx, grey }) => {
      const image = tensor(grey, { shape: [heightPx, widthPx] });
      const found = surf(image, { background: background(grey, widthPx), maxFeatures: FEATURES });
      const places = found.places.toTypedArray();
      const count = places.length / 4;
      return {
        descriptors: found.descriptors,
        positive: found.positive,
        placesUm: Float64Array.from({ length: 2 * count }, (_, i) => places[4 * (i >> 1) + (i & 1)] * UM),
        anglesRad: Float64Array.from({ length: count }, (_, i) => places[4 * i + 3]),
      };
    });
    const { widthPx, heightPx } = images[1];
    // OpenCV's side knows nothing of mirrored sections: one hypothesis on both sides.
    const settings = { ...registrationDefaults, mirror: "never" };
    return registerFeatures(a, b, widthPx * heightPx * UM * UM, settings);
  });
}

/** Mean distance, µm, between where a matrix a b c d e f (µm) and the truth put points of the first section. */
function errorOf([a, b, c, d, e, f], { images, truth }) {
  if (truth === undefined) return null;
  const [width, height] = [images[0].widthPx * UM, images[0].heightPx * UM];
  const share = [0.25, 0.5, 0.75];
  const errors = share.flatMap((i) =>
    share.map((j) => {
      const [u, v] = [i * width, j * height];
      const right = truth([u, v]);
      return Math.hypot(a * u + b * v + c - right[0], d * u + e * v + f - right[1]);
    }),
  );
  return errors.reduce((sum, value) => sum + value, 0) / errors.length;
}

setNumThreads(THREADS);
const python = referencePython();
if (python === undefined) throw new Error("run `make reference` first");
const pair = process.env.ALIGN_PAIR ? await givenPair(process.env.ALIGN_PAIR.split(" ")) : phantomPair();
mkdirSync(FOLDER, { recursive: true });
const files = pair.images.map(({ grey, widthPx, heightPx }, i) => {
  const path = join(FOLDER, `${i}.grey`);
  writeFileSync(path, grey);
  return { path, widthPx, heightPx };
});
if (!files.every(({ path }) => existsSync(path))) throw new Error("images could not be written");

const partner = new Partner(python, [join(import.meta.dirname, "opencv.py")]);
const versions = await partner.ask({ images: files, threads: THREADS, features: FEATURES });
const time = () => {
  const start = performance.now();
  const found = register(pair.images);
  return { seconds: (performance.now() - start) / 1000, found };
};
const { found } = time();
const theirs = await partner.ask({});
const result = await paired(
  () => time().seconds,
  async () => (await partner.ask({})).seconds,
  PAIRS,
);
partner.close();
const { angleRad, shift } = found.map ?? { angleRad: Number.NaN, shift: [Number.NaN, Number.NaN] };
const [cos, sin] = [Math.cos(angleRad), Math.sin(angleRad)];
const ourError = errorOf([cos, -sin, shift[0], sin, cos, shift[1]], pair);
const theirError = errorOf(
  theirs.matrix.map((value, i) => (i % 3 === 2 ? value * UM : value)),
  pair,
);
const um = (error) => (error === null ? "" : `, off by ${error.toFixed(0)} µm`);
console.log(
  `ours ${result.ours.toFixed(3)} s, ${found.inliers} of ${found.matches} matches agree${um(ourError)}`,
);
console.log(
  `OpenCV ${result.theirs.toFixed(3)} s, ${theirs.inliers} of ${theirs.matches} agree${um(theirError)}`,
);
const path = keepResult("align", {
  what: "features of two sections, matching, consensus; from pixels in memory to the transform",
  preset: PRESET,
  imagePx: files.map(({ widthPx, heightPx }) => [widthPx, heightPx]),
  features: FEATURES,
  threads: THREADS,
  libtorch: torchVersion(),
  versions,
  ours: { seconds: result.ours, matches: found.matches, inliers: found.inliers, errorUm: ourError },
  theirs: { seconds: result.theirs, matches: theirs.matches, inliers: theirs.inliers, errorUm: theirError },
  ratio: result.ratio,
  ratios: result.ratios,
});
console.error(`kept in ${path}`);
console.log(`ratio ours ÷ OpenCV: ${result.ratio.toFixed(3)} (bar 1.0)`);
