import { CommanderError, Option, Command as Program } from "commander";
import type { Command } from "./command.js";
import { longName, type OptionSpec, type OptionSpecs } from "./options.js";

/** What the command line asked for. */
export interface Call {
  readonly command: Command;
  readonly options: Readonly<Record<string, unknown>>;
  readonly positionals: readonly string[];
  readonly json: boolean;
  readonly verbose: boolean;
}

const HEADINGS: Readonly<Record<string, string>> = {
  import: "bring sections, registrations and labels of other software into a cohort",
  qc: "decide what is left out, with reason, author and date",
  report: "pages of pictures and figures",
  sample: "choose points of the cortex, with coordinates",
  scan: "look at a scan, convert it, make a small picture of it",
  study: "whole studies that train, embed and probe many encoders, cell by cell, resumable",
};

/**
 * Builds commander's parser for these commands. It throws CommanderError instead of ending the process, and
 * prints nothing but the help and the version that were asked for.
 *
 * @param take is given the call when the command line is complete.
 */
export function buildProgram(
  commands: readonly Command[],
  version: string,
  take: (call: Call) => void,
  writeHelp: (text: string) => void,
): Program {
  const program = settle(new Program("cytonet"), writeHelp)
    .description("From scanned brain sections to a foundation model of the cortex, and to maps made with it.")
    .version(version, "--version", "print the version")
    .helpCommand("help [command]", "print the help of a command")
    .addHelpText("after", "\nStart with `cytonet doctor`; `cytonet COMMAND --help` has examples.");
  for (const command of commands) {
    const words = command.name.split(" ");
    const last = words.pop()!;
    let parent = program;
    for (const word of words) parent = group(parent, word, writeHelp);
    addCommand(parent, last, command, take, writeHelp);
  }
  return program;
}

interface GlobalOptions {
  readonly json?: boolean;
  readonly verbose?: boolean;
}

function addCommand(
  parent: Program,
  word: string,
  command: Command,
  take: (call: Call) => void,
  writeHelp: (text: string) => void,
): void {
  const child = settle(new Program(word), writeHelp)
    .summary(command.summary)
    .description(description(command))
    .allowExcessArguments(false);
  for (const { name, description, optional, rest } of command.positionals ?? []) {
    const shown = rest === true ? `${name}...` : name;
    child.argument(optional === true ? `[${shown}]` : `<${shown}>`, description);
  }
  for (const [name, spec] of Object.entries(command.options as OptionSpecs)) {
    child.addOption(toOption(name, spec));
  }
  child
    .option("--json", "print the result as one JSON object")
    .option("--verbose", "with an error, say also what led to it")
    .addHelpText("after", `\nExamples:\n${command.examples.map((line) => `  $ ${line}`).join("\n")}`)
    .action((...given: unknown[]) => {
      const { json = false, verbose = false, ...options } = child.opts<GlobalOptions>();
      refuseMissing(command.options, options);
      const positionals = given.slice(0, command.positionals?.length ?? 0);
      take({ command, options, positionals: positionals.flat().filter(isText), json, verbose });
    });
  parent.addCommand(child);
}

/** Checked here and not by commander, which would hide a misspelt option behind the one that it lacks. */
function refuseMissing(specs: OptionSpecs, given: Readonly<Record<string, unknown>>): void {
  const missing = Object.entries(specs).filter(([name, spec]) => spec.required && given[name] === undefined);
  if (missing.length === 0) return;
  const names = missing.map(([name, { placeholder }]) => `${longName(name)} <${placeholder}>`);
  throw new CommanderError(2, "cytonet.missingOption", `missing ${names.join(", ")}`);
}

function group(parent: Program, word: string, writeHelp: (text: string) => void): Program {
  const existing = parent.commands.find((candidate) => candidate.name() === word);
  if (existing !== undefined) return existing;
  const made = settle(new Program(word), writeHelp).description(HEADINGS[word] ?? "");
  parent.addCommand(made);
  return made;
}

function settle(program: Program, writeHelp: (text: string) => void): Program {
  return (
    program
      .helpOption("-h, --help", "print this help")
      // A command that has subcommands would take their options for its own otherwise.
      .enablePositionalOptions()
      .configureHelp({ optionDescription: describeOption })
      .configureOutput({ writeOut: writeHelp, writeErr: () => {} })
      .exitOverride()
  );
}

/** The description with the default, which for switches goes without saying. */
function describeOption({ description, defaultValue, defaultValueDescription }: Option): string {
  if (defaultValue === undefined || defaultValue === false) return description;
  return `${description} (default: ${defaultValueDescription ?? String(defaultValue)})`;
}

function toOption(name: string, spec: OptionSpec<unknown>): Option {
  const value = spec.placeholder === undefined ? "" : ` <${spec.placeholder}${spec.list ? "..." : ""}>`;
  const option = new Option(
    `${longName(name)}${value}`,
    spec.required ? `${spec.description} (required)` : spec.description,
  );
  if (spec.parse !== undefined) option.argParser(argParser(spec, spec.parse));
  if (spec.defaultValue !== undefined) option.default(spec.defaultValue, shownDefault(spec.defaultValue));
  return option;
}

/** Commander hands every text of a list with the values before it. */
function argParser(
  spec: OptionSpec<unknown>,
  parse: (text: string) => unknown,
): (text: string, before: unknown) => unknown {
  if (spec.list !== true) return parse;
  return (text, before) => {
    const list = Array.isArray(before) && before !== spec.defaultValue ? before : [];
    return [...list, ...(parse(text) as unknown[])];
  };
}

function description({ summary, details }: Command): string {
  const sentence = `${summary[0]!.toUpperCase()}${summary.slice(1)}.`;
  return details === undefined ? sentence : `${sentence}\n\n${details}`;
}

function shownDefault(value: unknown): string | undefined {
  return Array.isArray(value) ? value.join(" ") : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
