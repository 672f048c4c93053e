import { hopColours, hopNames } from "./colourScales.js";
import { decimal, escapeHtml } from "./html.js";
import type { HopsFigure } from "./parts.js";
import { groupNames } from "./scoreTable.js";

/** Shares of points by hops, one bar a group, with the bar of chance below it. */
export function hopBars({ groups, borders, bordersFrom }: HopsFigure): string {
  const rows = groups.map(
    ({ group, points, shares, chance, meanHops }) =>
      `<li><span class="name">${escapeHtml(groupNames[group] ?? group)} <small>${points.toLocaleString("en")} points</small></span>` +
      `<span class="stack">${stack(shares)}</span><span class="value">${Number.isFinite(meanHops) ? decimal(meanHops, 2) : "–"}</span>` +
      `<span class="name chance">dealt out at random</span><span class="stack thin">${stack(chance)}</span><span></span></li>`,
  );
  const legend = hopNames.map((name, i) => `<li><i style="background:${hopColours[i]}"></i>${name}</li>`);
  return (
    `<ol class="hops">${rows.join("")}</ol><ul class="legend">${legend.join("")}</ul>` +
    `<p class="caption">Predictions by their distance from the truth: how many of the ${borders} borders between areas lie in between (${escapeHtml(bordersFrom)}). ` +
    `On the right the mean number of hops. Thin bars: the same predictions dealt out at random among the same points. Areas without a known way count as 3 or more.</p>`
  );
}

function stack(shares: readonly number[]): string {
  return shares
    .map((share, i) => {
      const percent = 100 * share;
      const text = percent >= 7 ? `${Math.round(percent)} %` : "";
      return `<i class="hop-${i}" style="width:${percent.toFixed(2)}%;background:${hopColours[i]}" title="${hopNames[i]}: ${decimal(percent, 1)} %">${text}</i>`;
    })
    .join("");
}
