import { vi } from "vitest";

/** The two ways of decoding; which of them is chosen when the sources are loaded. */
export const codecModes = ["native", "portable"] as const;
export type CodecMode = (typeof codecModes)[number];

/** Imports sources anew, as a process with `CYTONET_CODECS` set so does. */
export async function loadWith<T>(mode: string, load: () => Promise<T>): Promise<T> {
  vi.stubEnv("CYTONET_CODECS", mode);
  vi.resetModules();
  try {
    return await load();
  } finally {
    vi.unstubAllEnvs();
  }
}

/** A small fast generator of whole numbers below a bound. */
export function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
