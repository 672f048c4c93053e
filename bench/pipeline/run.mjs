// The patch pipeline from real files, patch cache off: patches per second of the loader alone beside threads that
// merely decompress the same tiles, and the share of a CPU training run that waits for patches. The last two lines
// are the figures with their bars. SIDE, SECTIONS, PATCHES, WORKERS, PAIRS, STEPS, BATCH and DEVICE change the size.
import { join } from "node:path";
import { augmentationSourcePx, cytonetAugmentation } from "@cytonet/imaging";
import { encoderPreset } from "@cytonet/learning";
import { torchVersion } from "@cytonet/torch";
import { keepResult, machine, paired } from "../shared/pairs.mjs";
import { decompressSeconds } from "./decompress.mjs";
import { openLoader } from "./loader.mjs";
import { makeScans, placesOn, scanPixelUm, tilesUnder } from "./scans.mjs";
import { trainFromFiles } from "./train.mjs";

const number = (name, otherwise) => Number(process.env[name] ?? otherwise);
const SIDE = number("SIDE", 8192);
const SECTIONS = number("SECTIONS", 8);
// Enough for a second or more a turn: a run of hours does not wait for compilers and first pages.
const PATCHES = number("PATCHES", 1024);
const WORKERS = number("WORKERS", machine().cores);
const PAIRS = number("PAIRS", 5);
const STEPS = number("STEPS", 40);
const BATCH = number("BATCH", 32);
const DEVICE = process.env.DEVICE ?? "cpu";
const PRESET = DEVICE === "cpu" ? "tiny" : "B";
const FOLDER = process.env.FOLDER ?? join(import.meta.dirname, "../../build/bench-pipeline");

const { tifffile, files } = makeScans(FOLDER, SIDE, SECTIONS);
const presets = ["tiny", "B"].map((name) => encoderPreset("R50", name));
const results = {};
for (const compression of ["deflate", "jpeg"]) {
  for (const { preset, patchPx, pixelSizeUm } of presets) {
    const form = { sidePx: augmentationSourcePx(patchPx, pixelSizeUm, cytonetAugmentation), pixelSizeUm };
    // A patch of B has some sixty times the pixels of one of tiny.
    const patches = preset === "B" ? Math.ceil(PATCHES / 16) : PATCHES;
    const batchSize = preset === "B" ? 4 : 32;
    const own = files.filter((file) => file.compression === compression);
    const sites = placesOn(own, patches, form.sidePx * pixelSizeUm, scanPixelUm[preset]);
    const tiles = tilesUnder(own, sites, form.sidePx, pixelSizeUm);
    const loader = await openLoader(WORKERS, sites, form, batchSize);
    const batches = Math.ceil(patches / batchSize);
    const read = batches * batchSize;
    const result = await paired(
      async () => (await loader.seconds(batches)) / read,
      async () => (await decompressSeconds(compression, tiles, WORKERS)) / patches,
      PAIRS,
    );
    await loader.close();
    const share = 1 / result.ratio;
    const tilesPerPatch = tiles.reduce((sum, { tiles: some }) => sum + some.length, 0) / tiles.length;
    results[`${compression}, ${preset}`] = {
      sourcePx: form.sidePx,
      pixelSizeUm,
      tilesPerPatch,
      loaderPatchesPerSecond: 1 / result.ours,
      decompressPatchesPerSecond: 1 / result.theirs,
      share,
    };
    console.log(
      `${compression}, ${preset} (${form.sidePx}² px at ${pixelSizeUm} µm/px, ${tilesPerPatch.toFixed(1)} tiles): ` +
        `loader ${(1 / result.ours).toFixed(1)} patches/s, decompression alone ${(1 / result.theirs).toFixed(1)}, ` +
        `share ${(share * 100).toFixed(0)} %`,
    );
  }
}

const training = {};
for (const compression of ["deflate", "jpeg"]) {
  const own = files.filter((file) => file.compression === compression);
  const { patchPx, pixelSizeUm } = encoderPreset("R50", PRESET);
  const reach = augmentationSourcePx(patchPx, pixelSizeUm, cytonetAugmentation) * pixelSizeUm;
  const sites = placesOn(own, Math.max(PATCHES, 2 * BATCH), reach, scanPixelUm[PRESET]);
  const told = await trainFromFiles(sites, {
    steps: STEPS,
    batchSize: BATCH,
    device: DEVICE,
    preset: PRESET,
  });
  training[compression] = told;
  console.log(
    `${compression}: training R50 ${PRESET} on ${DEVICE}, ${told.patchesPerSecond.toFixed(1)} patches/s, ` +
      `data_wait ${(told.dataWait * 100).toFixed(2)} %`,
  );
}

const least = Math.min(...["deflate, tiny", "jpeg, tiny"].map((name) => results[name].share));
const most = Math.max(...Object.values(training).map(({ dataWait }) => dataWait));
const path = keepResult("pipeline", {
  libtorch: torchVersion(),
  tifffile,
  files: `${SECTIONS} sections of ${SIDE}² (1 µm/px for B, taken as 8 for tiny), tiles of 512, five levels, BigTIFF; in the page cache`,
  workers: WORKERS,
  loader: results,
  training: { device: DEVICE, preset: PRESET, batchSize: BATCH, steps: STEPS, ...training },
  leastShareOfDecompression: least,
  largestDataWait: most,
});
console.error(`kept in ${path}`);
console.log(`loader ÷ decompression alone (tiny): ${least.toFixed(2)} (bar 0.80)`);
console.log(
  `data_wait of training (${DEVICE}): ${(most * 100).toFixed(2)} % (bar ${DEVICE === "cpu" ? 3 : 5} %)`,
);
