import type { z } from "zod";
import type { CommandContext } from "./context.js";
import type { OptionSpecs } from "./options.js";

/** A word that a command takes without a name, such as a file to import. */
export interface PositionalSpec {
  /** As in the help: `RESULT.json`. */
  readonly name: string;
  readonly description: string;
  /** May be left out; only the last one can be. */
  readonly optional?: true;
  /** Takes all words that follow; only the last one can. */
  readonly rest?: true;
}

/** A YAML file that a command reads, for `cytonet schema`. */
export interface ConfigSpec {
  /** Name for `cytonet schema NAME`. */
  readonly name: string;
  readonly title: string;
  /** Loads the schema; imported only when asked for, so that other commands need not pay for it. */
  readonly load: () => Promise<z.ZodType>;
}

/**
 * What a command hands back: the object that `--json` prints. `exitCode` decides the exit code; without it a
 * number of `failures` above 0, items that failed while the rest went on, makes it 3.
 */
export type CommandResult = object;

/**
 * One command. All have this shape, one file each, and stand in `registry.ts`.
 *
 * The engine, scans and tables are imported inside `execute`, so that help and `doctor` need none of them.
 *
 * @example
 * ```ts
 * export const embed = defineCommand({
 *   name: "embed",
 *   summary: "compute features of points",
 *   options: { cohort: required(common.cohort), config: common.config, seed: common.seed },
 *   configs: [{ name: "embed", title: "Settings of `cytonet embed`", load: async () => EmbedConfigSchema }],
 *   examples: ["cytonet embed --cohort mice --model runs/mice/model"],
 *   async execute({ options, signal, progress, log }) {
 *     const config = await loadConfig(options.config, EmbedConfigSchema, { seed: options.seed });
 *     const { runEmbedding } = await import("../embedding/runEmbedding.js");
 *     return runEmbedding(options.cohort, config, { signal, progress, log });
 *   },
 *   print: ({ points, file }) => `${points} points embedded into ${file}`,
 * });
 * ```
 */
export interface Command<O extends OptionSpecs = OptionSpecs, R extends CommandResult = CommandResult> {
  /** The words that call it: `embed`, `import quint`. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What else a user should know before the first call. */
  readonly details?: string;
  readonly positionals?: readonly PositionalSpec[];
  readonly options: O;
  readonly configs?: readonly ConfigSpec[];
  /** Complete calls, as one would type them. */
  readonly examples: readonly string[];
  /**
   * Does the work.
   *
   * @returns the result; nothing where another process that works on the same tells it
   * @throws errors of the packages, which the shell turns into a line and an exit code; InterruptedError
   * when `context.signal` was aborted and everything is saved.
   */
  execute(context: CommandContext<O>): Promise<R | undefined>;
  /**
   * Of a command whose ranks share the items out: one result of those of all ranks, by rank. Without it every rank has
   * the result of the whole, and the first one tells it.
   */
  merge?(results: readonly R[]): R | Promise<R>;
  /** The result for people, printed to stdout without `--json`. */
  print(result: R): string | Promise<string>;
}

/** Declares a command with the types of its options and result checked against one another. */
export function defineCommand<O extends OptionSpecs, R extends CommandResult>(
  command: Command<O, R>,
): Command<O, R> {
  return command;
}
