import { hopColours, hopNames } from "./colourScales.js";
import type { SectionMap } from "./data.js";
import { escapeHtml } from "./html.js";
import { unknownColour } from "./palette.js";
import { groupNames } from "./scoreTable.js";

/** A section three times: points by the true area, by the predicted one, and by how far both lie apart. */
export function sectionMap(map: SectionMap, colours: ReadonlyMap<string, string>): string {
  const right = map.points.filter(({ truth, predicted }) => truth === predicted).length;
  const shown = [...new Set(map.points.flatMap(({ truth, predicted }) => [truth, predicted]))];
  const order = [...colours.keys()];
  const legend = shown
    .sort((a, b) => order.indexOf(a) - order.indexOf(b))
    .map(
      (area) =>
        `<li><i style="background:${colours.get(area) ?? unknownColour}"></i>${escapeHtml(area)}</li>`,
    );
  const hops = hopNames.map((name, i) => `<li><i style="background:${hopColours[i]}"></i>${name}</li>`);
  const share = map.points.length === 0 ? 0 : Math.round((100 * right) / map.points.length);
  const area =
    (which: "truth" | "predicted") =>
    (point: SectionMap["points"][number]): string =>
      colours.get(point[which]) ?? unknownColour;
  const distance = ({ hops: count }: SectionMap["points"][number]): string =>
    hopColours[Math.min(count, hopColours.length - 1)]!;
  return (
    `<div class="maps three">${panel(map, "true area", area("truth"))}${panel(map, "predicted by the linear probe", area("predicted"))}` +
    `${panel(map, "errors by hops between areas", distance)}</div>` +
    `<ul class="legend">${legend.join("")}</ul><ul class="legend">${hops.join("")}</ul>` +
    `<p class="caption">Section ${escapeHtml(map.section)} of brain ${escapeHtml(map.brain)}, one of the ` +
    `${escapeHtml(groupNames[map.group] ?? map.group)}: ${right} of ${map.points.length} points (${share} %) are given their area. ` +
    `Points between the sampled ones are not predicted; nothing is smoothed along the cortex.</p>`
  );
}

function panel(
  map: SectionMap,
  title: string,
  colourOf: (point: SectionMap["points"][number]) => string,
): string {
  const radius = radiusOf(map).toFixed(2);
  const dots = map.points.map(
    (point) =>
      `<circle cx="${point.x.toFixed(1)}" cy="${point.y.toFixed(1)}" r="${radius}" fill="${colourOf(point)}"/>`,
  );
  return (
    `<figure><svg viewBox="0 0 ${map.width} ${map.height}" role="img" aria-label="${title}">` +
    `<image href="${map.image}" width="${map.width}" height="${map.height}" preserveAspectRatio="none"/>${dots.join("")}</svg>` +
    `<figcaption>${title}</figcaption></figure>`
  );
}

/** As large as neighbouring points allow: dots touch at most, and never grow beyond a hundredth of the picture. */
function radiusOf({ points, width, height }: SectionMap): number {
  const largest = Math.max(width, height) / 120;
  const step = Math.max(1, Math.floor(points.length / 50));
  const gaps = points
    .filter((_, index) => index % step === 0)
    .map((point) =>
      Math.min(
        ...points.filter((other) => other !== point).map(({ x, y }) => Math.hypot(x - point.x, y - point.y)),
      ),
    )
    .sort((a, b) => a - b);
  const middle = gaps[gaps.length >> 1] ?? Number.POSITIVE_INFINITY;
  return Math.min(largest, 0.42 * middle);
}
