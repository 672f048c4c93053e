import { existsSync } from "node:fs";

/** Whether the NVIDIA driver of this machine is loaded; says nothing about libraries. */
export function hasNvidiaGpu(): boolean {
  return ["/proc/driver/nvidia/version", "/dev/nvidiactl", "/dev/dxg"].some((path) => existsSync(path));
}
