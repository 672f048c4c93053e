import { readFile } from "node:fs/promises";
import { isMap, isNode, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { ConfigError } from "../errors.js";
import { type FieldPath, problemOf, validate } from "./validate.js";

/**
 * Parses YAML text and checks it against a schema.
 *
 * @param file name for error messages.
 * @throws ConfigError with file, line, field and remedy of every fault.
 */
export function parseYaml<S extends z.ZodType>(text: string, schema: S, file: string): z.output<S> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  if (document.errors.length > 0) {
    throw new ConfigError(
      document.errors.map((error) => ({
        file,
        line: lines.linePos(error.pos[0]).line,
        message: `is not valid YAML: ${error.message.split("\n")[0]!.replace(/\.$/, "")}`,
        remedy: "Mind indentation, colons and quotes on this line and the one before.",
      })),
      { cause: document.errors[0] },
    );
  }
  const result = validate(schema, document.toJS());
  if ("value" in result) return result.value;
  throw new ConfigError(
    result.faults.map((fault) => problemOf(fault, file, lineOf(document, lines, fault.path))),
  );
}

/**
 * Reads a YAML file and checks it against a schema.
 *
 * @throws ConfigError as {@link parseYaml}, and when the file cannot be read.
 */
export async function readYaml<S extends z.ZodType>(
  path: string,
  schema: S,
  remedy: string,
): Promise<z.output<S>> {
  return parseYaml(await readUserFile(path, remedy), schema, path);
}

/** Reads a file that a user has to provide; `remedy` says how to provide it. */
export async function readUserFile(path: string, remedy: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "unknown error";
    const message = code === "ENOENT" ? "does not exist" : `cannot be read (${code})`;
    throw new ConfigError({ file: path, message, remedy }, { cause });
  }
}

/** The line of the deepest existing node on a path; for an unknown key the line of the key itself. */
function lineOf(
  document: ReturnType<typeof parseDocument>,
  lines: LineCounter,
  path: FieldPath,
): number | undefined {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const parent = depth === 0 ? undefined : document.getIn(path.slice(0, depth - 1), true);
    if (isMap(parent)) {
      const pair = parent.items.find(
        (item) => isNode(item.key) && String(item.key) === String(path[depth - 1]),
      );
      const key = pair?.key;
      if (isNode(key) && key.range) return lines.linePos(key.range[0]).line;
    }
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return undefined;
}
