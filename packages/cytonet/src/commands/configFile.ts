import type { z } from "zod";

/** Settings that options of the command line replace; those that are undefined change nothing. */
export type Overrides<T> = { readonly [K in keyof T]?: T[K] | undefined };

/**
 * Reads a command's YAML file and checks it; without a file the schema's own defaults.
 *
 * @param overrides parsed values of options such as `--seed`.
 * @throws ConfigError naming file, field, line and remedy of every fault.
 */
export async function loadConfig<S extends z.ZodObject>(
  file: string | undefined,
  schema: S,
  overrides: Overrides<z.output<S>> = {},
): Promise<z.output<S>> {
  const { parseYaml, readYaml } = await import("@cytonet/cohort");
  const config =
    file === undefined
      ? parseYaml("{}", schema, "the default settings")
      : await readYaml(file, schema, "Name an existing file with --config.");
  const given = Object.entries(overrides).filter(([, value]) => value !== undefined);
  return { ...config, ...Object.fromEntries(given) };
}
