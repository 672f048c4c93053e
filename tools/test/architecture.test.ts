/**
 * The arrows between packages, as DESIGN has them. Everything else in this file follows from `ALLOWED`.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

/** Which packages of ours each package may use. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  torch: [],
  scans: [],
  cohort: [],
  imaging: ["torch", "scans"],
  learning: ["torch"],
  phantom: ["scans", "cohort"],
  cytonet: ["torch", "scans", "imaging", "cohort", "learning", "phantom"],
};

const MAX_LINES = 300;
const MAX_BYTES = 1_000_000;

/** Every file that git knows or would add, relative to the root. */
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: ROOT,
  encoding: "utf8",
  maxBuffer: 64 << 20,
})
  .split("\n")
  .filter((path) => path !== "" && existsSync(join(ROOT, path)));

const packages = readdirSync(join(ROOT, "packages")).filter((name) =>
  existsSync(join(ROOT, "packages", name, "package.json")),
);
const readJson = (path: string) => JSON.parse(readFileSync(join(ROOT, path), "utf8"));
const nameOf = (folder: string): string => readJson(`packages/${folder}/package.json`).name;
const folderOf = new Map(packages.map((folder) => [nameOf(folder), folder]));

const isCode = (path: string) => /\.(ts|mts|js|mjs)$/.test(path);
const isGenerated = (path: string) => path.includes(".generated.");
const isTest = (path: string) => /(^|\/)(test|proofs)\//.test(path);

const importsOf = (path: string) => importsIn(readFileSync(join(ROOT, path), "utf8"));

/** Module names that a source text imports, statically, dynamically or by re-export. */
function importsIn(source: string): string[] {
  const text = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  // A type such as Pick<T, "from" | "to"> imports nothing.
  const pattern = /(?:(?<!["'])\bfrom\s*|\bimport\s*\(?\s*|\brequire(?:\.resolve)?\(\s*)["']([^"'\n]+)["']/g;
  return [...text.matchAll(pattern)].map((match) => match[1]!);
}

/** The package of ours that a module name means, with what follows its name. */
function ownPackage(specifier: string): { folder: string; rest: string } | undefined {
  for (const [name, folder] of folderOf) {
    if (specifier === name || specifier.startsWith(`${name}/`))
      return { folder, rest: specifier.slice(name.length) };
  }
  return undefined;
}

const packageOfFile = (path: string) => /^packages\/([^/]+)\//.exec(path)?.[1];
const code = files.filter((path) => isCode(path) && !isGenerated(path));

describe("this test", () => {
  it("sees every form of import, and no comment", () => {
    const source = `
      import "side-effect";
      import type { A } from "types";
      import {
        b,
      } from '../lines.js';
      export * from "./re-export.js";
      const c = await import("dynamic");
      const d = require.resolve("resolved");
      // import "line-comment";
      /* import "block-comment"; */`;
    const expected = ["side-effect", "types", "../lines.js", "./re-export.js", "dynamic", "resolved"];
    expect(importsIn(source)).toEqual(expected);
  });
});

describe("arrows between packages", () => {
  it("are stated for every package", () => {
    expect(Object.keys(ALLOWED).sort()).toEqual([...packages].sort());
  });

  it.each(packages)("%s imports only what it may", (folder) => {
    const wrong = code
      .filter((path) => path.startsWith(`packages/${folder}/src/`))
      .flatMap((path) => importsOf(path).map((specifier) => ({ path, own: ownPackage(specifier) })))
      .filter(({ own }) => own && own.folder !== folder && !ALLOWED[folder]!.includes(own.folder))
      .map(({ path, own }) => `${path} -> ${own!.folder}`);
    expect(wrong).toEqual([]);
  });

  it.each(packages)("package.json and tsconfig.json of %s agree with them", (folder) => {
    const manifest = readJson(`packages/${folder}/package.json`);
    const declared = Object.keys(manifest.dependencies ?? {}).flatMap((name) => folderOf.get(name) ?? []);
    const references = (readJson(`packages/${folder}/tsconfig.json`).references ?? []).map(
      ({ path }: { path: string }) => relative("..", path),
    );
    for (const used of declared) expect(ALLOWED[folder], `${folder} depends on ${used}`).toContain(used);
    expect(references.toSorted()).toEqual(declared.toSorted());
  });

  it("holds only what is imported: every dependency is declared where it is used", () => {
    const undeclared: string[] = [];
    for (const path of code.filter((name) => /^packages\/[^/]+\/src\//.test(name))) {
      const manifest = readJson(`packages/${packageOfFile(path)}/package.json`);
      for (const specifier of importsOf(path)) {
        if (/^(\.|node:|#)/.test(specifier)) continue;
        const name = specifier
          .split("/")
          .slice(0, specifier.startsWith("@") ? 2 : 1)
          .join("/");
        if (name !== manifest.name && !manifest.dependencies?.[name]) undeclared.push(`${path}: ${name}`);
      }
    }
    expect(undeclared).toEqual([]);
  });
});

describe("private files", () => {
  it("are not imported from outside their package", () => {
    const wrong: string[] = [];
    for (const path of code) {
      const here = packageOfFile(path);
      for (const specifier of importsOf(path)) {
        const own = ownPackage(specifier);
        if (own && own.folder !== here) {
          const isPublic =
            readJson(`packages/${own.folder}/package.json`).exports?.[`.${own.rest}`] !== undefined;
          if (!isPublic) wrong.push(`${path}: ${specifier}`);
        } else if (specifier.startsWith(".")) {
          const target = relative(ROOT, join(ROOT, dirname(path), specifier));
          const there = packageOfFile(target);
          if (there !== undefined && there !== here) wrong.push(`${path}: ${specifier}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe("files", () => {
  it(`of our own writing are at most ${MAX_LINES} lines, tests apart`, () => {
    const written = files.filter((path) => /\.(ts|mts|js|mjs|cc|h|py|sh)$/.test(path));
    const long = written
      .filter((path) => !isGenerated(path) && !isTest(path))
      .map((path) => ({ path, lines: readFileSync(join(ROOT, path), "utf8").split("\n").length - 1 }))
      .filter(({ lines }) => lines > MAX_LINES);
    expect(long).toEqual([]);
  });

  it(`in git are at most ${MAX_BYTES / 1e6} MB`, () => {
    const large = files.filter((path) => statSync(join(ROOT, path)).size > MAX_BYTES);
    expect(large).toEqual([]);
  });

  it("pin every dependency to one version", () => {
    const manifests = files.filter((path) => /(^|\/)package\.json$/.test(path));
    const loose = manifests.flatMap((path) => {
      const { dependencies, devDependencies } = readJson(path);
      return Object.entries<string>({ ...dependencies, ...devDependencies })
        .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
        .map(([name, version]) => `${path}: ${name}@${version}`);
    });
    expect(loose).toEqual([]);
  });

  it("lock the packages of every platform, without which npm ci refuses to start", () => {
    const locked = readJson("package-lock.json").packages;
    const absent = Object.values<{ optionalDependencies?: Record<string, string> }>(locked)
      .flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}))
      .filter((name) => !locked[`node_modules/${name}`]);
    expect(absent).toEqual([]);
  });
});
