import type { AreaPatches } from "./data.js";
import { escapeHtml } from "./html.js";
import { unknownColour } from "./palette.js";

/** What the encoder sees: some patches of every area, a row an area. */
export function patchGrid(rows: readonly AreaPatches[], colours: ReadonlyMap<string, string>): string {
  const shown = rows.map(
    ({ area, patches }) =>
      `<div class="patch-row"><h4><i style="background:${colours.get(area) ?? unknownColour}"></i>${escapeHtml(area)}</h4>` +
      `<div>${patches.map(({ image, place }) => `<img src="${image}" alt="patch of ${escapeHtml(area)}" title="${escapeHtml(place)}" loading="lazy">`).join("")}</div></div>`,
  );
  return `<div class="patches">${shown.join("")}</div>`;
}
