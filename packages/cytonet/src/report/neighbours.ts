import type { Neighbourhood, PatchPicture } from "./data.js";
import { decimal, escapeHtml } from "./html.js";

/** Patches with those that the encoder takes for their like, in other sections; a mark tells whether the area agrees. */
export function neighbours(list: readonly Neighbourhood[]): string {
  const rows = list.map(({ query, found }) => {
    const others = found.map((patch) =>
      picture(patch, patch.area === query.area, decimal(patch.similarity, 2)),
    );
    return `<div class="neighbour-row">${picture(query, undefined, "")}<span class="arrow">→</span>${others.join("")}</div>`;
  });
  const all = list.flatMap(({ query, found }) => found.map(({ area }) => area === query.area));
  const share = all.length === 0 ? 0 : Math.round((100 * all.filter(Boolean).length) / all.length);
  return (
    `<div class="neighbours">${rows.join("")}</div><p class="caption">Left: points of sections that pretraining did not see. ` +
    `Right: the points of other sections with the most similar features, at most one a section, with their cosine similarity. ` +
    `${share} % are of the same area.</p>`
  );
}

function picture({ image, area, place }: PatchPicture, agrees: boolean | undefined, value: string): string {
  const mark = agrees === undefined ? "query" : agrees ? "same" : "other";
  return (
    `<figure class="${mark}"><img src="${image}" alt="${escapeHtml(area)}" title="${escapeHtml(place)}" loading="lazy">` +
    `<figcaption>${escapeHtml(area)}${value === "" ? "" : ` <small>${value}</small>`}</figcaption></figure>`
  );
}
