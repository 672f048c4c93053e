import { ConfigError, type Problem } from "../errors.js";
import { type CsvRecord, formatCsv, parseCsv } from "../files/csv.js";
import { MissingSectionSchema, ScannedSectionSchema, type Section, sectionColumns } from "./section.js";
import { problemOf, validate } from "./validate.js";

/**
 * Parses the text of `sections.csv`. The order of rows is the order of sections within each brain.
 *
 * @param file name for error messages.
 * @throws ConfigError with file, line and column of every fault.
 */
export function parseSections(text: string, file: string): Section[] {
  const [header, ...records] = parseCsv(text, file);
  checkHeader(header, file);
  const columns = header!.cells;
  const problems: Problem[] = [];
  const sections: Section[] = [];
  const lineOfId = new Map<string, number>();
  for (const record of records) {
    if (record.cells.length !== columns.length) {
      problems.push({
        file,
        line: record.line,
        message: `has ${record.cells.length} cells where the header has ${columns.length}`,
        remedy: "Add or remove commas; put cells that hold a comma in quotes.",
      });
      continue;
    }
    const row = Object.fromEntries(columns.map((column, index) => [column, record.cells[index]!]));
    const result = validate(row.status === "missing" ? MissingSectionSchema : ScannedSectionSchema, row);
    if ("faults" in result) {
      for (const fault of result.faults) problems.push(problemOf(fault, file, record.line));
      continue;
    }
    const id = `${result.value.brain}/${result.value.section}`;
    const before = lineOfId.get(id);
    if (before !== undefined) {
      problems.push({
        file,
        line: record.line,
        field: "section",
        message: `${id} stands in line ${before} already`,
        remedy: "Give every section of a brain its own name.",
      });
    }
    lineOfId.set(id, record.line);
    sections.push(result.value);
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return sections;
}

/** Text of `sections.csv` for these rows; {@link parseSections} reads the same rows back. */
export function formatSections(sections: readonly Section[]): string {
  const cell = (value: string | number | null): string => (value === null ? "" : String(value));
  return formatCsv([
    sectionColumns,
    ...sections.map((row) => sectionColumns.map((column) => cell(row[column]))),
  ]);
}

function checkHeader(header: CsvRecord | undefined, file: string): void {
  const expected = sectionColumns.join(",");
  if (header === undefined) {
    throw new ConfigError({
      file,
      line: 1,
      message: "is empty",
      remedy: `Begin with the header ${expected}.`,
    });
  }
  if (header.cells.length === 1 && /[;\t]/.test(header.cells[0]!)) {
    const message = "is separated by semicolons or tabs";
    throw new ConfigError({
      file,
      line: header.line,
      message,
      remedy: "Export it with commas and decimal points.",
    });
  }
  const found = new Set(header.cells);
  const problems: Problem[] = [];
  const report = (field: string, message: string, remedy: string): void => {
    problems.push({ file, line: header.line, field, message, remedy });
  };
  for (const column of sectionColumns) {
    if (!found.has(column)) report(column, "column is missing", `The header must be ${expected}.`);
  }
  for (const [index, column] of header.cells.entries()) {
    if (!(sectionColumns as readonly string[]).includes(column)) {
      report(
        column,
        "is not a column of sections.csv",
        `Remove it or keep it in \`note\`; columns: ${expected}.`,
      );
    } else if (header.cells.indexOf(column) !== index) {
      report(column, "stands twice in the header", "Keep one of the two columns.");
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
}
