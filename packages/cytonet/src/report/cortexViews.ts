import { escapeHtml } from "./html.js";
import type { CortexFigure } from "./parts.js";
import { lengthName } from "./scaleBar.js";

/** A brain from several sides at one scale, coloured by its features. */
export function cortexViews(figure: CortexFigure): string {
  const { views, pxPerMm, kind } = figure;
  const widest = Math.max(...views.map(({ width }) => width));
  const pictures = views.map(
    ({ name, image, width, height }) =>
      `<figure><div class="view"><img src="${image}" width="${width}" height="${height}" style="width:${((100 * width) / widest).toFixed(2)}%" alt="${escapeHtml(name)}"></div><figcaption>${escapeHtml(name)}</figcaption></figure>`,
  );
  const percent = figure.explained.map((share) => `${Math.round(100 * share)} %`).join(", ");
  const drawn =
    kind === "surface"
      ? "Every place of the pial surface has the colour of the nearest points below it."
      : "Every ball is a point of a section, in the middle of the cortex; between sections nothing is drawn.";
  return (
    `<div class="cortex">${pictures.join("")}</div>` +
    `<p class="caption">Brain ${escapeHtml(figure.brain)}, a brain of the ${escapeHtml(figure.role)} ones: the first three principal components of its features as red, green and blue ` +
    `(${percent} of the variance; ${figure.points.toLocaleString("en")} points; components from all brains together). ${drawn} Like colours are like features; no label was used. ` +
    `All views have one scale; the widest picture is ${lengthName(Number((widest / pxPerMm).toPrecision(2)))} wide.</p>`
  );
}
