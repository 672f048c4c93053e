/** Installs Debian's libtorch-dev, the last resort of the search. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { CandidateError } from "./errors.js";

const PACKAGES = ["libtorch-dev", "libgloo-dev"] as const;
const COMMAND = `apt-get install ${PACKAGES.join(" ")}`;

/**
 * Runs apt-get as root or through sudo without a password.
 *
 * @throws CandidateError when this is no Debian, the rights are lacking, or apt fails.
 */
export function installDebian(report: (line: string) => void): void {
  if (!existsSync("/usr/bin/apt-get")) {
    throw new CandidateError("This system has no apt-get.", "Use Debian 12 or later, or another libtorch.");
  }
  const isRoot = process.getuid?.() === 0;
  const prefix = isRoot ? [] : ["sudo", "-n"];
  if (!isRoot && spawnSync("sudo", ["-n", "true"]).status !== 0) {
    throw new CandidateError(
      "apt-get needs root, and sudo without a password is not to be had.",
      `sudo ${COMMAND}`,
    );
  }
  report(`Installing ${PACKAGES.join(" and ")} with apt: about 300 MB with all that they depend on.`);
  apt([...prefix, "apt-get", "update", "-q"]);
  apt([...prefix, "apt-get", "install", "-q", "-y", "--no-install-recommends", ...PACKAGES]);
}

function apt(command: readonly string[]): void {
  const [program, ...args] = command;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const { status } = spawnSync(program!, args, { env, stdio: ["ignore", 2, 2] });
  if (status === 0) return;
  throw new CandidateError(`${command.join(" ")} failed (exit status ${status}).`, `sudo ${COMMAND}`);
}
