import type { SectionMap } from "./data.js";
import { escapeHtml } from "./html.js";
import { unknownColour } from "./palette.js";
import { groupNames } from "./scoreTable.js";

/** A section twice, points coloured by the true area and by the predicted one, wrong ones ringed. */
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
  const share = map.points.length === 0 ? 0 : Math.round((100 * right) / map.points.length);
  return (
    `<div class="maps">${panel(map, colours, "truth")}${panel(map, colours, "predicted")}</div>` +
    `<ul class="legend">${legend.join("")}</ul>` +
    `<p class="caption">Section ${escapeHtml(map.section)} of brain ${escapeHtml(map.brain)}, one of the ` +
    `${escapeHtml(groupNames[map.group] ?? map.group)}: ${right} of ${map.points.length} points (${share} %) are given their area. ` +
    `Rings mark the others.</p>`
  );
}

function panel(map: SectionMap, colours: ReadonlyMap<string, string>, which: "truth" | "predicted"): string {
  const radius = radiusOf(map).toFixed(2);
  const dots = map.points.map((point) => {
    const isWrong = which === "predicted" && point.truth !== point.predicted;
    const colour = colours.get(point[which]) ?? unknownColour;
    return `<circle${isWrong ? ' class="wrong"' : ""} cx="${point.x.toFixed(1)}" cy="${point.y.toFixed(1)}" r="${radius}" fill="${colour}"/>`;
  });
  const title = which === "truth" ? "true area" : "predicted by the linear probe";
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
