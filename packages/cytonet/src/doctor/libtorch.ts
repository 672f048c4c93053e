import { describeLibtorch, type Libtorch } from "@cytonet/torch/libtorch";
import type { Fact, Finding } from "./report.js";

/** Examines the places where a libtorch is looked for, in their order; nothing is loaded. */
export function examineLibtorch(env: NodeJS.ProcessEnv = process.env): {
  readonly finding: Finding;
  /** The one that a build would take. */
  readonly used: Libtorch | undefined;
} {
  const title = "libtorch, as searched";
  const candidates = describeLibtorch(env);
  const first = candidates.find(({ libtorch }) => libtorch !== undefined);
  const facts: Fact[] = candidates.map((candidate, index) => ({
    name: `${index + 1}. ${candidate.what}`,
    value:
      candidate.libtorch === undefined
        ? candidate.reason
        : `${describe(candidate.libtorch)}${candidate === first ? "  ← used" : ""}`,
  }));
  if (first !== undefined) return { finding: { title, facts, problems: [] }, used: first.libtorch };
  const problems = candidates.flatMap((candidate) =>
    candidate.libtorch === undefined
      ? [{ message: `${candidate.what}: ${candidate.reason}`, remedy: candidate.remedy, blocking: true }]
      : [],
  );
  return { finding: { title, facts, problems }, used: undefined };
}

function describe({ version, root, cuda }: Libtorch): string {
  const gpu =
    cuda === undefined ? "CPU only" : cuda.missing.length === 0 ? "with CUDA" : "CUDA half not loadable here";
  return `${version} in ${root} (${gpu})`;
}
