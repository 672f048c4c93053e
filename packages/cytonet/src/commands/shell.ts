import { describeProblem, ExitCode } from "@cytonet/cohort/errors";
import { CommanderError } from "commander";
import type { Command, CommandResult } from "./command.js";
import { describeFailure, type Failure } from "./failure.js";
import { buildProgram, type Call } from "./program.js";
import { createDisplay, type LineSink } from "./progress.js";
import { watchStopSignals } from "./signals.js";

/** Where a call's output goes. */
export interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: LineSink;
}

/**
 * Runs one call of the command line and returns its exit code; it never throws.
 *
 * Results go to stdout, everything else to stderr. With `--json`, stdout holds exactly one JSON object, also
 * when the call failed.
 */
export async function runShell(
  commands: readonly Command[],
  version: string,
  words: readonly string[],
  streams: Streams,
): Promise<ExitCode> {
  let call: Call | undefined;
  let help = "";
  const program = buildProgram(
    commands,
    version,
    (parsed) => {
      call = parsed;
    },
    (text) => {
      help += text;
    },
  );
  try {
    // `help` takes names of commands alone; how its answer is printed is decided below.
    const asked = words[0] === "help" ? words.filter((word) => word !== "--json") : words;
    await program.parseAsync(asked, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) {
      const answer = error.code === "commander.version" ? { version } : { help };
      streams.stdout.write(
        words.includes("--json")
          ? `${JSON.stringify({ exitCode: ExitCode.Done, ...answer }, null, 2)}\n`
          : help,
      );
      return ExitCode.Done;
    }
    const failure = usageFailure(error, commands, words);
    report(failure, words.includes("--json"), false, streams);
    return failure.exitCode;
  }
  return call === undefined ? ExitCode.Done : runCall(call, streams);
}

/** What is wrong with the words of a call, in one line; undefined where a command takes them. Runs nothing. */
export async function complaintAbout(
  commands: readonly Command[],
  words: readonly string[],
): Promise<string | undefined> {
  const program = buildProgram(
    commands,
    "",
    () => {},
    () => {},
  );
  try {
    await program.parseAsync(words, { from: "user" });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? undefined : usageFailure(error, commands, words).message;
  }
}

async function runCall(
  { command, options, positionals, json, verbose }: Call,
  streams: Streams,
): Promise<ExitCode> {
  const display = createDisplay(streams.stderr);
  const { signal, release } = watchStopSignals(display.log);
  const start = performance.now();
  try {
    const { progress, log } = display;
    const result = await command.execute({ options, positionals, signal, progress, log });
    display.end();
    if (result === undefined) return ExitCode.Done;
    const { text, exitCode } = await renderResult(command, result, json, performance.now() - start);
    streams.stdout.write(text);
    return exitCode;
  } catch (error) {
    display.end();
    const failure = describeFailure(error);
    report(failure, json, verbose, streams, command.name);
    return failure.exitCode;
  } finally {
    release();
  }
}

/** What a result says on stdout, and the exit code it stands for. */
export async function renderResult(
  command: Pick<Command, "name" | "print">,
  result: CommandResult,
  json: boolean,
  milliseconds: number,
): Promise<{ readonly text: string; readonly exitCode: ExitCode }> {
  const exitCode = exitCodeOf(result);
  const secondsTotal = Math.round(milliseconds) / 1000;
  const text = json
    ? JSON.stringify({ command: command.name, exitCode, secondsTotal, ...result }, null, 2)
    : (await command.print(result)).trimEnd();
  return { text: `${text}\n`, exitCode };
}

/** The exit code that a result names, or that its number of failures stands for. */
function exitCodeOf(result: CommandResult): ExitCode {
  const { exitCode, failures } = result as { readonly exitCode?: ExitCode; readonly failures?: unknown };
  if (exitCode !== undefined) return exitCode;
  return typeof failures === "number" && failures > 0 ? ExitCode.Failures : ExitCode.Done;
}

function report(failure: Failure, json: boolean, verbose: boolean, streams: Streams, command?: string): void {
  const { message, problems, causes } = failure;
  streams.stderr.write(`${message}\n`);
  if (verbose) {
    for (const problem of problems.slice(1)) {
      streams.stderr.write(`  also: ${describeProblem(problem)}\n`);
    }
    for (const cause of causes) streams.stderr.write(`  because of: ${cause.replaceAll("\n", "\n  ")}\n`);
  }
  if (json) streams.stdout.write(renderFailure(failure, verbose, command));
}

/** What a failure says on stdout with `--json`. */
export function renderFailure(failure: Failure, verbose: boolean, command?: string): string {
  const { exitCode, name, message, problems, causes } = failure;
  const error = { name, message, problems, ...(verbose ? { causes } : {}) };
  return `${JSON.stringify({ command, exitCode, error }, null, 2)}\n`;
}

/** Commander's complaint as one line, with its suggestion and where to read on. */
function usageFailure(
  error: CommanderError,
  commands: readonly Command[],
  words: readonly string[],
): Failure {
  const complaint =
    error.code === "commander.help" ? "a command is missing" : error.message.replace(/^error: /, "");
  const line = complaint.replace(/\s*\n\s*/g, " ").replace(/\.$/, "");
  const command = commands.find(({ name }) => `${words.join(" ")} `.startsWith(`${name} `))?.name;
  const help = command === undefined ? "cytonet --help" : `cytonet ${command} --help`;
  const message = `${line}. See \`${help}\`.`;
  return { exitCode: ExitCode.Usage, name: "UsageError", message, problems: [], causes: [] };
}
