import type { PatchPicture, Retrieval } from "./data.js";
import { decimal, escapeHtml } from "./html.js";

/** Patches with those that the encoder takes for their like elsewhere; a mark tells whether the area agrees. */
export function neighbours({ among, list, agreement }: Retrieval): string {
  const rows = list.map(({ query, found }) => {
    const others = found.map((patch) =>
      picture(patch, patch.area === query.area, decimal(patch.similarity, 2)),
    );
    return `<div class="neighbour-row">${picture(query, undefined, "")}<span class="arrow">→</span>${others.join("")}</div>`;
  });
  return (
    `<div class="neighbours">${rows.join("")}</div><p class="caption">Left: points of sections that the probe was not fitted to. ` +
    `Right: the points of ${among} with the most similar features, at most one a section, with their cosine similarity; the frame and a ✓ tell whether the area agrees. ` +
    `Over ${agreement.queries.toLocaleString("en")} points the single nearest one in ${among} is of the same area for ${Math.round(100 * agreement.share)} %, ` +
    `by chance for ${Math.round(100 * agreement.chance)} %.</p>`
  );
}

function picture({ image, area, place }: PatchPicture, agrees: boolean | undefined, value: string): string {
  const kind = agrees === undefined ? "query" : agrees ? "same" : "other";
  const mark = agrees === undefined ? "" : agrees ? "✓ " : "✗ ";
  return (
    `<figure class="${kind}"><img src="${image}" alt="${escapeHtml(area)}" title="${escapeHtml(place)}" loading="lazy">` +
    `<figcaption>${mark}${escapeHtml(area)}${value === "" ? "" : ` <small>${value}</small>`}</figcaption></figure>`
  );
}
