import { brainColours } from "./colourScales.js";
import { decimal, escapeHtml } from "./html.js";
import { unknownColour } from "./palette.js";
import type { MapFigure, SeparationFigure } from "./parts.js";

const side = 460;
const margin = 10;

/** The map twice: coloured by brain and by area. */
export function embeddingMaps(map: MapFigure, colours: ReadonlyMap<string, string>): string {
  const brains = [...new Set(map.brain)].sort();
  const ofBrain = new Map(brains.map((brain, i) => [brain, brainColours[i % brainColours.length]!]));
  const panel = (title: string, column: readonly string[], palette: ReadonlyMap<string, string>): string =>
    `<figure>${scatter(map, column, palette, title)}<figcaption>${title}</figcaption></figure>`;
  // With a single brain there is nothing to tell apart by brains.
  const several = brains.length > 1;
  const byBrain = several ? panel("by brain", map.brain, ofBrain) : "";
  const of =
    map.of > map.brain.length ? ` of ${map.of.toLocaleString("en")}, equally many of every brain` : "";
  return (
    `<div class="maps${several ? "" : " one"}">${byBrain}${panel("by area", map.area, colours)}</div>` +
    `${several ? legend(map.brain, ofBrain) : ""}${legend(map.area, colours)}` +
    `<p class="caption">UMAP of the features by cosine distance: ${map.brain.length.toLocaleString("en")} points${of}; ` +
    `${map.neighbours} neighbours, least distance ${map.minDist}, seed ${map.seed}. Axes have no unit, and distances between far clusters mean little. ` +
    `${several ? "Features that know the area and not the brain mix colours on the left and part them on the right." : "There is one brain."}${index(map.separation)}</p>`
  );
}

function index({ brain, area }: MapFigure["separation"]): string {
  const text = (name: string, value: SeparationFigure | undefined): string =>
    value === undefined
      ? `not defined by ${name}`
      : `${decimal(value.features, 1)} (map: ${decimal(value.map, 0)}) by ${name}`;
  return ` Calinski–Harabasz index of these points in the features: ${text("brain", brain)}, ${text("area", area)}.`;
}

function scatter(
  { x, y }: MapFigure,
  column: readonly string[],
  colours: ReadonlyMap<string, string>,
  title: string,
): string {
  const [xs, ys] = [Array.from(x), Array.from(y)];
  const [left, bottom] = [Math.min(...xs), Math.min(...ys)];
  const span = Math.max(Math.max(...xs) - left, Math.max(...ys) - bottom) || 1;
  const scale = (side - 2 * margin) / span;
  // One path a colour: a fraction of the bytes of circles. Zero-length lines with round caps are dots.
  const paths = new Map<string, string[]>();
  for (const [i, name] of column.entries()) {
    const list = paths.get(name) ?? [];
    list.push(
      `M${(margin + (xs[i]! - left) * scale).toFixed(1)} ${(side - margin - (ys[i]! - bottom) * scale).toFixed(1)}h0`,
    );
    paths.set(name, list);
  }
  const dots = [...paths].map(
    ([name, list]) =>
      `<path stroke="${colours.get(name) ?? unknownColour}" d="${list.join("")}"><title>${escapeHtml(name)}</title></path>`,
  );
  return `<svg class="scatter" viewBox="0 0 ${side} ${side}" role="img" aria-label="Map of features ${title}">${dots.join("")}</svg>`;
}

function legend(column: readonly string[], colours: ReadonlyMap<string, string>): string {
  const shown = new Set(column);
  const items = [...colours]
    .filter(([name]) => shown.has(name))
    .map(([name, colour]) => `<li><i style="background:${colour}"></i>${escapeHtml(name)}</li>`);
  return `<ul class="legend">${items.join("")}</ul>`;
}
