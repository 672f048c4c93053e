import { readFileSync } from "node:fs";
import { commands } from "./commands/registry.js";
import { runShell } from "./commands/shell.js";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};

// Whoever reads along may stop, as `head` does; the work goes on, and its results are files.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });

// The process ends by itself once everything is written; only work that ignores its abort keeps it alive.
process.exitCode = await runShell(commands, version, process.argv.slice(2), process);
