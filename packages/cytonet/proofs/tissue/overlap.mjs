// Figures of how well two maps of tissue (0 slide, 1 grey, 2 white matter) agree.
import { maximumFilter, minimumFilter } from "@cytonet/imaging";
import { scope, tensor } from "@cytonet/torch";
import sharp from "sharp";

/** Samples of ours, of truth and of both, for classes 1 and 2; added to `sums`. */
export function overlap(ours, truth, sums = { 1: [0, 0, 0], 2: [0, 0, 0] }) {
  for (let i = 0; i < truth.length; i++) {
    const [a, b] = [ours[i], truth[i]];
    if (a > 0) sums[a][0] += 1;
    if (b > 0) sums[b][1] += 1;
    if (a > 0 && a === b) sums[a][2] += 1;
  }
  return sums;
}

/** Dice coefficients of such sums. */
export function diceOf(sums) {
  const dice = ([a, b, both]) => (2 * both) / (a + b);
  return { grey: dice(sums[1]), white: dice(sums[2]) };
}

export function quantile(values, q) {
  return [...values].sort((a, b) => a - b)[Math.floor(q * (values.length - 1))];
}

/** Slide between banks less than half a millimetre apart: what closing the tissue would fill. */
export function narrowGaps(truth, heightPx, widthPx, pixelUm) {
  const window = 2 * Math.round(250 / pixelUm) + 1;
  return scope(() => {
    const tissue = tensor(
      truth.map((value) => (value > 0 ? 1 : 0)),
      { shape: [heightPx, widthPx] },
    );
    const closed = minimumFilter(maximumFilter(tissue, window), window);
    return closed.gt(tissue).to({ dtype: "uint8" }).toTypedArray();
  });
}

/** Dice coefficients of a section's mask, and how much of its narrow sulci is open. */
export function sectionScore(section, ours, truth, heightPx, widthPx, pixelUm) {
  const gaps = narrowGaps(truth, heightPx, widthPx, pixelUm);
  let [narrow, open] = [0, 0];
  for (let i = 0; i < gaps.length; i++) {
    narrow += gaps[i];
    if (gaps[i] === 1 && ours[i] === 0) open += 1;
  }
  return { section, ...diceOf(overlap(ours, truth)), narrow, open };
}

/** What the scores of many sections say. Sections without white matter have no score for it. */
export function summariseSections(scores) {
  const of = (name) => scores.map((one) => one[name]).filter((value) => !Number.isNaN(value));
  const spread = (values) => ({
    median: quantile(values, 0.5),
    p10: quantile(values, 0.1),
    worst: quantile(values, 0),
  });
  const total = (name) => scores.reduce((sum, one) => sum + one[name], 0);
  return {
    sections: scores.length,
    grey: spread(of("grey")),
    white: spread(of("white")),
    narrowSulciOpen: total("open") / Math.max(1, total("narrow")),
  };
}

/** A mask's classes: greys 0, 128, 255. */
export async function readClasses(path) {
  const { data, info } = await sharp(path).toColourspace("b-w").raw().toBuffer({ resolveWithObject: true });
  const labels = Uint8Array.from(data, (value) => Math.round(value / 127.5));
  return { labels, widthPx: info.width, heightPx: info.height };
}
