import { defineConfig } from "vitest/config";
import base from "./vitest.config.js";

// What is too slow for `make test`. One file at a time, since proofs measure time and memory.
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ["packages/*/proofs/**/*.proof.ts"],
    maxWorkers: 1,
    testTimeout: 60 * 60_000,
  },
});
