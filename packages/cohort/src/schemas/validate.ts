import { z } from "zod";
import type { Problem } from "../errors.js";

/** A path into a document: keys and array indices. */
export type FieldPath = readonly (string | number)[];

/** `brains[0].sharing` for `["brains", 0, "sharing"]`. */
export function formatField(path: FieldPath): string {
  return path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join("");
}

/** What is wrong with one field, not yet tied to a file. */
export interface FieldFault {
  readonly path: FieldPath;
  readonly message: string;
  readonly remedy: string;
}

/** Checks a value against a schema; the parsed value, or every fault with its remedy. */
export function validate<S extends z.ZodType>(
  schema: S,
  value: unknown,
): { readonly value: z.output<S> } | { readonly faults: readonly FieldFault[] } {
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data };
  return { faults: result.error.issues.flatMap((issue) => faultsOf(issue, schema, value)) };
}

/** Ties a fault to the file and line where it stands. */
export function problemOf(fault: FieldFault, file: string, line?: number): Problem {
  const field = formatField(fault.path);
  return {
    file,
    line,
    field: field === "" ? undefined : field,
    message: fault.message,
    remedy: fault.remedy,
  };
}

function faultsOf(issue: z.core.$ZodIssue, schema: z.ZodType, value: unknown): FieldFault[] {
  const path = issue.path.filter((part) => typeof part !== "symbol");
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(schema, path);
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: "is not a field of this schema",
      remedy: unknownKeyRemedy(key, known),
    }));
  }
  if (issue.code === "invalid_union") {
    const branch = closestBranch(issue.errors);
    if (branch !== undefined) {
      return branch.flatMap((inner) =>
        faultsOf({ ...inner, path: [...issue.path, ...inner.path] }, schema, value),
      );
    }
  }
  if (issue.code === "custom" && typeof issue.params?.remedy === "string") {
    return [{ path, message: issue.message, remedy: issue.params.remedy }];
  }
  if (issue.code === "invalid_type" && valueAt(value, path) === undefined) {
    return [
      { path, message: "is missing", remedy: `Add it (${expectedOf(schema, path) ?? issue.expected}).` },
    ];
  }
  const message = lowerFirst(issue.message.replace(/^Invalid input: /, ""));
  const expected = expectedOf(schema, path);
  return [{ path, message, remedy: expected === undefined ? "Correct the value." : `Give ${expected}.` }];
}

/** Of a union's branches, the one that fits the value best: the fewest faults, and not in its kind. */
function closestBranch(
  branches: readonly (readonly z.core.$ZodIssue[])[],
): readonly z.core.$ZodIssue[] | undefined {
  const otherKind = ["invalid_type", "invalid_value"];
  const nested = branches.filter(
    (issues) => !issues.some((i) => otherKind.includes(i.code) && i.path.length === 0),
  );
  return [...nested].sort((a, b) => weight(a) - weight(b))[0];
}

function weight(issues: readonly z.core.$ZodIssue[]): number {
  return issues.reduce((sum, i) => sum + (i.code === "unrecognized_keys" ? i.keys.length : 1), 0);
}

function unknownKeyRemedy(key: string, known: readonly string[]): string {
  const near = known
    .map((name) => ({ name, distance: editDistance(key.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  if (near !== undefined && near.distance <= Math.max(2, near.name.length / 3)) {
    return `Did you mean "${near.name}"?`;
  }
  return known.length === 0 ? "Remove it." : `Remove it; known fields: ${known.join(", ")}.`;
}

interface JsonSchemaNode {
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchemaNode>>;
  readonly additionalProperties?: JsonSchemaNode | boolean;
  readonly items?: JsonSchemaNode;
  readonly anyOf?: readonly JsonSchemaNode[];
  readonly oneOf?: readonly JsonSchemaNode[];
}

function nodesAt(schema: z.ZodType, path: FieldPath): readonly JsonSchemaNode[] {
  let nodes = spread([z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchemaNode]);
  for (const part of path) {
    nodes = spread(
      nodes.flatMap((node) => {
        if (typeof part === "number") return node.items === undefined ? [] : [node.items];
        const child = node.properties?.[part] ?? node.additionalProperties;
        return child === undefined || typeof child === "boolean" ? [] : [child];
      }),
    );
  }
  return nodes;
}

function spread(nodes: readonly JsonSchemaNode[]): JsonSchemaNode[] {
  return nodes.flatMap((node) => {
    const branches = node.anyOf ?? node.oneOf;
    if (branches === undefined) return [node];
    const inner = spread(branches);
    return node.description === undefined ? inner : [{ description: node.description }, ...inner];
  });
}

function knownKeys(schema: z.ZodType, path: FieldPath): string[] {
  return [...new Set(nodesAt(schema, path).flatMap((node) => Object.keys(node.properties ?? {})))];
}

function expectedOf(schema: z.ZodType, path: FieldPath): string | undefined {
  const nodes = nodesAt(schema, path);
  const described = nodes.find((node) => node.description !== undefined)?.description;
  if (described !== undefined) return described;
  const values = nodes.flatMap((node) => node.enum ?? (node.const === undefined ? [] : [node.const]));
  if (values.length > 0) return values.map((value) => JSON.stringify(value)).join(" or ");
  const types = nodes.flatMap((node) => (node.type === undefined ? [] : [node.type]));
  return types.length === 0 ? undefined : `a value of type ${[...new Set(types)].join(" or ")}`;
}

function valueAt(value: unknown, path: FieldPath): unknown {
  let at = value;
  for (const part of path) {
    if (typeof at !== "object" || at === null) return undefined;
    at = (at as Record<string | number, unknown>)[part];
  }
  return at;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + cost));
    }
    row = next;
  }
  return row[b.length]!;
}
