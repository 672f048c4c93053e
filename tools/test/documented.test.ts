import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseYaml, SplitSchema } from "@cytonet/cohort";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const text = (path: string): string => readFileSync(join(root, path), "utf8");
const below = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`);

const pages = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  ...below("docs", ".md"),
  ...below("examples", ".md"),
];
const helps = below("packages/cytonet/src/commands", ".ts");

describe("what documents and help name", () => {
  it.each([...pages, ...helps])("%s names configurations that exist", (page) => {
    const named = [...text(page).matchAll(/\bconfigs\/[\w./-]+\.yaml/g)].map(([path]) => path);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it("says of the sequence in README.md where each of its files comes from", () => {
    const [, sequence] = /```sh\n(npx cytonet import quint[\s\S]*?)```/.exec(text("README.md")) ?? [];
    const configs = [...sequence!.matchAll(/--config (\S+)/g)].map(([, path]) => path!);
    for (const path of configs) {
      expect(existsSync(join(root, path)) || sequence!.includes(`> ${path}\n`), path).toBe(true);
    }
    const split = parseYaml(text("configs/mouse/split.yaml"), SplitSchema, "split.yaml");
    // The file's name is the split's, and the recipe's.
    expect(sequence).toContain(`cp configs/mouse/split.yaml mice/splits/${split.name}.yaml`);
    expect(text("configs/mouse/pretrain.yaml")).toContain(`  split: ${split.name}\n`);
    expect(text("configs/mouse/probe.yaml")).toContain(`split: ${split.name}\n`);
    expect(text("configs/mouse/probe.yaml")).toContain("features-MODEL-backbone");
  });
});
