import { describe, expect, it } from "vitest";
import type { Command } from "../../src/commands/command.js";
import { longName, type OptionSpec } from "../../src/commands/options.js";
import { commands } from "../../src/commands/registry.js";
import { callShell } from "./fakes.js";

/** Every command, telling the options that reached it. */
const telling: readonly Command[] = commands.map((command) => ({
  ...command,
  execute: async ({ options }) => ({ reached: { ...options } }),
  print: () => "text",
}));

const candidates = ["2", "64", "0.5", "1,2,3,4", "a=1", "left", "text"];

/** A value that this option takes and that is not its default, as text and as it is parsed. */
function sample(spec: OptionSpec<unknown>): { readonly words: readonly string[]; readonly value: unknown } {
  if (spec.parse === undefined) return { words: [], value: true };
  for (const word of [...candidates, ...(spec.placeholder ?? "").split("|")].reverse()) {
    try {
      const value = spec.parse(word);
      if (value !== spec.defaultValue) return { words: [word], value };
    } catch {
      // Another one may do.
    }
  }
  throw new Error(`no sample for <${spec.placeholder}>`);
}

describe.each(commands.map((command) => [command.name, command] as const))("cytonet %s", (name, command) => {
  const start = [...name.split(" "), ...(command.positionals ?? []).map(() => "word")];
  const options = Object.entries(command.options).map(([option, spec]) => ({
    option,
    spec,
    ...sample(spec),
  }));

  it("gets every option that stands behind its name", async () => {
    for (const { option, words, value } of options) {
      const others = options.filter((other) => other.spec.required && other.option !== option);
      const given = [...others, { option, words }].flatMap((one) => [longName(one.option), ...one.words]);
      const { code, stdout, stderr } = await callShell(telling, [...start, ...given, "--json", "--verbose"]);
      expect({ option, code, stderr }).toEqual({ option, code: 0, stderr: "" });
      const { command: called, reached } = JSON.parse(stdout);
      expect({ called, option, value: reached[option] }).toEqual({
        called: name,
        option,
        value: JSON.parse(JSON.stringify(value)),
      });
    }
  });
});

describe("help and version", () => {
  it.each([["help"], ["help", "scan", "info"], ["scan", "info", "--help"]])(
    "%j is an object with --json",
    async (...words) => {
      const { code, stdout } = await callShell(commands, [...words, "--json"]);
      const { exitCode, help } = JSON.parse(stdout);
      expect([code, exitCode, help.startsWith("Usage: cytonet")]).toEqual([0, 0, true]);
      expect((await callShell(commands, words)).stdout).toBe(help);
    },
  );

  it("tells the version as an object, too", async () => {
    const { stdout } = await callShell(commands, ["--version", "--json"]);
    expect(JSON.parse(stdout)).toEqual({ exitCode: 0, version: "1.2.3" });
  });

  it("describes every group of commands", async () => {
    const { stdout } = await callShell(commands, ["--help"]);
    const groups = new Set(
      commands
        .map(({ name }) => name.split(" "))
        .filter((words) => words.length > 1)
        .map(([first]) => first!),
    );
    expect(groups.size).toBeGreaterThan(4);
    for (const group of groups) {
      expect(stdout).toMatch(
        new RegExp(`^  ${group}( \\[options\\])?( \\[command\\])? +\\S+ \\S+ \\S+`, "m"),
      );
    }
  });
});
