import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assembleBundle, sha256 } from "../bundle/assemble.mjs";

const folder = mkdtempSync(join(tmpdir(), "bundle-"));
afterAll(() => rmSync(folder, { recursive: true }));
const archive = join(folder, "out", "bundle.tar");

/** Sources whose set-up says with what it was called. */
function fakeSources(dir: string): void {
  const sources = join(folder, "sources");
  mkdirSync(sources);
  writeFileSync(join(sources, "package.json"), "{}");
  const words = "$$npm_config_offline $$npm_config_registry $$npm_config_cache $$LIBTORCH";
  writeFileSync(
    join(sources, "Makefile"),
    `setup:\n\t@echo "${words}" > called\n\t@ls $$npm_config_cache >> called\n`,
  );
  execFileSync("tar", ["-cf", join(dir, "cytonet.tar"), "-C", sources, "."]);
}

/** Unpacks the archive into a folder of its own. */
function unpacked(name: string): string {
  const dir = join(folder, name);
  mkdirSync(dir);
  execFileSync("tar", ["-xf", archive, "-C", dir]);
  return join(dir, "cytonet-bundle");
}

function install(bundle: string, target: string, env: NodeJS.ProcessEnv = {}) {
  const { status, stderr } = spawnSync(join(bundle, "install.sh"), [target], {
    encoding: "utf8",
    env: { ...process.env, LIBTORCH: "/some/torch", ...env },
  });
  return { status, stderr };
}

beforeAll(async () => {
  const npm = (dir: string) => {
    mkdirSync(join(dir, "_cacache"));
    writeFileSync(join(dir, "_cacache", "package"), "bytes");
    writeFileSync(join(dir, "REGISTRY"), "https://registry.example/\n");
  };
  await assembleBundle(archive, { version: "0.0.1", torch: null }, { sources: fakeSources, npm });
});

describe("a bundle", () => {
  it("states every file with its size and checksum, and its own beside it", async () => {
    const bundle = unpacked("listed");
    const manifest = JSON.parse(readFileSync(join(bundle, "MANIFEST.json"), "utf8"));
    expect(manifest).toMatchObject({ schema: "cytonet.bundle/1", version: "0.0.1" });
    expect(manifest.files.map(({ path }: { path: string }) => path)).toEqual([
      "install.sh",
      "npm/REGISTRY",
      "npm/_cacache/package",
      "sources/cytonet.tar",
    ]);
    for (const { path, bytes, sha256: sum } of manifest.files) {
      expect(readFileSync(join(bundle, path)).length).toBe(bytes);
      expect(await sha256(join(bundle, path))).toBe(sum);
    }
    execFileSync("sha256sum", ["--check", "--strict", "SHA256SUMS"], { cwd: bundle, stdio: "ignore" });
    execFileSync("sha256sum", ["--check", "bundle.tar.sha256"], {
      cwd: join(folder, "out"),
      stdio: "ignore",
    });
    expect(readdirSync(join(folder, "out")).sort()).toEqual(["bundle.tar", "bundle.tar.sha256"]);
  });

  it("sets up from its own packages without a network", () => {
    const target = join(folder, "installed");
    expect(install(unpacked("good"), target)).toMatchObject({ status: 0 });
    const [words, ...cache] = readFileSync(join(target, "called"), "utf8").trim().split("\n");
    expect(words).toBe(`true https://registry.example/ ${target}/.npm-cache /some/torch`);
    expect(cache).toEqual(["REGISTRY", "_cacache"]);
    expect(existsSync(join(target, ".npm-cache"))).toBe(false);
    expect(existsSync(join(target, "bin", "cytonet"))).toBe(true);
  });

  it.each(["npm/_cacache/package", "install.sh", "MANIFEST.json"])(
    "is refused where %s was altered",
    (file) => {
      const bundle = unpacked(`altered-${file.replaceAll("/", "-")}`);
      appendFileSync(join(bundle, file), "\n");
      const target = join(folder, "not-installed");
      const { status, stderr } = install(bundle, target);
      expect(status).toBe(4);
      expect(stderr).toContain(file);
      expect(existsSync(join(target, "package.json"))).toBe(false);
    },
  );

  it("says that it has no torch where it has none and none is named", () => {
    const { status, stderr } = install(unpacked("torchless"), join(folder, "torchless-target"), {
      LIBTORCH: "",
    });
    expect({ status, stderr }).toEqual({ status: 5, stderr: expect.stringContaining("without torch") });
  });

  it("is not made of an empty collection, and leaves nothing behind", async () => {
    const out = join(folder, "empty", "bundle.tar");
    await expect(assembleBundle(out, {}, { wheels: () => {} })).rejects.toThrow(
      "nothing was collected into wheels",
    );
    expect(readdirSync(join(folder, "empty"))).toEqual([]);
  });
});
