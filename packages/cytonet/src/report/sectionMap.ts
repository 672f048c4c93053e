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
  const radius = (Math.max(map.width, map.height) / 150).toFixed(2);
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
