import type { MethodScores } from "./data.js";
import { decimal, escapeHtml, summarise } from "./html.js";
import { groupNames } from "./scoreTable.js";

const size = { width: 980, left: 232, right: 60, row: 50, top: 14, bottom: 36 };

/** Macro-F1 of every method, a row a group of sections, as inline SVG: the figure to look at first. */
export function scoreDots(methods: readonly MethodScores[]): string {
  const groups = [...new Set(methods.flatMap((method) => method.groups.map(({ group }) => group)))];
  const height = size.top + groups.length * size.row + size.bottom;
  const x = (value: number): number => size.left + value * (size.width - size.left - size.right);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (tick) =>
      `<line class="grid" x1="${x(tick)}" x2="${x(tick)}" y1="${size.top}" y2="${height - size.bottom}"/>` +
      `<text class="tick" x="${x(tick)}" y="${height - size.bottom + 18}" text-anchor="middle">${tick}</text>`,
  );
  const rows = groups.map((group, index) => {
    const y = size.top + (index + 0.5) * size.row;
    const means = methods.flatMap((method) => {
      const values = method.groups.find((candidate) => candidate.group === group)?.macroF1 ?? [];
      return values.length === 0 ? [] : [{ method, values, mean: summarise(values).mean }];
    });
    const [low, high] = [
      Math.min(...means.map(({ mean }) => mean)),
      Math.max(...means.map(({ mean }) => mean)),
    ];
    const dots = means.map(({ method, values, mean }) => {
      const seeds =
        values.length > 1
          ? values.map((value) => `<circle class="faint" cx="${x(value).toFixed(1)}" cy="${y}" r="4"/>`)
          : [];
      const label =
        method.id === "cytonet"
          ? `<text class="value" x="${x(mean).toFixed(1)}" y="${y - 13}" text-anchor="middle">${decimal(mean, 2)}</text>`
          : "";
      return `<g class="${method.id}">${seeds.join("")}<circle class="dot" cx="${x(mean).toFixed(1)}" cy="${y}" r="7"><title>${escapeHtml(method.name)}: ${decimal(mean, 3)}</title></circle>${label}</g>`;
    });
    return (
      `<text class="row" x="${size.left - 16}" y="${y + 4}" text-anchor="end">${escapeHtml(groupNames[group] ?? group)}</text>` +
      `<line class="range" x1="${x(low).toFixed(1)}" x2="${x(high).toFixed(1)}" y1="${y}" y2="${y}"/>${dots.join("")}`
    );
  });
  return (
    `<svg class="dots" viewBox="0 0 ${size.width} ${height}" role="img" aria-label="Macro-F1 by method and group of sections">` +
    `${ticks.join("")}${rows.join("")}<text class="axis" x="${size.width - size.right}" y="${height - 2}" text-anchor="end">macro-F1</text></svg>`
  );
}
