import { decimal, escapeHtml } from "./html.js";
import type { WeaknessFigure } from "./parts.js";
import { groupNames } from "./scoreTable.js";

const shownAreas = 20;
const shownConfusions = 10;

/** Every area's F1 as a bar, worst first, and the mistakes made most. */
export function weaknesses({ group, areas, confusions }: WeaknessFigure): string {
  const bars = areas.slice(0, shownAreas).map(({ area, f1, recall, precision, points, takenFor }) => {
    const other = takenFor === undefined ? "" : `taken for ${escapeHtml(takenFor)}`;
    return (
      `<li title="precision ${decimal(precision, 2)}, recall ${decimal(recall, 2)}"><span class="name">${escapeHtml(area)}</span><span class="bar"><i style="width:${(100 * f1).toFixed(1)}%"></i></span>` +
      `<span class="value">${decimal(f1, 2)}</span><small>${points.toLocaleString("en")} points${other === "" ? "" : `, ${other}`}</small></li>`
    );
  });
  const rows = confusions
    .slice(0, shownConfusions)
    .map(
      ({ truth, predicted, points, share, hops }) =>
        `<tr><th scope="row">${escapeHtml(truth)} → ${escapeHtml(predicted)}</th><td>${points}</td><td>${Math.round(100 * share)} %</td><td>${hops === undefined ? "–" : Number.isFinite(hops) ? hops : "no way"}</td></tr>`,
    );
  const rest = areas.length > shownAreas ? ` The ${areas.length - shownAreas} best areas are not shown.` : "";
  return (
    `<div class="columns"><div class="card"><h4>F1 by area, worst first</h4><ol class="f1">${bars.join("")}</ol></div>` +
    `<div class="card"><h4>Most frequent mistakes</h4><table><thead><tr><th scope="col">truth → call</th><th scope="col">points</th><th scope="col">of area</th><th scope="col">hops</th></tr></thead><tbody>${rows.join("")}</tbody></table></div></div>` +
    `<p class="caption">On the ${escapeHtml(groupNames[group] ?? group)}.${rest} An area that is predicted without being there counts with F1 = 0.</p>`
  );
}
