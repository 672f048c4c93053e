import { describe, expect, it } from "vitest";
import { commands } from "../../src/commands/registry.js";
import { callShell } from "./fakes.js";

describe.each(commands.map((command) => [command.name, command] as const))("cytonet %s", (name, command) => {
  it("says what it does, what it takes, and how it is called", async () => {
    const { code, stdout, stderr } = await callShell(commands, [...name.split(" "), "--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(command.examples.length).toBeGreaterThan(0);
    for (const example of command.examples) expect(stdout).toContain(`$ ${example}`);
    for (const option of Object.keys(command.options)) {
      expect(stdout).toContain(`--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
    }
  });

  it("has examples that its own command line takes", async () => {
    for (const example of command.examples) {
      const words = example
        .replace(/ [>|].*$/, "")
        .split(" ")
        .slice(1);
      const parsed = { ...command, execute: async () => ({}), print: () => "taken" };
      const { code, stderr } = await callShell([parsed], words);
      expect({ example, code, stderr }).toEqual({ example, code: 0, stderr: "" });
    }
  });
});
