import { ConfigError } from "@cytonet/cohort/errors";

/** How a device is written, in configurations and on the command line. */
export const devicePattern = /^(cpu|cuda(:\d+)?)$/;
/** What is said of a device that is written otherwise. */
export const deviceRule = "must be cpu, cuda or cuda:N";

/**
 * Checks how a device is written, before anything is read; whether the machine has it is found out by `rankDevice`.
 *
 * @throws ConfigError for anything but cpu, cuda or cuda:N
 */
export function checkDevice(device: string): void {
  if (devicePattern.test(device)) return;
  throw new ConfigError({
    field: "device",
    message: `${deviceRule}, not ${JSON.stringify(device)}`,
    remedy: "Give cpu, or cuda for a GPU.",
  });
}
