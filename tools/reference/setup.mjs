// Makes the Python environment that tests and benchmarks compare with: a venv with the pinned requirements, which sees
// the torch that set-up found (python3's own, else the pinned one) without a second copy.
//
//   node tools/reference/setup.mjs [--optional]
//
// `--optional`: a machine that cannot have it (no PyPI) gets a message instead of a failure, except in CI.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import {
  cacheFolder,
  describeLibtorch,
  installPinned,
  missingLibraries,
  withLock,
} from "@cytonet/torch/libtorch";
import { POINTER, REQUIREMENTS, requirementsHash } from "./reference.mjs";

const report = (line) => process.stderr.write(`${line}\n`);

async function main() {
  const torch = await obtainTorch();
  const python = command("python3", ["-c", "import sys; print(sys.implementation.cache_tag)"]).trim();
  requireSamePython(torch.root, python);
  const key = createHash("sha256")
    .update(
      [requirementsHash(), torch.root, torch.version, python, readFileSync(startupModule, "utf8")].join("\n"),
    )
    .digest("hex")
    .slice(0, 16);
  const folder = join(cacheFolder(), `reference-${key}`);
  const onWait = ({ pid }) => report(`Waiting for the set-up of process ${pid} ...`);
  await withLock(join(cacheFolder(), "reference.lock"), async () => makeEnvironment(folder, torch), {
    onWait,
  });
  mkdirSync(dirname(POINTER), { recursive: true });
  const pointer = {
    python: join(folder, "bin/python3"),
    torch: torch.version,
    requirements: requirementsHash(),
  };
  writeFileSync(`${POINTER}.tmp`, `${JSON.stringify(pointer, null, 2)}\n`);
  renameSync(`${POINTER}.tmp`, POINTER);
}

const startupModule = join(import.meta.dirname, "cytonet_reference.py");

/** A torch with its Python half: python3's own, else the pinned one. */
async function obtainTorch() {
  const find = () => {
    const usable = describeLibtorch({ ...process.env, LIBTORCH: "" }).filter(({ libtorch }) => libtorch);
    return ["python", "pinned"].flatMap((source) => usable.filter((one) => one.source === source))[0]
      ?.libtorch;
  };
  const found = find();
  if (found) return found;
  await installPinned(report);
  return find();
}

function requireSamePython(torchFolder, cacheTag) {
  const extension = readdirSync(torchFolder).find((name) => name.startsWith("_C.") && name.endsWith(".so"));
  if (extension === undefined || extension.includes(cacheTag)) return;
  throw new Error(
    `${torchFolder} is built for another Python (${extension}); remove it and run make setup again.`,
  );
}

function makeEnvironment(folder, torch) {
  if (existsSync(folder)) return;
  report("Making the Python reference environment: about 180 MB to download.");
  // Renaming a venv spoils its scripts, which name their own folder; python3 itself, all that is used, does not mind.
  const staging = `${folder}.partial`;
  rmSync(staging, { recursive: true, force: true });
  command("python3", ["-m", "venv", staging]);
  const python = join(staging, "bin/python3");
  const site = command(python, ["-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]).trim();
  const pip = [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--no-deps",
    "--only-binary=:all:",
    "--disable-pip-version-check",
  ];
  command(python, [...pip, "-r", REQUIREMENTS], "inherit");
  command(python, [...pip, torchvisionFor(torch.version)], "inherit");
  writeFileSync(join(site, "cytonet_torch.pth"), `${dirname(torch.root)}\nimport cytonet_reference\n`);
  copyFileSync(startupModule, join(site, "cytonet_reference.py"));
  makeStubs(torch, join(site, "cytonet_stubs"));
  command(python, ["-c", "import torch, torchvision, timm, sklearn, skimage, scipy"]);
  renameSync(staging, folder);
}

/** torchvision 0.(N+15) is built for torch 2.N. */
function torchvisionFor(version) {
  const minor = Number(version.split(".")[1]);
  return `torchvision==0.${minor + 15}.*`;
}

function makeStubs(torch, folder) {
  const libraries = [
    "libtorch_python.so",
    "libtorch_cuda.so",
    "libtorch_cuda_linalg.so",
    "libtorch_global_deps.so",
  ];
  const present = libraries.map((name) => join(torch.root, "lib", name)).filter((path) => existsSync(path));
  const missing = [...new Set(present.flatMap((path) => missingLibraries(path)))];
  if (missing.length === 0) return;
  mkdirSync(folder);
  const empty = join(folder, "empty.c");
  writeFileSync(empty, "");
  for (const soname of missing) {
    const args = ["-shared", "-fPIC", `-Wl,-soname,${soname}`, "-o", join(folder, soname), empty];
    command(process.env.CC || "gcc", args);
  }
  rmSync(empty);
}

function command(program, args, stderr = "pipe") {
  const {
    status,
    stdout,
    stderr: said,
    error,
  } = spawnSync(program, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", stderr],
  });
  if (status === 0) return stdout;
  throw new Error(
    `${program} ${args.join(" ")} failed: ${error?.message ?? said?.trim() ?? `status ${status}`}`,
  );
}

try {
  await main();
} catch (error) {
  const isAllowed = process.argv.includes("--optional") && !process.env.CI;
  report(`No Python reference environment: ${error.message}`);
  if (isAllowed) report("Tests that compare with Python will be skipped.");
  else process.exitCode = 1;
}
