/** Installs the pinned torch into the cache, with no more of NVIDIA's packages than this machine can use. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CandidateError } from "./errors.js";
import { hasNvidiaGpu } from "./gpu.js";
import { cacheFolder, pinnedFolder } from "./locate.js";
import { withLock } from "./lock.js";
import { pipCommand } from "./python.js";
import { PINNED_VERSION } from "./record.js";
import { cudaPackages, headerPackages, packagesOfLibraries, readRequirements } from "./requirements.js";
import { libraryClosure } from "./shared-libraries.js";

/** Receives one line of progress. */
export type Report = (line: string) => void;

/** Said before the download starts; pip states the exact sizes as it goes. */
const DOWNLOAD = {
  withoutGpu: { size: "about 540 MB (190 MB where pip offers a +cpu wheel)", diskBytes: 1.6e9 },
  withGpu: { size: "about 2.6 GB, CUDA libraries included", diskBytes: 8e9 },
} as const;

/**
 * Installs torch into `pinnedFolder()` unless it is there. The folder appears only when it is complete; what a broken
 * run has already installed is used by the next one; a second set-up waits for the first.
 *
 * @throws CandidateError when there is no pip, or pip fails (no network, no wheel for this Python).
 * @throws SetupLockError when another set-up does not finish.
 */
export async function installPinned(report: Report): Promise<void> {
  const target = pinnedFolder();
  const cache = cacheFolder();
  const onWait = ({ pid }: { pid: number }) => report(`Waiting for the set-up of process ${pid} ...`);
  await withLock(join(cache, "setup.lock"), () => installLocked(target, cache, report), { onWait });
}

async function installLocked(target: string, cache: string, report: Report): Promise<void> {
  const withGpu = hasNvidiaGpu();
  const staging = `${target}.partial`;
  const torchDone = join(staging, ".torch-installed");
  if (existsSync(target)) {
    if (!withGpu || !lacksCudaLibraries(target)) return;
    report("This machine has a GPU now: adding the CUDA libraries.");
    renameSync(target, staging);
    writeFileSync(torchDone, "");
  }
  const { size, diskBytes } = withGpu ? DOWNLOAD.withGpu : DOWNLOAD.withoutGpu;
  requireSpace(cache, diskBytes);
  report(`Downloading torch ${PINNED_VERSION} into ${target}: ${size}.`);
  const scratch = join(cache, "scratch");
  mkdirSync(scratch, { recursive: true });
  const pip = pipCommand(cache);
  const install = (specs: readonly string[]) => pipInstall(pip, specs, staging, scratch);

  if (!existsSync(torchDone)) {
    rmSync(staging, { recursive: true, force: true });
    await install([`torch==${PINNED_VERSION}`]);
    writeFileSync(torchDone, "");
  }
  const nvidia = await nvidiaPackages(staging, withGpu, install);
  if (nvidia.length > 0) {
    report(`Adding ${nvidia.length} NVIDIA packages: ${nvidia.join(" ")}`);
    rmSync(join(staging, "nvidia"), { recursive: true, force: true });
    await install(nvidia);
  }
  rmSync(torchDone);
  rmSync(scratch, { recursive: true, force: true });
  renameSync(staging, target);
}

function lacksCudaLibraries(target: string): boolean {
  const library = join(target, "torch/lib/libtorch_cuda.so");
  return existsSync(library) && libraryClosure(library).missing.length > 0;
}

function requireSpace(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= bytes) return;
  const gigabytes = (value: number) => `${(value / 1e9).toFixed(1)} GB`;
  throw new CandidateError(
    `${folder} has ${gigabytes(bavail * bsize)} left, and torch needs ${gigabytes(bytes)}.`,
    "Free some space, or point CYTONET_CACHE to a larger disk.",
  );
}

/** Without a GPU only what libtorch_cpu itself is linked with; with one everything that torch asks for. */
async function nvidiaPackages(
  staging: string,
  withGpu: boolean,
  install: (specs: readonly string[]) => Promise<void>,
): Promise<string[]> {
  const torch = readRequirements(staging, "torch");
  const toolkit = torch.find(({ name }) => name === "cuda-toolkit");
  if (toolkit) await install([`cuda-toolkit${toolkit.version}`]);
  const parts = toolkit ? readRequirements(staging, "cuda-toolkit") : [];
  const packages = cudaPackages(torch, parts);
  if (withGpu) return [...new Set([...[...packages.values()].flat(), ...headerPackages(parts)])].sort();
  const { missing } = libraryClosure(join(staging, "torch/lib/libtorch_cpu.so"));
  return packagesOfLibraries(missing, packages);
}

/** Runs pip with its own progress bar on the terminal; the last lines of its errors go into the exception. */
async function pipInstall(
  pip: readonly string[],
  specs: readonly string[],
  target: string,
  scratch: string,
): Promise<void> {
  const [command, ...start] = pip;
  const options = [
    "install",
    "--no-deps",
    "--only-binary=:all:",
    "--disable-pip-version-check",
    "--no-warn-conflicts",
  ];
  const args = [...start, ...options, "--target", target, ...specs];
  // Unpacking next to the target keeps a small /tmp out of it and makes pip's last step a rename.
  const env = { ...process.env, TMPDIR: scratch, PIP_ROOT_USER_ACTION: "ignore" };
  // pip writes to stderr and not to stdout, which may be carrying JSON.
  const child = spawn(command!, args, { env, stdio: ["ignore", 2, "pipe"] });
  let errors = "";
  child.stderr!.on("data", (bytes: Buffer) => {
    process.stderr.write(bytes);
    errors = (errors + bytes.toString("utf8")).slice(-4000);
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (status === 0) return;
  const said = errors.trim().split("\n").slice(-3).join(" ");
  throw new CandidateError(
    `pip could not install ${specs.join(" ")} (exit status ${status}): ${said}`,
    `Check the network and the package index (python3 -m pip config list), or name a libtorch of your own: LIBTORCH=/path/to/torch make setup`,
  );
}
