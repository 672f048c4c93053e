import { defineConfig } from "vitest/config";

// Tests read the sources of every package, so that one module instance exists
// per file; child processes started by tests run the built `dist` folders.
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@cytonet\/([a-z]+)$/, replacement: `${import.meta.dirname}/packages/$1/src/index.ts` },
      { find: /^cytonet$/, replacement: `${import.meta.dirname}/packages/cytonet/src/index.ts` },
    ],
  },
  test: {
    include: ["packages/*/test/**/*.test.ts", "tools/test/**/*.test.ts"],
    // Two workers share the cores: small operators on several threads would only wait for each other.
    env: { CYTONET_THREADS: "1" },
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
