import type { Problem } from "@cytonet/cohort/errors";

/** A fact that doctor tells: what, and how it is here. */
export interface Fact {
  readonly name: string;
  readonly value: string | number | boolean | null;
}

/** What one examination found. Problems marked as blocking keep the engine from running. */
export interface Finding {
  /** Heading: `machine`, `libtorch`, … */
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly problems: readonly (Problem & { readonly blocking: boolean })[];
}

/** Findings as text for a terminal; problems last, each with its remedy. */
export function renderFindings(findings: readonly Finding[]): string {
  const width = Math.max(...findings.flatMap(({ facts }) => facts.map(({ name }) => name.length)));
  const blocks = findings.map(({ title, facts }) =>
    [title, ...facts.map(({ name, value }) => `  ${name.padEnd(width)}  ${show(value)}`)].join("\n"),
  );
  const problems = findings.flatMap((finding) => finding.problems);
  const list = problems.map(
    ({ message, remedy, blocking }) => `  ${blocking ? "✗" : "!"} ${message}\n    ${remedy}`,
  );
  return [...blocks, problems.length === 0 ? "No problems." : ["problems", ...list].join("\n")].join("\n\n");
}

function show(value: Fact["value"]): string {
  if (value === null) return "none";
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}

/** A number of bytes with its unit. */
export function bytes(count: number): string {
  return count >= 2 ** 30 ? `${(count / 2 ** 30).toFixed(1)} GiB` : `${(count / 2 ** 20).toFixed(0)} MiB`;
}
