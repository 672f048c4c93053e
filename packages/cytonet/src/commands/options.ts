import { InvalidArgumentError } from "commander";

/** One `--name` of a command: what it takes, what it means, and its value where it is not given. */
export interface OptionSpec<T> {
  /** What stands behind the name in the help; absent for switches. */
  readonly placeholder?: string;
  readonly description: string;
  /** Turns the text given into a value. @throws InvalidArgumentError saying what was expected. */
  readonly parse?: (text: string) => T;
  /** Whether several values may follow: `--model A B`. */
  readonly list?: true;
  readonly required?: true;
  readonly defaultValue?: T;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec<unknown>>>;

/** The values that a command's `execute` gets, by the names of its option specs. */
export type OptionValues<O extends OptionSpecs> = { readonly [K in keyof O]: ValueOf<O[K]> };

type ValueOf<S> =
  S extends OptionSpec<infer T>
    ? S extends { readonly required: true } | { readonly defaultValue: T }
      ? T
      : T | undefined
    : never;

/** `--grid-spacing-mm` for `gridSpacingMm`. */
export function longName(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** A switch: false unless given. */
export function flag(description: string): OptionSpec<boolean> & { readonly defaultValue: boolean } {
  return { description, defaultValue: false };
}

/** A text, a path or a name. */
export function text(placeholder: string, description: string): OptionSpec<string> {
  return { placeholder, description, parse: (value) => value };
}

/** One of these words. */
export function choice<const T extends string>(values: readonly T[], description: string): OptionSpec<T> {
  const parse = (value: string): T => {
    const found = values.find((candidate) => candidate === value);
    if (found !== undefined) return found;
    throw new InvalidArgumentError(`Give one of ${values.join(", ")}.`);
  };
  return { placeholder: values.join("|"), description, parse };
}

/** A whole number of at least `least`. */
export function integer(placeholder: string, description: string, least = 0): OptionSpec<number> {
  const parse = (value: string): number => {
    const number = Number(value);
    if (/^[+-]?\d+$/.test(value) && Number.isSafeInteger(number) && number >= least) return number;
    throw new InvalidArgumentError(`Give a whole number of at least ${least}.`);
  };
  return { placeholder, description, parse };
}

/** A number above `above`. */
export function number(placeholder: string, description: string, above = 0): OptionSpec<number> {
  const parse = (value: string): number => {
    const parsed = Number(value);
    if (value.trim() !== "" && Number.isFinite(parsed) && parsed > above) return parsed;
    throw new InvalidArgumentError(`Give a number above ${above}.`);
  };
  return { placeholder, description, parse };
}

/** Several texts behind one name. */
export function texts(placeholder: string, description: string): OptionSpec<readonly string[]> {
  return { placeholder, description, parse: (value) => [value], list: true };
}

/** The same option, which then must be given. */
export function required<T>(spec: OptionSpec<T>): OptionSpec<T> & { readonly required: true } {
  return { ...spec, required: true };
}

/** The same option with a value for when it is not given. */
export function withDefault<T>(spec: OptionSpec<T>, value: T): OptionSpec<T> & { readonly defaultValue: T } {
  return { ...spec, defaultValue: value };
}

/** Options that mean the same in every command that has them. */
export const common = {
  cohort: text("DIR", "the cohort folder"),
  config: text("FILE", "YAML file with settings; `cytonet schema` prints what may stand in it"),
  model: text("DIR", "a model folder"),
  split: text("NAME", "the split, a file of the cohort's splits folder"),
  out: text("PATH", "where the result goes"),
  seed: integer("N", "seed of everything random; replaces the one of the configuration"),
  dryRun: flag("say what would be done, its time and disk, and do nothing"),
  force: flag("do it anew although a result exists; the old one is kept aside"),
} as const;
