// Collects all that an installation without a network needs into one archive (docs/cluster.md):
//
//   node tools/bundle/bundle.mjs [--out cytonet-bundle.tar] [--without-torch]
//
// Run it where there is a network, on the platform of the cluster. `--without-torch`: the cluster has a torch of its own.
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { PINNED_VERSION } from "@cytonet/torch/libtorch";
import { assembleBundle, run } from "./assemble.mjs";

const ROOT = join(import.meta.dirname, "../..");
const git = (...words) => execFileSync("git", ["-C", ROOT, ...words], { encoding: "utf8" }).trim();

/** The sources of the last commit. */
function sources(dir) {
  run("git", ["-C", ROOT, "archive", "--format=tar", `--output=${join(dir, "cytonet.tar")}`, "HEAD"]);
}

/** A cache of npm that holds every package of the lock for this platform. */
function npmPackages(dir) {
  const scratch = mkdtempSync(join(tmpdir(), "cytonet-npm-"));
  try {
    for (const file of git("ls-files", "package.json", "package-lock.json", "packages/*/package.json").split(
      "\n",
    )) {
      mkdirSync(join(scratch, file, ".."), { recursive: true });
      copyFileSync(join(ROOT, file), join(scratch, file));
    }
    const options = ["--ignore-scripts", "--no-audit", "--no-fund", `--cache=${dir}`];
    run("npm", ["ci", ...options], { cwd: scratch });
    // The cache is found again only by the addresses that it was filled from.
    const registry = execFileSync("npm", ["config", "get", "registry"], { encoding: "utf8", cwd: scratch });
    writeFileSync(join(dir, "REGISTRY"), registry);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** The wheel of torch and of what it needs, CUDA libraries included, with the headers that NCCL is built with. */
function wheels(dir) {
  const options = ["--only-binary=:all:", "--disable-pip-version-check", "--dest", dir];
  const download = (spec) => run("python3", ["-m", "pip", "download", ...options, spec]);
  download(`torch==${PINNED_VERSION}`);
  const toolkit = readdirSync(dir)
    .map((name) => /^cuda_toolkit-([\d.]+)-/.exec(name)?.[1])
    .find((version) => version !== undefined);
  if (toolkit !== undefined) download(`cuda-toolkit[crt,cccl]==${toolkit}`);
}

const { values } = parseArgs({
  options: { out: { type: "string", default: "cytonet-bundle.tar" }, "without-torch": { type: "boolean" } },
});
const withTorch = values["without-torch"] !== true;
if (git("status", "--porcelain", "--untracked-files=no") !== "")
  console.error("Uncommitted changes are not in the bundle: it holds the last commit.");
const facts = {
  version: JSON.parse(readFileSync(join(ROOT, "packages/cytonet/package.json"), "utf8")).version,
  commit: git("rev-parse", "HEAD"),
  platform: `${process.platform}-${process.arch}`,
  node: process.version,
  torch: withTorch ? PINNED_VERSION : null,
  made: new Date().toISOString(),
};
const out = resolve(values.out);
const made = await assembleBundle(out, facts, {
  sources,
  npm: npmPackages,
  ...(withTorch && { wheels }),
});
console.log(`${out}: ${made.files} files, ${(made.bytes / 1e9).toFixed(2)} GB, SHA-256 ${made.sha256}`);
