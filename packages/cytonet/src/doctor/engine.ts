import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  type CurrentBuild,
  currentBuild,
  hasNvidiaGpu,
  type Libtorch,
  ncclProblem,
} from "@cytonet/torch/libtorch";
import type { EngineFacts } from "./engineProbe.js";
import type { Fact, Finding } from "./report.js";

type EngineProblem = Finding["problems"][number];

/**
 * Examines the native bridge: built, loadable, and computing; with the devices that it sees.
 *
 * @param found the libtorch that a build would take now.
 */
export function examineEngine(found: Libtorch | undefined): Finding {
  const title = "engine";
  const build = currentBuild();
  const forced = process.env.CYTONET_NATIVE;
  const addon = forced || build?.addon;
  if (addon === undefined) return { title, facts: [{ name: "addon", value: null }], problems: [notBuilt] };
  const facts: Fact[] = [{ name: "addon", value: addon }];
  if (!existsSync(addon)) {
    return { title, facts, problems: [{ ...notBuilt, message: `The addon ${addon} does not exist` }] };
  }
  if (build !== undefined && !forced) {
    facts.push(
      { name: "built against libtorch", value: build.torchVersion },
      {
        name: "gloo (between CPUs)",
        value: build.libtorch.gloo === undefined ? "not in this libtorch" : "built in",
      },
      { name: "NCCL (between GPUs)", value: ncclOf(build) },
    );
  }
  const outcome = probe();
  if ("problem" in outcome) return { title, facts, problems: [outcome.problem] };
  const { engine } = outcome;
  facts.push(
    { name: "libtorch at run time", value: engine.torchVersion },
    { name: "operators", value: engine.operators },
    { name: "threads", value: engine.threads },
    { name: "instruction set", value: engine.cpuCapability },
    { name: "CUDA devices", value: engine.cudaDevices },
    { name: "computes a gradient", value: engine.gradient === 6 },
  );
  const built = forced ? undefined : build?.libtorch;
  return {
    title,
    facts,
    problems: [
      ...wrongGradient(engine),
      ...otherLibtorch(built, found),
      ...idleGpu(engine),
      ...lonelyGpu(engine, forced ? undefined : build),
    ],
  };
}

const notBuilt: EngineProblem = {
  message: "The engine's native bridge has not been built",
  remedy: "Run `make setup`.",
  blocking: true,
};

/** Loads the engine in a process of its own. */
function probe(): { readonly engine: EngineFacts } | { readonly problem: EngineProblem } {
  const script = fileURLToPath(new URL("./engineProbe.js", import.meta.url));
  const ran = spawnSync(process.execPath, [script], { encoding: "utf8", timeout: 120_000 });
  if (ran.status === 0) return { engine: JSON.parse(ran.stdout) as EngineFacts };
  const reason = /^\w*Error: (.+)$/m.exec(ran.stderr)?.[1];
  const message =
    reason ??
    `it ended with ${ran.signal ?? `status ${ran.status}`}${ran.error ? `, ${ran.error.message}` : ""}`;
  const remedy = "Run `make setup`, which builds it anew where libtorch has changed.";
  return { problem: { message: `The engine does not load: ${message}`, remedy, blocking: true } };
}

function wrongGradient({ gradient }: EngineFacts): EngineProblem[] {
  if (gradient === 6) return [];
  const remedy = "Run `make clean setup`, and report this libtorch and processor if it stays.";
  return [{ message: `The engine computes d(x²)/dx = ${gradient} at x = 3, not 6`, remedy, blocking: true }];
}

function otherLibtorch(built: Libtorch | undefined, found: Libtorch | undefined): EngineProblem[] {
  if (built === undefined || found === undefined || built.root === found.root) return [];
  const message = `The engine was built against libtorch ${built.version} in ${built.root}, not the one found now`;
  return [{ message, remedy: "Run `make build` to use the other, or leave it.", blocking: false }];
}

function ncclOf({ nccl, ncclFailure, libtorch }: CurrentBuild): string {
  if (nccl !== undefined) return `built in, ${libtorch.nccl?.version ?? "of an unknown version"}`;
  return `none: ${ncclProblem(libtorch, ncclFailure)?.problem ?? "built before libtorch or its headers had it"}`;
}

/** GPUs that several processes could not train on together. */
function lonelyGpu({ cudaDevices }: EngineFacts, build: CurrentBuild | undefined): EngineProblem[] {
  if (cudaDevices === 0 || build === undefined || build.nccl !== undefined) return [];
  const lacking = ncclProblem(build.libtorch, build.ncclFailure);
  const message = `Processes cannot train together on GPUs${lacking ? `: ${lacking.problem}` : ""}`;
  return [{ message, remedy: lacking?.remedy ?? "Run `make setup`.", blocking: false }];
}

function idleGpu({ cudaDevices }: EngineFacts): EngineProblem[] {
  if (cudaDevices > 0 || !hasNvidiaGpu()) return [];
  const remedy =
    "Install a torch built for CUDA (pip install torch), then run `make setup`; CPU work is unaffected.";
  return [{ message: "This machine has an NVIDIA GPU that libtorch cannot use", remedy, blocking: false }];
}
