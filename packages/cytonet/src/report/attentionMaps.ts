import { escapeHtml } from "./html.js";
import type { AttentionFigure } from "./parts.js";

/** Patches, and the same with what the class token attends to. */
export function attentionMaps(figure: AttentionFigure): string {
  const pairs = figure.patches.map(
    ({ image, weights, area, place }) =>
      `<figure><div class="attention"><img src="${image}" alt="patch of ${escapeHtml(area)}" title="${escapeHtml(place)}">` +
      `<div class="over"><img src="${image}" alt="" loading="lazy">${heat(weights)}</div></div><figcaption>${escapeHtml(area)} <small>${escapeHtml(place)}</small></figcaption></figure>`,
  );
  return (
    `<div class="attentions">${pairs.join("")}</div>` +
    `<p class="caption">Left the patch, right what the class token of block ${figure.block} attends to, averaged over ${figure.heads} heads; bright is much, scaled to each patch’s largest weight. ` +
    `Encoder: ${escapeHtml(figure.encoder)}, ${escapeHtml(figure.training)}; positions lie ${figure.pitchUm} µm apart. ` +
    `This is another encoder than the one scored above, trained for the figure. Attention says where information is taken from, not what it does.</p>`
  );
}

function heat(weights: readonly number[]): string {
  const side = Math.round(Math.sqrt(weights.length));
  const largest = Math.max(...weights, 1e-12);
  const cells = weights.map((weight, i) => {
    const dark = 0.78 * (1 - Math.sqrt(weight / largest));
    return `<rect x="${i % side}" y="${Math.floor(i / side)}" width="1.02" height="1.02" fill-opacity="${dark.toFixed(2)}"/>`;
  });
  return `<svg viewBox="0 0 ${side} ${side}" preserveAspectRatio="none" aria-hidden="true">${cells.join("")}</svg>`;
}
