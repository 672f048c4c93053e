/** Finds the torch that python3 would import, without importing it. */
import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { CandidateError } from "./errors.js";
import { PINNED_VERSION } from "./record.js";

const FIND_TORCH = `
import importlib.util
found = importlib.util.find_spec("torch")
print((found.origin or "") if found else "")
`;

/**
 * Folder of the torch package that `python3` on the path would import.
 *
 * @param python command to ask; the default is `python3`.
 * @throws CandidateError when there is no python3, or it has no torch.
 */
export function pythonTorchFolder(python = "python3"): string {
  const asked = spawnSync(python, ["-c", FIND_TORCH], { encoding: "utf8", cwd: "/" });
  if (asked.error || asked.status !== 0) {
    const why = asked.error?.message ?? asked.stderr.trim().split("\n").at(-1);
    throw new CandidateError(`${python} could not be asked (${why}).`, "Install Python 3.10 or later.");
  }
  const origin = asked.stdout.trim();
  if (origin === "") {
    throw new CandidateError(
      `${python} has no torch.`,
      `python3 -m pip install torch==${PINNED_VERSION} (or let set-up install its own copy)`,
    );
  }
  return dirname(origin);
}

/** The pip of python3, or of a private environment made for the purpose where python3 has none. */
export function pipCommand(makeEnvironmentIn: string): readonly string[] {
  const own = spawnSync("python3", ["-m", "pip", "--version"], { encoding: "utf8" });
  if (own.status === 0) return ["python3", "-m", "pip"];
  const environment = `${makeEnvironmentIn}/pip`;
  const made = spawnSync("python3", ["-m", "venv", environment], { encoding: "utf8" });
  const python = `${environment}/bin/python3`;
  if (made.status !== 0 || spawnSync(python, ["-m", "pip", "--version"]).status !== 0) {
    throw new CandidateError(
      "python3 has neither pip nor venv.",
      "apt-get install python3-pip (or python3-venv), or the same for your system",
    );
  }
  return [python, "-m", "pip"];
}
