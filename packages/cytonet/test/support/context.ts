import type { WorkContext } from "../../src/workContext.js";

/** A context that listens to nobody and remembers what was said. */
export function quietContext(): WorkContext & { readonly lines: string[] } {
  const lines: string[] = [];
  return { signal: new AbortController().signal, progress: () => {}, log: (line) => lines.push(line), lines };
}
