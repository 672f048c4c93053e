import type { LossCurve } from "./data.js";
import { decimal } from "./html.js";
import { ticksOf } from "./ticks.js";

const size = { width: 560, height: 250, left: 46, right: 14, top: 14, bottom: 38 };

/** The loss over the steps, one line a seed, as inline SVG. Faint: as logged; strong: its running mean. */
export function lossCurve(curves: readonly LossCurve[]): string {
  const all = curves.flatMap(({ points }) => points);
  if (all.length < 2) return `<p class="empty">No steps were logged.</p>`;
  const steps = Math.max(...all.map(({ step }) => step));
  const losses = all.map(({ loss }) => loss);
  const yTicks = ticksOf(Math.min(...losses), Math.max(...losses), 5);
  const [low, high] = [yTicks[0]!, yTicks.at(-1)!];
  const x = (step: number): number => size.left + (step / steps) * (size.width - size.left - size.right);
  const y = (loss: number): number =>
    size.top + ((high - loss) / (high - low)) * (size.height - size.top - size.bottom);
  const path = (points: LossCurve["points"]): string =>
    points
      .map(({ step, loss }, index) => `${index === 0 ? "M" : "L"}${x(step).toFixed(1)} ${y(loss).toFixed(1)}`)
      .join("");
  const lines = curves.map(
    ({ points }, index) =>
      `<g class="seed seed-${index % 3}"><path class="raw" d="${path(points)}"/>` +
      `<path class="mean" d="${path(runningMean(points))}"/></g>`,
  );
  const grid = yTicks.map(
    (tick) =>
      `<line class="grid" x1="${size.left}" x2="${size.width - size.right}" y1="${y(tick).toFixed(1)}" y2="${y(tick).toFixed(1)}"/>` +
      `<text class="tick" x="${size.left - 8}" y="${(y(tick) + 4).toFixed(1)}" text-anchor="end">${decimal(tick, 1)}</text>`,
  );
  const labels = ticksOf(0, steps, 5)
    .filter((tick) => tick <= steps)
    .map(
      (tick) =>
        `<text class="tick" x="${x(tick).toFixed(1)}" y="${size.height - size.bottom + 18}" text-anchor="middle">${tick}</text>`,
    );
  const title = `<text class="axis" x="${size.width - size.right}" y="${size.height - 4}" text-anchor="end">step</text>`;
  return (
    `<svg class="loss" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="Loss over training steps">` +
    `${grid.join("")}${labels.join("")}${title}${lines.join("")}</svg>`
  );
}

/** The mean over about a twentieth of the curve around each point. */
function runningMean(points: LossCurve["points"]): LossCurve["points"] {
  const half = Math.max(1, Math.round(points.length / 40));
  return points.map(({ step }, index) => {
    const near = points.slice(Math.max(0, index - half), index + half + 1);
    return { step, loss: near.reduce((sum, { loss }) => sum + loss, 0) / near.length };
  });
}
