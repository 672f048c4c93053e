import { diverging } from "./colourScales.js";
import { decimal, escapeHtml } from "./html.js";
import type { SimilarityFigure } from "./parts.js";

const total = 640;
const tree = 90;

/** Areas against areas in the order of a tree, its branches on the right; dots mark areas that touch. */
export function similarityMatrix(figure: SimilarityFigure): string {
  const { areas, cosine, touches } = figure;
  const n = areas.length;
  const longest = Math.max(...areas.map((area) => area.length));
  const label = 9 + Math.min(190, longest * (n > 25 ? 4.4 : 7));
  const cell = (total - label - tree) / n;
  const size = n * cell;
  const font = Math.min(13, Math.max(6, cell * 0.85));
  const cells: string[] = [];
  for (const [i, row] of cosine.entries()) {
    for (const [j, value] of row.entries()) {
      const [x, y] = [label + j * cell, label + i * cell];
      const title = `${areas[i]} – ${areas[j]}: ${decimal(value, 2)}${touches[i]![j] ? ", they touch" : ""}`;
      cells.push(
        `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${cell.toFixed(2)}" height="${cell.toFixed(2)}" fill="${diverging(value)}"><title>${escapeHtml(title)}</title></rect>`,
      );
      if (touches[i]![j]) {
        cells.push(
          `<circle class="touch" cx="${(x + cell / 2).toFixed(1)}" cy="${(y + cell / 2).toFixed(1)}" r="${Math.min(3.5, cell / 5).toFixed(1)}"/>`,
        );
      }
    }
  }
  const names = areas.map((area, i) => {
    const middle = label + (i + 0.5) * cell;
    const text = escapeHtml(area);
    return (
      `<text class="name" style="font-size:${font.toFixed(1)}px" x="${label - 6}" y="${(middle + font / 3).toFixed(1)}" text-anchor="end">${text}</text>` +
      `<text class="name" style="font-size:${font.toFixed(1)}px" transform="translate(${(middle + font / 3).toFixed(1)} ${label - 6}) rotate(-90)">${text}</text>`
    );
  });
  const height = label + size + 2;
  return (
    `<div class="matrix"><svg viewBox="0 0 ${total} ${height.toFixed(0)}" role="img" aria-label="Similarity of areas">` +
    `${cells.join("")}${names.join("")}${branches(figure, label, cell)}</svg>${key()}</div>` +
    `<p class="caption">Cosine of the areas’ mean features, seen from the mean of all areas, in the order of average-linkage clustering (tree: 1 − cosine). ` +
    `Dots: areas that touch (${escapeHtml(figure.bordersFrom)}). Mean cosine of areas that touch ${decimal(figure.touchingMean, 2)}, of others ${decimal(figure.apartMean, 2)}; ` +
    `${figure.points.reduce((sum, count) => sum + count, 0).toLocaleString("en")} points. Labels are used for the means only.</p>`
  );
}

function branches({ areas, joins }: SimilarityFigure, label: number, cell: number): string {
  const n = areas.length;
  const highest = Math.max(...joins.map(({ height }) => height), 1e-9);
  const x = (height: number): number => label + n * cell + 4 + (height / highest) * (tree - 10);
  const place: { x: number; y: number }[] = areas.map((_, i) => ({ x: x(0), y: label + (i + 0.5) * cell }));
  const lines = joins.map(({ left, right, height }) => {
    const [a, b] = [place[left]!, place[right]!];
    const at = x(height);
    place.push({ x: at, y: (a.y + b.y) / 2 });
    return `M${a.x.toFixed(1)} ${a.y.toFixed(1)}H${at.toFixed(1)}V${b.y.toFixed(1)}H${b.x.toFixed(1)}`;
  });
  return `<path class="tree" d="${lines.join("")}"/>`;
}

function key(): string {
  const steps = Array.from({ length: 21 }, (_, i) => (i - 10) / 10);
  const bars = steps.map((value) => `<i style="background:${diverging(value)}"></i>`);
  return `<div class="ramp"><span>−1</span>${bars.join("")}<span>1</span><span>cosine</span></div>`;
}
