import { lstat, realpath, rename, stat } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { ConfigError } from "../errors.js";

export interface OutputOptions {
  /** What stands there may be replaced: it is kept aside. */
  readonly force?: boolean | undefined;
  /** Files and folders that the output is made from: it may be none of them, nor lie in one or hold one, whatever `force` says. */
  readonly inputs?: readonly string[];
}

/**
 * Looks whether an output may be written, before any work is done for it.
 *
 * Inputs are recognised under any spelling, and through links; an input that is no file of this machine is no output.
 *
 * @throws ConfigError where the output is an input, lies in one or holds one, or exists while `force` is not given
 */
export async function checkOutput(out: string, { force = false, inputs = [] }: OutputOptions): Promise<void> {
  for (const input of inputs) {
    const message = await overlap(out, input);
    if (message !== undefined) {
      throw new ConfigError({ file: out, message, remedy: "Name another output." });
    }
  }
  if (!force && (await exists(out))) {
    const remedy = "Name another output, or give --force to keep the old one aside.";
    throw new ConfigError({ file: out, message: "exists already", remedy });
  }
}

/**
 * Frees the name of an output: with `force` what stands there is renamed to `NAME.replaced-TIME`. To be called when the
 * new result is complete, or as late as can be.
 *
 * @returns where the old one is now; undefined where there was none
 * @throws ConfigError where something stands there and `force` is not given
 */
export async function moveAside(out: string, force = false): Promise<string | undefined> {
  await checkOutput(out, { force });
  if (!(await exists(out))) return undefined;
  const stamp = new Date().toISOString().replace(/[-:.]/g, "");
  const aside = `${resolve(out)}.replaced-${stamp}`;
  await rename(out, aside);
  return aside;
}

/** Also true of a link that leads nowhere, which a rename would replace. */
async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** What an output has to do with an input; undefined where nothing. */
async function overlap(out: string, input: string): Promise<string | undefined> {
  const [ofInput, ofOut] = await Promise.all([identity(input), identity(out)]);
  if (ofInput === undefined) return undefined;
  if (ofOut !== undefined && ofOut.dev === ofInput.dev && ofOut.ino === ofInput.ino)
    return `is the input ${input}`;
  const [from, to] = [await realpath(input), await realPlace(out)];
  if (to.startsWith(from + sep)) return `lies in the input ${input}`;
  return from.startsWith(to + sep) ? `holds the input ${input}` : undefined;
}

/** The file behind all its names: hard links and names that differ in case have one identity, too. */
async function identity(path: string): Promise<{ readonly dev: bigint; readonly ino: bigint } | undefined> {
  return stat(path, { bigint: true }).catch(() => undefined);
}

/** The real path of something that need not exist yet. */
export async function realPlace(path: string): Promise<string> {
  const absolute = resolve(path);
  const parent = dirname(absolute);
  return realpath(absolute).catch(async () =>
    parent === absolute ? absolute : join(await realPlace(parent), absolute.slice(parent.length)),
  );
}
