import { spawnSync } from "node:child_process";
import { availableParallelism, cpus, freemem, release, totalmem } from "node:os";
import type { Fact, Finding } from "./report.js";
import { bytes } from "./report.js";

/** Oldest Node that the packages run on. */
const oldestNode = [20, 11] as const;

/** Examines Node, processor, memory, the C++ compiler and Python. */
export function examineMachine(env: NodeJS.ProcessEnv = process.env): Finding {
  const problems: Finding["problems"][number][] = [];
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    problems.push({
      message: `Node ${process.versions.node} is older than ${oldestNode.join(".")}`,
      remedy: "Install a newer Node from https://nodejs.org.",
      blocking: true,
    });
  }
  const compiler = env.CXX || "g++";
  const compilerVersion = versionOf(compiler);
  if (compilerVersion === null) {
    problems.push({
      message: `The C++ compiler ${compiler} does not start; it is needed to build the engine's bridge`,
      remedy: "Install one (apt-get install g++), or name one in CXX.",
      blocking: false,
    });
  }
  const python = versionOf("python3");
  if (python === null) {
    problems.push({
      message: "python3 does not start; set-up uses its pip to fetch libtorch",
      remedy: "Install it (apt-get install python3 python3-venv), or point LIBTORCH to a libtorch.",
      blocking: false,
    });
  }
  const facts: Fact[] = [
    { name: "node", value: process.versions.node },
    { name: "platform", value: `${process.platform} ${process.arch}, ${release()}` },
    { name: "processor", value: cpus()[0]?.model.trim() ?? "unknown" },
    { name: "cores", value: availableParallelism() },
    { name: "memory", value: `${bytes(totalmem())}, ${bytes(freemem())} free` },
    { name: "compiler", value: compilerVersion },
    { name: "python", value: python },
  ];
  return { title: "machine", facts, problems };
}

/** First line of `COMMAND --version`; null where it does not start. */
function versionOf(command: string): string | null {
  const asked = spawnSync(command, ["--version"], { encoding: "utf8" });
  if (asked.error !== undefined || asked.status !== 0) return null;
  return asked.stdout.split("\n")[0] ?? command;
}
