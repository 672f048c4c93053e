import { type GraphRecorder, keep, noGrad, scope, Tensor } from "@cytonet/torch";

/** What a stand-in did. */
export interface Rerun {
  readonly record: GraphRecorder;
  /** How often the body has run. */
  readonly runs: () => number;
}

/**
 * Stands in for CUDA graphs where there is no GPU: runs the body again at every replay, with new values in the outputs of
 * the recording. Like them, it has run the body several times before the first replay and left outputs without a value.
 */
export function rerunGraph(): Rerun {
  let runs = 0;
  const record: GraphRecorder = (body) => {
    const run = () => {
      runs += 1;
      return body();
    };
    for (let warmup = 0; warmup < 3; warmup++) scope(() => void run());
    const outputs = scope(run);
    const fixed = tensorsIn(outputs).map((one) => keep(one));
    noGrad(() => {
      for (const one of fixed) one.fillScalar_(one.dtype.startsWith("float") ? Number.NaN : 1);
    });
    return {
      outputs,
      replay() {
        scope(() => {
          const found = tensorsIn(run());
          noGrad(() => {
            for (const [index, one] of fixed.entries()) one.copy_(found[index]!);
          });
        });
      },
      dispose() {
        for (const one of fixed) one.dispose();
      },
      [Symbol.dispose]() {
        this.dispose();
      },
    };
  };
  return { record, runs: () => runs };
}

function tensorsIn(value: unknown): Tensor[] {
  if (value instanceof Tensor) return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(tensorsIn);
}
