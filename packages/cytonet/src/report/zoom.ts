import { escapeHtml } from "./html.js";
import type { ZoomPanel } from "./parts.js";
import { scaleBar } from "./scaleBar.js";

/** Height at which all panels are drawn, in the units of the leading lines. */
const unit = 100;

/** From the brain to its cells: each panel marks what the next one shows. */
export function zoom(panels: readonly ZoomPanel[]): string {
  if (panels.length === 0) return "";
  const figures = panels.map(({ title, detail, image, aspect, frame, widthMm, cutOut }) => {
    const mark =
      frame === undefined
        ? ""
        : `<svg class="frame" viewBox="0 0 ${(unit * aspect).toFixed(2)} ${unit}" preserveAspectRatio="none" aria-hidden="true">${markOf(frame, aspect)}</svg>`;
    return (
      `<figure class="zoom-panel${cutOut ? " cut-out" : ""}" style="flex:${aspect.toFixed(4)} 1 0">` +
      `<div class="zoom-picture" style="aspect-ratio:${aspect.toFixed(4)}"><img src="${image}" alt="${escapeHtml(`${title}: ${detail}`)}">${mark}${scaleBar(widthMm)}</div>` +
      `<figcaption><b>${escapeHtml(title)}</b> ${escapeHtml(detail)}</figcaption></figure>`
    );
  });
  return `<div class="zoom">${figures.join("")}</div>`;
}

/** The marked rectangle and the lines from its right corners to the next panel. */
function markOf(frame: NonNullable<ZoomPanel["frame"]>, aspect: number): string {
  const width = unit * aspect;
  const [x, y] = [frame.x * width, frame.y * unit];
  const [w, h] = [frame.width * width, frame.height * unit];
  const right = Math.min(width, x + w);
  const number = (value: number): string => value.toFixed(2);
  return (
    `<path class="lead-line" d="M${number(right)} ${number(y)}L${number(width)} 0M${number(right)} ${number(y + h)}L${number(width)} ${unit}"/>` +
    `<rect x="${number(x)}" y="${number(y)}" width="${number(w)}" height="${number(h)}"/>`
  );
}
