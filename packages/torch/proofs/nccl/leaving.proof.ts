import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { currentBuild, REPOSITORY_ROOT } from "../../src/libtorch/build.js";

const folder = mkdtempSync(join(tmpdir(), "leaving-"));
const library = join(folder, "standIn.so");

beforeAll(() => {
  const { libtorch } = currentBuild()!;
  const includes = libtorch.includeDirs.flatMap((one) => ["-isystem", one]);
  const defines = ["-DUSE_C10D", "-DUSE_DISTRIBUTED", `-I${join(REPOSITORY_ROOT, "native/src")}`];
  const source = join(import.meta.dirname, "standIn.cc");
  const links = libtorch.libDirs.map((one) => `-L${one}`);
  const args = ["-std=c++20", "-O0", "-fPIC", "-shared", "-fvisibility=hidden", ...defines, ...includes];
  execFileSync("g++", [...args, source, ...links, "-ltorch_cpu", "-lc10", "-o", library], {
    stdio: "inherit",
  });
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true }));

interface Leaver {
  readonly code: number | null;
  readonly said: string;
  readonly errors: string;
  /** That leaving took. */
  readonly ms: number;
}

/** Three ranks, each with what it does differently. */
async function leave(each: readonly NodeJS.ProcessEnv[]): Promise<Leaver[]> {
  const port = await new Promise<number>((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
  const start = (extra: NodeJS.ProcessEnv, rank: number) =>
    new Promise<Leaver>((resolve, reject) => {
      const meeting = { MASTER_ADDR: "127.0.0.1", MASTER_PORT: String(port), CYTONET_THREADS: "1" };
      const place = { RANK: String(rank), WORLD_SIZE: String(each.length), AFTER_MS: "0" };
      const env = { ...process.env, ...meeting, ...place, ...extra };
      const child = spawn(process.execPath, [join(import.meta.dirname, "leaver.mjs"), library], { env });
      let [said, errors] = ["", ""];
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        said += text;
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        errors += text;
      });
      child.on("error", reject);
      child.on("close", (code) =>
        resolve({ code, said, errors, ms: Number(/left in (\d+) ms/.exec(said)?.[1]) }),
      );
    });
  return Promise.all(each.map(start));
}

describe("ranks whose GPUs are connected", () => {
  test("take that apart together where all leave", async () => {
    for (const [rank, { code, said, errors, ms }] of (await leave([{}, { AFTER_MS: "300" }, {}])).entries()) {
      expect(code).toBe(0);
      expect(said).toContain(`connected cuda:${rank}\n`);
      expect(said).toContain("ended together\n");
      expect(errors).toContain(`exchanges tensors of cuda:${rank}, not of cuda:7`);
      expect(ms).toBeLessThan(4_000);
    }
  });

  test("let go of it alone where one stays, also the one that comes later", async () => {
    const ranks = await leave([{ AFTER_MS: "9000" }, {}, {}]);
    for (const { code, said } of ranks) {
      expect(code).toBe(0);
      expect(said).toContain("ended alone\n");
    }
    for (const { ms } of ranks.slice(1)) {
      expect(ms).toBeGreaterThan(4_500);
      expect(ms).toBeLessThan(9_000);
    }
    // It need not wait for what is known.
    expect(ranks[0]!.ms).toBeLessThan(1_000);
  });

  test("let go of it alone where the first rank, which serves the store, is gone", async () => {
    const [gone, ...others] = await leave([{ NEVER: "1" }, { AFTER_MS: "2000" }, { AFTER_MS: "2000" }]);
    expect(gone!.said).toContain("ended alone\n");
    for (const { code, said, ms } of others) {
      expect(code).toBe(0);
      expect(said).toContain("ended alone\n");
      expect(ms).toBeLessThan(9_000);
    }
  });
});
