import type { GroupScores, MethodScores, Values } from "./data.js";
import { decimal, escapeHtml, summarise } from "./html.js";

/** What groups of sections are, in words. */
export const groupNames: Readonly<Record<string, string>> = {
  validation: "validation sections",
  test: "test sections of seen brains",
  transfer: "transfer brain",
  unseen: "unseen brain",
};

/** Methods against figures of merit, one block of rows a group of sections; the best of a block is marked. */
export function scoreTable(methods: readonly MethodScores[]): string {
  const groups = [...new Set(methods.flatMap((method) => method.groups.map(({ group }) => group)))];
  const axes = methods[0]?.groups[0]?.r2.map(({ axis }) => axis) ?? [];
  const head = ["macro-F1", "top-1", "top-3", ...axes.map((axis) => `R² ${axisName(axis)}`)];
  const blocks = groups.map((group) => block(group, methods, axes));
  return (
    `<div class="scroll"><table class="scores"><thead><tr><th scope="col">features</th>` +
    `${head.map((title) => `<th scope="col">${escapeHtml(title)}</th>`).join("")}</tr></thead>${blocks.join("")}</table></div>`
  );
}

function block(group: string, methods: readonly MethodScores[], axes: readonly string[]): string {
  const rows = methods.flatMap((method) => {
    const scores = method.groups.find((candidate) => candidate.group === group);
    return scores === undefined ? [] : [{ method, cells: cellsOf(scores, axes) }];
  });
  const points = methods[0]?.groups.find((candidate) => candidate.group === group)?.points ?? 0;
  // A best value that says nothing (an R² of 0 or less) is not marked.
  const best = (rows[0]?.cells ?? []).map((_, column) =>
    Math.max(Number.EPSILON, ...rows.map(({ cells }) => summarise(cells[column]!).mean)),
  );
  const body = rows.map(({ method, cells }) => {
    const shown = cells.map((values, column) => cell(values, summarise(values).mean === best[column]));
    return `<tr class="${method.id}"><th scope="row">${escapeHtml(method.name)}</th>${shown.join("")}</tr>`;
  });
  const title = `${groupNames[group] ?? group} <span>${points.toLocaleString("en")} points</span>`;
  return `<tbody><tr class="group"><th colspan="${4 + axes.length}" scope="rowgroup">${title}</th></tr>${body.join("")}</tbody>`;
}

function cellsOf(scores: GroupScores, axes: readonly string[]): Values[] {
  const r2 = axes.map((axis) => scores.r2.find((candidate) => candidate.axis === axis)?.values ?? []);
  return [scores.macroF1, scores.top1, scores.top3, ...r2];
}

function cell(values: Values, isBest: boolean): string {
  if (values.length === 0) return "<td>–</td>";
  const { mean, sd } = summarise(values);
  const spread = sd === null ? "" : ` <small>± ${decimal(sd, 2)}</small>`;
  return `<td${isBest ? ' class="best"' : ""}>${decimal(mean, 2)}${spread}</td>`;
}

/** `leftRight` as `left–right`. */
export function axisName(axis: string): string {
  return axis.replace(
    /([a-z])([A-Z])/,
    (_, before: string, after: string) => `${before}–${after.toLowerCase()}`,
  );
}
