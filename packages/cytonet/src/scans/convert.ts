import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { acquireLock, checkOutput } from "@cytonet/cohort";
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
  | (ConversionEstimate & {
      readonly dryRun: true;
      /** Something stands at the output, which only `replace` would move. */
      readonly exists: boolean;
    });

/**
 * Convert a scan, once at a time for each output.
 *
 * @throws ConfigError where the output is the input, or exists and is not to be replaced; LockedError while another process converts into the same
 * output; ScanError of either; the signal's reason when it was stopped and the same call goes on
 */
export async function runConversion(
  { input, output, options, dryRun }: ConvertRequest,
  { signal, progress, log }: WorkContext,
): Promise<ConvertResult> {
  await checkOutput(output, { force: dryRun || options.replace, inputs: [input] });
  if (dryRun) {
    const estimate = await estimateConversion(input, output, options);
    return { ...estimate, dryRun: true, exists: options.replace !== true && existsSync(output) };
  }
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
