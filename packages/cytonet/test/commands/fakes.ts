import { z } from "zod";
import { type Command, defineCommand } from "../../src/commands/command.js";
import { runShell, type Streams } from "../../src/commands/shell.js";

/** A command whose outcome a test decides. */
export function fakeCommand(execute: Command["execute"]): Command {
  return defineCommand({
    name: "fake thing",
    summary: "do something",
    positionals: [{ name: "FILE", description: "a file" }],
    options: {},
    configs: [
      { name: "fake", title: "Settings of a fake", load: async () => z.strictObject({ a: z.int() }) },
    ],
    examples: ["cytonet fake thing a.txt"],
    execute,
    print: (result) => `said ${JSON.stringify(result)}`,
  });
}

/** Runs a call within this process and collects what it writes. */
export async function callShell(
  commands: readonly Command[],
  words: readonly string[],
): Promise<{ code: number; stdout: string; stderr: string }> {
  const written = { stdout: "", stderr: "" };
  const collect = (name: "stdout" | "stderr") => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  const streams: Streams = { stdout: collect("stdout"), stderr: collect("stderr") };
  const code = await runShell(commands, "1.2.3", words, streams);
  return { code, ...written };
}
