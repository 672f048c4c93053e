/** The C++ compiler: `$CXX` or g++. */
import { spawn, spawnSync } from "node:child_process";
import { NativeBuildError } from "./errors.js";

/** A compiler that was found to work. */
export interface Compiler {
  readonly command: string;
  /** First line of `--version`; part of every object's hash. */
  readonly version: string;
}

/** Longest diagnostic shown for one source; C++ templates can fill many screens. */
const MAX_LINES = 60;

/**
 * Finds the compiler.
 *
 * @throws NativeBuildError when it cannot be started.
 */
export function findCompiler(env: NodeJS.ProcessEnv = process.env): Compiler {
  const command = env.CXX || "g++";
  const asked = spawnSync(command, ["--version"], { encoding: "utf8" });
  if (asked.error || asked.status !== 0) {
    throw new NativeBuildError(
      `The C++ compiler ${command} does not start. Install one (apt-get install g++) or name one in CXX.`,
      [],
    );
  }
  return { command, version: asked.stdout.split("\n")[0] ?? command };
}

/**
 * Runs the compiler; resolves to undefined on success, else to its diagnostics, shortened and with paths under
 * `root` made relative. Warnings of a successful run go to stderr.
 */
export async function runCompiler(
  compiler: Compiler,
  args: readonly string[],
  root: string,
): Promise<string | undefined> {
  const color = process.stderr.isTTY ? ["-fdiagnostics-color=always"] : [];
  const child = spawn(compiler.command, [...color, ...args], { stdio: ["ignore", "ignore", "pipe"] });
  const chunks: Buffer[] = [];
  child.stderr.on("data", (bytes: Buffer) => chunks.push(bytes));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const said = Buffer.concat(chunks).toString("utf8").replaceAll(root, "").trimEnd();
  if (status === 0) {
    if (said !== "") process.stderr.write(`${said}\n`);
    return undefined;
  }
  const lines = said.split("\n");
  const shown = lines.slice(0, MAX_LINES).join("\n");
  const rest = lines.length - MAX_LINES;
  return rest > 0 ? `${shown}\n... and ${rest} more lines` : shown || `exit status ${status}`;
}
