import { ALLOWLIST } from "./allowlist.js";

/** One argument as the schema prints it. */
interface Parsed {
  name: string;
  /** Type with its suffixes, such as `SymInt[2]?` or `Tensor(a!)`, aliases removed. */
  type: string;
  fallback: string | undefined;
  written: boolean;
}

interface Schema {
  name: string;
  text: string;
  parameters: Parsed[];
  returns: string[];
}

/** Splits at commas outside brackets. */
function splitTop(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const letter = text[index]!;
    if ("([".includes(letter)) depth++;
    else if (")]".includes(letter)) depth--;
    else if (letter === "," && depth === 0) {
      parts.push(text.slice(start, index).trim());
      start = index + 1;
    }
  }
  const last = text.slice(start).trim();
  return last === "" ? parts : [...parts, last];
}

const withoutAlias = (type: string): string => type.replace(/\([^)]*\)/g, "");

/** Reads a line of `schemas()`: the schema, then each argument's real type. */
export function parseSchema(line: string): Schema {
  const [text, real] = line.split(" | ") as [string, string];
  const arrow = text.lastIndexOf(") -> ");
  const open = text.indexOf("(");
  const realTypes = new Map(
    (real ?? "")
      .trim()
      .split(" ")
      .map((pair) => pair.split(/:(.*)/s).slice(0, 2) as [string, string]),
  );
  const parameters = splitTop(text.slice(open + 1, arrow))
    .filter((part) => part !== "*")
    .map((part): Parsed => {
      const equals = part.indexOf("=");
      const head = (equals < 0 ? part : part.slice(0, equals)).trim();
      const space = head.lastIndexOf(" ");
      const printed = head.slice(0, space);
      const name = head.slice(space + 1);
      const kind = realTypes.get(name) ?? "";
      // Printed types keep list lengths; real ones keep enums.
      const type = /^(ScalarType|Layout|MemoryFormat)/.test(kind) ? kind : withoutAlias(printed);
      return {
        name,
        type,
        fallback: equals < 0 ? undefined : part.slice(equals + 1),
        written: printed.includes("!"),
      };
    });
  const result = text.slice(arrow + 5).trim();
  const returns = result.startsWith("(") ? splitTop(result.slice(1, -1)) : [result];
  return {
    name: text.slice(0, open),
    text,
    parameters,
    returns: returns.map((one) => withoutAlias(one.split(" ")[0]!)),
  };
}

const camel = (name: string): string =>
  name.replace(/(?<=[^_])_([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
const PLAIN = new Set(["", "Tensor", "self", "default"]);

/** The TypeScript name of an operator without a name of its own. */
export function defaultName(operator: string): string {
  const [base = "", overload = ""] = operator.split(".");
  const inPlace = base.endsWith("_");
  const stem = camel(inPlace ? base.slice(0, -1) : base);
  const suffix = PLAIN.has(overload) ? "" : camel(`x_${overload}`).slice(1);
  return stem + suffix + (inPlace ? "_" : "");
}

const SCALARS: Record<string, string> = {
  Tensor: "Tensor",
  int: "number",
  SymInt: "number",
  float: "number",
  bool: "boolean",
  str: "string",
  Scalar: "Scalar",
  ScalarType: "DType",
  Device: "Device",
  MemoryFormat: "MemoryFormat",
  Generator: "Generator",
};

/** The TypeScript type of an argument, or undefined where none can be passed. */
function argumentType(type: string): string | undefined {
  const optional = type.endsWith("?");
  const plain = optional ? type.slice(0, -1) : type;
  const list = /^(\w+)(\?)?\[(\d*)\]$/.exec(plain);
  let result: string | undefined;
  if (list !== null) {
    const [, item = "", hole, length] = list;
    const inner = SCALARS[item];
    if (inner === undefined || (hole !== undefined && item !== "Tensor")) return undefined;
    result = hole === undefined ? `readonly ${inner}[]` : `readonly (${inner} | null)[]`;
    if (length !== "" && inner === "number") result = `number | ${result}`;
  } else {
    result = SCALARS[plain];
  }
  return result === undefined ? undefined : optional ? `${result} | null` : result;
}

function returnType(returns: readonly string[]): string {
  if (returns.length === 0) return "void";
  const types = returns.map((type) => {
    if (type.endsWith("[]")) return `${SCALARS[type.slice(0, -2)] ?? "unknown"}[]`;
    return type === "Scalar" ? "number" : (SCALARS[type] ?? "unknown");
  });
  return types.length === 1 ? types[0]! : `[${types.join(", ")}]`;
}

const RESERVED = new Set(["var", "in", "function", "default", "case", "with", "new", "delete", "this"]);
const local = (name: string, wrapperName: string): string => {
  const made = camel(name);
  return RESERVED.has(made) || made === wrapperName ? `${made}_` : made;
};

interface Entry {
  operator: string;
  name: string;
}

/** The allowlist's entries. */
export function entries(): Entry[] {
  return ALLOWLIST.split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .flatMap((line) => line.trim().split(/\s+/))
    .map((word) => {
      const [operator = "", name] = word.split("=");
      return { operator, name: name ?? defaultName(operator) };
    });
}

function wrapper(entry: Entry, schema: Schema): string {
  const passable = schema.parameters.filter((parameter) => {
    if (argumentType(parameter.type) !== undefined) return true;
    if (parameter.fallback !== undefined) return false;
    throw new Error(`${schema.name}: required argument ${parameter.name} has the type ${parameter.type}`);
  });
  const required = passable.filter((parameter) => parameter.fallback === undefined);
  const optional = passable.filter((parameter) => parameter.fallback !== undefined);
  const hasOptions = optional.length > 0;
  const type = (parameter: Parsed): string => argumentType(parameter.type)!;
  const parameters = required.map((parameter) => `${local(parameter.name, entry.name)}: ${type(parameter)}`);
  const optionsType = `{ ${optional.map((parameter) => `${camel(parameter.name)}?: ${type(parameter)} | undefined`).join("; ")} }`;
  if (hasOptions) parameters.push(`options?: ${optionsType}`);
  const values = passable.map((parameter) =>
    parameter.fallback === undefined
      ? local(parameter.name, entry.name)
      : `options?.${camel(parameter.name)}`,
  );
  const result = returnType(schema.returns);
  const constant = `op_${entry.name}`;
  const body = `call(${constant}, [${values.join(", ")}]${hasOptions ? ", options" : ""})`;
  const strings = (names: readonly string[]) => `[${names.map((name) => `"${name}"`).join(", ")}]`;
  const declared = [
    `"${schema.name}"`,
    strings(passable.map((parameter) => parameter.name)),
    ...(hasOptions ? [strings(optional.map((parameter) => camel(parameter.name)))] : []),
  ];
  const doc = `/** \`${schema.text.replace(/\*\//g, "*\\/")}\` */`;
  const lines = [
    `const ${constant} = declare(${declared.join(", ")});`,
    doc,
    `export function ${entry.name}(${parameters.join(", ")}): ${result} {`,
    result === "void" ? `  ${body};` : `  return ${body} as ${result};`,
    "}",
  ];
  return lines.join("\n");
}

function method(entry: Entry, schema: Schema): { declaration: string; definition: string } | undefined {
  const first = schema.parameters[0];
  if (first === undefined || first.type !== "Tensor" || first.fallback !== undefined) return undefined;
  const passable = schema.parameters
    .slice(1)
    .filter((parameter) => argumentType(parameter.type) !== undefined);
  const required = passable.filter((parameter) => parameter.fallback === undefined);
  const hasOptions = passable.length > required.length;
  const names = [
    ...required.map((parameter) => local(parameter.name, entry.name)),
    ...(hasOptions ? ["options"] : []),
  ];
  const optional = passable.filter((parameter) => parameter.fallback !== undefined);
  const optionsType = `{ ${optional.map((parameter) => `${camel(parameter.name)}?: ${argumentType(parameter.type)} | undefined`).join("; ")} }`;
  const typed = [
    ...required.map((parameter) => `${local(parameter.name, entry.name)}: ${argumentType(parameter.type)}`),
    ...(hasOptions ? [`options?: ${optionsType}`] : []),
  ];
  const rest = names.length === 0 ? "" : `, ${names.join(", ")}`;
  return {
    declaration: `    /** \`${schema.text.replace(/\*\//g, "*\\/")}\` */\n    ${entry.name}(${typed.join(", ")}): ${returnType(schema.returns)};`,
    definition: `Tensor.prototype.${entry.name} = function (${names.join(", ")}) {\n  return ${entry.name}(this${rest});\n};`,
  };
}

/**
 * The text of `ops.generated.ts`, from what libtorch prints.
 *
 * @throws Error for an operator of the allowlist that this libtorch lacks.
 */
export function generate(schemaLines: readonly string[]): string {
  const schemas = new Map(schemaLines.map((line) => [line.slice(0, line.indexOf("(")), line]));
  const functions: string[] = [];
  const declarations: string[] = [];
  const definitions: string[] = [];
  const seen = new Set<string>();
  for (const entry of entries()) {
    const line = schemas.get(`aten::${entry.operator}`);
    if (line === undefined)
      throw new Error(`the allowlist names aten::${entry.operator}, which this libtorch does not have`);
    if (seen.has(entry.name)) throw new Error(`the allowlist gives the name ${entry.name} twice`);
    seen.add(entry.name);
    const schema = parseSchema(line);
    functions.push(wrapper(entry, schema));
    const made = method(entry, schema);
    if (made !== undefined) {
      declarations.push(made.declaration);
      definitions.push(made.definition);
    }
  }
  return `// Generated from libtorch's schemas and generate/allowlist.ts: \`npm run generate -w packages/torch\`.
import type { Device, DType, MemoryFormat, Scalar } from "./dtype.js";
import type { Generator } from "./generator.js";
import { call, declare } from "./operator.js";
import { Tensor } from "./tensor.js";

${functions.join("\n\n")}

declare module "./tensor.js" {
  interface Tensor {
${declarations.join("\n")}
  }
}

${definitions.join("\n")}
`;
}
