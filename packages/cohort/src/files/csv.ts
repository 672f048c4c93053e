import { ConfigError } from "../errors.js";

/** One record of a CSV file with the line on which it starts, counted from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Parses comma-separated text as RFC 4180 has it: quotes, doubled quotes, line breaks inside quotes,
 * LF or CRLF, an optional byte-order mark. Empty lines are left out.
 *
 * @throws ConfigError naming file and line when a quote is not closed or stands inside a bare cell.
 */
export function parseCsv(text: string, file: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;
  let recordLine = 1;
  let quoted = false;

  const endRecord = (): void => {
    if (cells.length > 1 || cells[0] !== "" || quoted) records.push({ line: recordLine, cells });
    cells = [];
    quoted = false;
    line += 1;
    recordLine = line;
  };

  while (at < text.length) {
    if (text[at] === '"') {
      const openedOn = line;
      let cell = "";
      at += 1;
      for (;;) {
        const end = text.indexOf('"', at);
        if (end < 0) throw quoteError(file, openedOn, "a quoted cell is not closed");
        const part = text.slice(at, end);
        cell += part;
        line += part.split("\n").length - 1;
        at = end + 1;
        if (text[at] !== '"') break;
        cell += '"';
        at += 1;
      }
      cells.push(cell);
      quoted = true;
    } else {
      const end = endOfBareCell(text, at);
      const cell = text.slice(at, end);
      if (cell.includes('"')) throw quoteError(file, line, "a quote stands inside an unquoted cell");
      cells.push(cell);
      at = end;
    }
    const next = text[at];
    if (next === ",") {
      at += 1;
      if (at === text.length) cells.push("");
      else if (text[at] === "\n" || text[at] === "\r") cells.push("");
      else continue;
    }
    if (at >= text.length) break;
    if (text.startsWith("\r\n", at)) at += 2;
    else if (text[at] === "\n" || text[at] === "\r") at += 1;
    else throw quoteError(file, line, "text follows a closing quote");
    endRecord();
  }
  if (cells.length > 0) endRecord();
  return records;
}

/** Writes records as RFC 4180 text with LF line ends; cells that need it are quoted. */
export function formatCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${formatRow(row)}\n`).join("");
}

function formatRow(row: readonly string[]): string {
  if (row.length === 1 && row[0] === "") return '""';
  return row.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",");
}

function endOfBareCell(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x2c || code === 0x0a || code === 0x0d) return at;
  }
  return text.length;
}

function quoteError(file: string, line: number, message: string): ConfigError {
  return new ConfigError({
    file,
    line,
    message,
    remedy: 'Put the whole cell in quotes and double the quotes inside it ("").',
  });
}
