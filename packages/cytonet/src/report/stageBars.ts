import type { ReportData } from "./data.js";
import { duration, escapeHtml } from "./html.js";

/** What was done, in its order, with the time of each stage as a bar. */
export function stageBars(stages: ReportData["stages"]): string {
  const total = stages.reduce((sum, { seconds }) => sum + seconds, 0);
  const rows = stages.map(
    ({ stage, seconds }) =>
      `<li><span class="name">${escapeHtml(stage)}</span><span class="bar"><i style="width:${((100 * seconds) / Math.max(total, 1e-9)).toFixed(1)}%"></i></span>` +
      `<span class="time">${duration(seconds)}</span></li>`,
  );
  return `<ol class="stages">${rows.join("")}</ol>`;
}
