import { escapeHtml } from "./html.js";
import type { InterventionFigure } from "./parts.js";

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** Patches before and after one feature of the tissue was taken away, and what the probe then says. */
export function interventions({ changes, control, pictureUm, patchUm }: InterventionFigure): string {
  const blocks = changes.map((change) => {
    const examples = change.examples.map(
      ({ before, after, calledBefore, calledAfter, place }) =>
        `<figure class="pair"><div><img src="${before}" alt="before" title="${escapeHtml(place)}"><img src="${after}" alt="after" title="${escapeHtml(place)}"></div>` +
        `<figcaption>${escapeHtml(calledBefore)} → <b class="${calledAfter === calledBefore ? "kept" : "moved"}">${escapeHtml(calledAfter)}</b></figcaption></figure>`,
    );
    const becomes = change.becomes
      .map(({ area, share }) => `${escapeHtml(area)} ${percent(share)}`)
      .join(", ");
    return (
      `<div class="change"><h4>${escapeHtml(change.title)}</h4><p class="soft">${escapeHtml(change.what)}</p>` +
      `<div class="shift">${bar("as it is", change.before, change.area)}${bar("changed", change.after, change.area)}</div>` +
      `<div class="pairs">${examples.join("")}</div>` +
      `<p class="caption">${change.points.toLocaleString("en")} points of ${escapeHtml(change.area)} on sections that the probe was not fitted to. Once changed they are called: ${becomes}.</p></div>`
    );
  });
  return `${blocks.join("")}<p class="caption">${escapeHtml(control)} Pictures are drawn at ${Number(pictureUm.toPrecision(2))} µm/px; the encoder gets the same tissue at ${patchUm} µm/px.</p>`;
}

function bar(
  name: string,
  value: { readonly called: number; readonly probability: number },
  area: string,
): string {
  return (
    `<span class="name">${name}</span><span class="bar"><i style="width:${(100 * value.called).toFixed(1)}%"></i></span>` +
    `<span class="value">${percent(value.called)} called ${escapeHtml(area)}, mean probability ${value.probability.toFixed(2)}</span>`
  );
}
