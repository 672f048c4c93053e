import type { MethodScores } from "./data.js";
import { decimal, escapeHtml, summarise } from "./html.js";
import { axisName, groupNames } from "./scoreTable.js";
import { ticksOf } from "./ticks.js";

const size = { width: 980, left: 232, right: 40, row: 26, gap: 16, top: 14, bottom: 40 };

/** Mean absolute error of coordinates in mm by axis, a row a group and axis; a tick marks chance. */
export function coordinateErrors(methods: readonly MethodScores[], referenceSpace: string): string {
  const groups = [...new Set(methods.flatMap(({ groups }) => groups.map(({ group }) => group)))];
  const rows = groups.flatMap((group) => {
    const own = methods.map((method) => ({
      method,
      errors: method.groups.find((candidate) => candidate.group === group)?.errorMm ?? [],
    }));
    const axes = own[0]?.errors.map(({ axis }) => axis) ?? [];
    return axes.map((axis, i) => ({
      group: i === 0 ? group : undefined,
      axis,
      chance: own[0]!.errors[i]!.chance,
      dots: own.flatMap(({ method, errors }) => {
        const values = errors.find((error) => error.axis === axis)?.values ?? [];
        return values.length === 0 ? [] : [{ method, values, mean: summarise(values).mean }];
      }),
    }));
  });
  if (rows.length === 0) return `<p class="empty">No coordinates were regressed.</p>`;
  const ticks = ticksOf(
    0,
    Math.max(...rows.flatMap(({ chance, dots }) => [chance, ...dots.map(({ mean }) => mean)])),
    5,
  );
  const most = ticks.at(-1)!;
  const x = (mm: number): number => size.left + (mm / most) * (size.width - size.left - size.right);
  let y = size.top;
  const drawn = rows.map(({ group, axis, chance, dots }, i) => {
    if (i > 0) y += size.row + (group === undefined ? 0 : size.gap);
    const middle = y + size.row / 2;
    const heading =
      group === undefined
        ? ""
        : `<text class="row" x="0" y="${middle + 4}">${escapeHtml(shortNames[group] ?? groupNames[group] ?? group)}</text>`;
    const marks = dots.map(
      ({ method, values, mean }) =>
        `<g class="${method.id}">${values.length > 1 ? values.map((value) => `<circle class="faint" cx="${x(value).toFixed(1)}" cy="${middle}" r="3.5"/>`).join("") : ""}` +
        `<circle class="dot" cx="${x(mean).toFixed(1)}" cy="${middle}" r="5.5"><title>${escapeHtml(method.name)}: ${decimal(mean, 2)} mm</title></circle></g>`,
    );
    return (
      `${heading}<text class="tick" x="${size.left - 12}" y="${middle + 4}" text-anchor="end">${axisName(axis)}</text>` +
      `<line class="grid" x1="${size.left}" x2="${size.width - size.right}" y1="${middle}" y2="${middle}"/>${marks.join("")}` +
      `<line class="chance" x1="${x(chance).toFixed(1)}" x2="${x(chance).toFixed(1)}" y1="${middle - 9}" y2="${middle + 9}"><title>chance: ${decimal(chance, 2)} mm</title></line>`
    );
  });
  const bottom = y + size.row;
  const axis = ticks.map(
    (tick) =>
      `<text class="tick" x="${x(tick).toFixed(1)}" y="${bottom + 20}" text-anchor="middle">${decimal(tick, Number.isInteger(tick) ? 0 : 1)}</text>`,
  );
  return (
    `<svg class="coordinates" viewBox="0 0 ${size.width} ${bottom + size.bottom}" role="img" aria-label="Coordinate error in millimetres by axis">` +
    `${drawn.join("")}${axis.join("")}<text class="axis" x="${size.width - size.right}" y="${bottom + 36}" text-anchor="end">mean absolute error, mm</text></svg>` +
    `<p class="caption">Ridge regression of the points’ coordinates in ${escapeHtml(referenceSpace)} from frozen features. Upright ticks: chance, always answering the mean of the training points. Left of a tick is better than chance.</p>`
  );
}

const shortNames: Readonly<Record<string, string>> = {
  test: "seen brains",
  transfer: "transfer brain",
  unseen: "unseen brain",
};
