import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { acquireLock, ConfigError } from "@cytonet/cohort";
import {
  type ConversionEstimate,
  type ConvertedScan,
  type ConvertOptions,
  convertScan,
  estimateConversion,
} from "@cytonet/scans";
import type { WorkContext } from "../workContext.js";

export interface ConvertRequest {
  readonly input: string;
  readonly output: string;
  readonly options: ConvertOptions;
  /** Say the work, its time and disk, and do nothing. */
  readonly dryRun: boolean;
}

export type ConvertResult =
  | (ConvertedScan & { readonly dryRun: false })
  | (ConversionEstimate & { readonly dryRun: true });

/**
 * Convert a scan, once at a time for each output.
 *
 * @throws ConfigError where input and output are one; LockedError while another process converts into the same
 * output; ScanError of either; the signal's reason when it was stopped and the same call goes on
 */
export async function runConversion(
  { input, output, options, dryRun }: ConvertRequest,
  { signal, progress, log }: WorkContext,
): Promise<ConvertResult> {
  if (resolve(input) === resolve(output)) {
    throw new ConfigError({ field: "OUT", message: "is the input", remedy: "Name another output." });
  }
  if (options.replace !== true && existsSync(output)) {
    const remedy = "Name another output, or give --force to keep the old one aside.";
    throw new ConfigError({ file: output, message: "exists already", remedy });
  }
  if (dryRun) return { ...(await estimateConversion(input, output, options)), dryRun: true };
  await mkdir(dirname(resolve(output)), { recursive: true });
  const lock = await acquireLock(
    join(dirname(output), `.${basename(output)}.converting.lock`),
    "cytonet scan convert",
  );
  try {
    const onBlock = (done: number, total: number): void => progress({ stage: "convert", done, total });
    const converted = await convertScan(input, output, options, { signal, onBlock });
    if (converted.resumedBlocks > 0) log(`${converted.resumedBlocks} blocks were done already`);
    return { ...converted, dryRun: false };
  } finally {
    await lock.release();
  }
}
