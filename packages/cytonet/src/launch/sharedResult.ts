import { ExitCode } from "@cytonet/cohort/errors";
import type { Command, CommandResult } from "../commands/command.js";
import { describeFailure } from "../commands/failure.js";
import { renderFailure, renderResult } from "../commands/shell.js";
import type { WorkContext } from "../workContext.js";
import { type LaunchOptions, type LaunchResult, launch, RankLostError } from "./launch.js";

/**
 * Launches a command of ours and tells its result as the command itself would: of ranks that share the items out, one
 * result of all of them; with `--json` always one object, also where a rank was lost.
 *
 * @param commands those that there are; words that call none of them are launched as they are
 * @throws as `launch`, without `--json` among the words
 */
export async function launchCommand(
  commands: readonly Command[],
  options: LaunchOptions,
  context: WorkContext,
): Promise<LaunchResult> {
  const { words, count } = options;
  const json = words.includes("--json");
  const command = commands.find(({ name }) => `${words.join(" ")} `.startsWith(`${name} `));
  const shares =
    command?.merge !== undefined && count > 1 && !words.some((word) => /^(--help|-h)$/.test(word));
  const start = performance.now();
  try {
    const asked = shares && !json ? [...words, "--json"] : words;
    const result = await launch({ ...options, words: asked, collectsAll: json || shares }, context);
    const { exitCode } = result;
    if (!shares || (exitCode !== ExitCode.Done && exitCode !== ExitCode.Failures)) return result;
    const merged = await command.merge!(result.outputs.map(resultOf));
    const { text } = await renderResult(command, merged, json, performance.now() - start);
    return { ...result, output: text };
  } catch (error) {
    if (!json) throw error;
    const failure = describeFailure(error);
    context.log(failure.message);
    const told = error instanceof RankLostError ? error.output : "";
    const output = told === "" ? renderFailure(failure, words.includes("--verbose"), command?.name) : told;
    return { ranks: count, exitCode: failure.exitCode, output, outputs: [] };
  }
}

/** A rank's result without what the shell adds to it. */
function resultOf(output: string): CommandResult {
  const { command, exitCode, secondsTotal, ...result } = JSON.parse(output) as Record<string, unknown>;
  return result;
}
