/** Comparing and copying state dicts: names and shapes first, values only when they fit. */
import { noGrad } from "../autograd.js";
import { TorchError } from "../errors.js";
import type { Tensor } from "../tensor.js";

/** A tensor whose shape differs from the module's. */
export interface MisshapedTensor {
  readonly name: string;
  readonly expected: readonly number[];
  readonly found: readonly number[];
}

/** How a state dict fits a module. */
export interface StateDictReport {
  /** Names whose values were copied. */
  readonly loaded: readonly string[];
  /** Names that the module has and the dict lacks. */
  readonly missing: readonly string[];
  /** Names that the dict has and the module lacks. */
  readonly unexpected: readonly string[];
  readonly misshaped: readonly MisshapedTensor[];
}

export interface LoadOptions {
  /** Refuse a dict that does not fit exactly; true unless said otherwise. */
  readonly strict?: boolean;
}

/** A state dict does not fit the module that was to load it; nothing was copied. */
export class StateDictError extends TorchError {
  override readonly name = "StateDictError";
  constructor(readonly report: StateDictReport) {
    const parts = [
      describe("missing", report.missing),
      describe("unexpected", report.unexpected),
      describe(
        "mis-shaped",
        report.misshaped.map(
          ({ name, expected, found }) => `${name} (expected [${expected}], found [${found}])`,
        ),
      ),
    ].filter((part) => part !== "");
    super(
      `The state dict does not fit the module: ${parts.join("; ")}. ` +
        "Load it into the architecture it was saved from, or pass { strict: false } to load what matches.",
    );
  }
}

/**
 * Copies `source` into `target` where names and shapes match.
 *
 * @throws StateDictError when `strict` and anything is missing, unexpected or mis-shaped.
 */
export function loadInto(
  target: ReadonlyMap<string, Tensor>,
  source: ReadonlyMap<string, Tensor>,
  { strict = true }: LoadOptions,
): StateDictReport {
  const missing = [...target.keys()].filter((name) => !source.has(name));
  const unexpected = [...source.keys()].filter((name) => !target.has(name));
  const misshaped: MisshapedTensor[] = [];
  const matching: [name: string, into: Tensor, from: Tensor][] = [];
  for (const [name, into] of target) {
    const from = source.get(name);
    if (from === undefined) continue;
    if (sameShape(into.shape, from.shape)) matching.push([name, into, from]);
    else misshaped.push({ name, expected: into.shape, found: from.shape });
  }
  const report = { loaded: matching.map(([name]) => name), missing, unexpected, misshaped };
  if (strict && missing.length + unexpected.length + misshaped.length > 0)
    throw new StateDictError({ ...report, loaded: [] });
  noGrad(() => {
    for (const [, into, from] of matching) into.copy_(from);
  });
  return report;
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

const NAMES_SHOWN = 8;

function describe(what: string, names: readonly string[]): string {
  if (names.length === 0) return "";
  const shown = names.slice(0, NAMES_SHOWN).join(", ");
  const more = names.length > NAMES_SHOWN ? `, and ${names.length - NAMES_SHOWN} more` : "";
  return `${names.length} ${what}: ${shown}${more}`;
}
