import type { CohortStatus } from "./cohortStatus.js";

/** A cohort's status as text for a terminal, without colours; ends with a line break. */
export function renderStatus(status: CohortStatus): string {
  const parts = [`cohort ${status.name} in ${status.dir}`];
  const brains = status.brains.map(({ brain, species, sections }) => [
    brain,
    species,
    sections.ok,
    sections.excluded,
    sections.missing,
  ]);
  parts.push(table(["brain", "species", "ok", "excluded", "missing"], brains));
  const stages = status.stages.map((stage) => [
    stage.stage,
    stage.done,
    stage.stale,
    stage.failed,
    stage.pending,
    stage.unchecked,
    stage.running ? "running" : "",
  ]);
  const stageHead = ["stage", "done", "stale", "failed", "pending", "unchecked", ""];
  parts.push(stages.length === 0 ? "No stage has run yet." : table(stageHead, stages));
  if (status.tables.length > 0) {
    const tables = status.tables.map(({ path, schema, rows, referenceSpace }) => [
      path,
      schema,
      rows,
      referenceSpace,
    ]);
    parts.push(table(["table", "schema", "rows", "space"], tables));
  }
  if (status.failures.length > 0) {
    const lines = status.failures.map(({ stage, item, error }) => `  ${stage} ${item}: ${error.message}`);
    parts.push(["failures", ...lines].join("\n"));
  }
  if (status.damaged.length > 0)
    parts.push(["damaged", ...status.damaged.map((line) => `  ${line}`)].join("\n"));
  return `${parts.join("\n\n")}\n`;
}

/** Aligns cells in columns two spaces apart; numbers to the right, with thousands set off. */
function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const shown = rows.map((row) =>
    row.map((cell) => (typeof cell === "number" ? cell.toLocaleString("en") : cell)),
  );
  const widths = head.map((title, column) =>
    Math.max(title.length, ...shown.map((row) => row[column]?.length ?? 0)),
  );
  const isNumber = head.map((_, column) => rows.every((row) => typeof row[column] === "number"));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        isNumber[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join("  ")
      .trimEnd();
  return [head, ...shown].map(line).join("\n");
}
