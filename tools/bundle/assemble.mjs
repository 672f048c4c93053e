// One archive of several collections, with a manifest and checksums of every file.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";

const INSTALLER = join(import.meta.dirname, "install.sh");

/** Runs a program with its output on stderr. @param {string} command @param {readonly string[]} args @param {object} [options] */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", 2, 2], ...options });
  if (status === 0) return;
  throw new Error(
    `${command} ${args.slice(0, 3).join(" ")} … failed (${error?.message ?? `status ${status}`})`,
  );
}

/** @param {string} path @returns {Promise<string>} SHA-256 in hexadecimal */
export async function sha256(path) {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(piece);
  return hash.digest("hex");
}

/** Files below a folder, relative to it, sorted. @param {string} dir @returns {string[]} */
function filesBelow(dir) {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)))
    .sort();
}

/**
 * Makes `OUT` (a .tar) and `OUT.sha256` beside it. The archive holds one folder: the collections, `MANIFEST.json`,
 * `SHA256SUMS` over all files, and `install.sh`. Written under another name and renamed.
 *
 * @param {string} out
 * @param {Record<string, unknown>} facts of the manifest: version, platform
 * @param {Record<string, (dir: string) => void | Promise<void>>} collections each fills a folder of its name
 * @returns {Promise<{ files: number, bytes: number, sha256: string }>}
 * @throws {Error} where a collection fails or stays empty; nothing is left behind
 */
export async function assembleBundle(out, facts, collections) {
  mkdirSync(dirname(out), { recursive: true });
  const work = mkdtempSync(join(dirname(out), ".bundle-"));
  try {
    const root = join(work, "cytonet-bundle");
    mkdirSync(root);
    for (const [name, collect] of Object.entries(collections)) {
      const dir = join(root, name);
      mkdirSync(dir);
      await collect(dir);
      if (filesBelow(dir).length === 0) throw new Error(`nothing was collected into ${name}`);
    }
    copyFileSync(INSTALLER, join(root, "install.sh"));
    const files = [];
    for (const path of filesBelow(root)) {
      const file = join(root, path);
      files.push({ path, bytes: statSync(file).size, sha256: await sha256(file) });
    }
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const manifest = { schema: "cytonet.bundle/1", ...facts, bytes, files };
    writeFileSync(join(root, "MANIFEST.json"), `${JSON.stringify(manifest, null, 2)}\n`);
    const sums = files.map((file) => `${file.sha256}  ${file.path}\n`);
    sums.push(`${await sha256(join(root, "MANIFEST.json"))}  MANIFEST.json\n`);
    writeFileSync(join(root, "SHA256SUMS"), sums.join(""));
    const archive = join(work, "bundle.tar");
    run("tar", ["--create", "--file", archive, "--directory", work, "cytonet-bundle"]);
    const whole = await sha256(archive);
    renameSync(archive, out);
    writeFileSync(`${out}.sha256`, `${whole}  ${out.split("/").at(-1)}\n`);
    return { files: files.length, bytes, sha256: whole };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
