import { ConfigError } from "@cytonet/cohort";
import type { PretrainConfig } from "./config.js";

/**
 * Refuses a batch whose shares would differ from rank to rank, or from part to part of a rank: every patch must count
 * the same in gradients and in statistics.
 *
 * @throws ConfigError naming the next sizes that can be shared
 */
export function checkSharedBatch({ schedule, parts }: PretrainConfig, worldSize: number): void {
  const { batchSize } = schedule;
  const shares = worldSize * parts;
  if (batchSize % shares === 0) return;
  const alone = worldSize === 1;
  const below = Math.floor(batchSize / shares) * shares;
  const near = below >= 2 ? `${below} or ${below + shares}` : `${below + shares}`;
  throw new ConfigError({
    field: "schedule.batchSize",
    message: `is ${batchSize}, and ${alone ? "" : `${worldSize} ranks × `}${parts} parts do not divide it`,
    remedy: `Choose a multiple of ${shares}, such as ${near}, or other parts${alone ? "" : " or ranks"}.`,
  });
}
