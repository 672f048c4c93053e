import {
  ConfigError,
  formatCsv,
  isCohortError,
  parseCsv,
  parseSections,
  type Section,
  sectionColumns,
} from "@cytonet/cohort";

type Column = (typeof sectionColumns)[number];

/** A row of the user's CSV, by column; cells that it lacks are empty. */
export interface SectionRow {
  readonly line: number;
  readonly cells: Readonly<Record<Column, string>>;
}

const needed: readonly Column[] = ["brain", "section", "path"];

/**
 * The rows of a CSV of sections. It has the columns of `sections.csv`, of which `brain`, `section` and `path` must be
 * there; `status` is `ok` where it says nothing else.
 *
 * @throws ConfigError naming the file and the column that is missing, unknown or there twice
 */
export function readSectionRows(text: string, file: string): SectionRow[] {
  const [header, ...records] = parseCsv(text, file);
  const columns = header?.cells ?? [];
  const fail = (field: string, message: string): never => {
    const remedy = `Columns: ${sectionColumns.join(",")}; ${needed.join(", ")} are needed.`;
    throw new ConfigError({ file, line: header?.line ?? 1, field, message, remedy });
  };
  for (const column of needed) if (!columns.includes(column)) fail(column, "column is missing");
  for (const [i, column] of columns.entries()) {
    if (!(sectionColumns as readonly string[]).includes(column)) fail(column, "is not a column of sections");
    if (columns.indexOf(column) !== i) fail(column, "stands twice in the header");
  }
  if (records.length === 0) {
    const remedy = "Give one row a section below the header.";
    throw new ConfigError({ file, line: header?.line ?? 1, message: "lists no sections", remedy });
  }
  return records.map(({ line, cells }) => {
    if (cells.length > columns.length) {
      const message = `has ${cells.length} cells where the header has ${columns.length}`;
      const remedy = "Write decimal points, and put cells that hold a comma in quotes.";
      throw new ConfigError({ file, line, message, remedy });
    }
    const cell = (column: Column): string => cells[columns.indexOf(column)]?.trim() ?? "";
    const named = Object.fromEntries(sectionColumns.map((column) => [column, cell(column)]));
    return { line, cells: { ...(named as Record<Column, string>), status: cell("status") || "ok" } };
  });
}

/** What is wrong with a row, in which column, and what to do. */
export interface RowFault {
  readonly field: string;
  readonly problem: string;
  readonly remedy: string;
}

/** A row as a section. @returns the section, or what is wrong with the row */
export function sectionOf({ cells }: SectionRow, file: string): Section | RowFault {
  try {
    const text = formatCsv([sectionColumns, sectionColumns.map((column) => cells[column])]);
    return parseSections(text, file)[0]!;
  } catch (error) {
    if (!isCohortError(error)) throw error;
    const { field = "section", message, remedy } = error.problems[0]!;
    const value = (cells as Readonly<Record<string, string>>)[field] ?? "";
    return { field, problem: `${field}: ${value === "" ? "" : `"${value}" `}${message}`, remedy };
  }
}
