import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cudaDeviceCount, ncclState } from "../../src/index.js";

const GPUS = cudaDeviceCount();

interface Ending {
  readonly code: number | null;
  readonly said: { readonly apart: Record<string, number>; readonly drift: number; readonly seconds: number };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function ranks(count: number, scenario: string, extra: NodeJS.ProcessEnv = {}): Promise<Ending[]> {
  const port = await freePort();
  const start = (rank: number) =>
    new Promise<Ending>((resolve, reject) => {
      const env = {
        ...process.env,
        RANK: String(rank),
        LOCAL_RANK: String(rank),
        WORLD_SIZE: String(count),
        LOCAL_WORLD_SIZE: String(count),
        MASTER_ADDR: "127.0.0.1",
        MASTER_PORT: String(port),
        CYTONET_THREADS: "1",
        ...extra,
      };
      const peer = join(import.meta.dirname, "peer.mjs");
      const child = spawn(process.execPath, [peer, scenario], { env, stdio: ["ignore", "pipe", "inherit"] });
      let output = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
      child.on("error", reject);
      child.on("close", (code) =>
        resolve({ code, said: JSON.parse(output.trim().split("\n").at(-1) || "{}") }),
      );
    });
  return Promise.all(Array.from({ length: count }, (_, rank) => start(rank)));
}

function expectTogether(endings: readonly Ending[]): void {
  for (const { code, said } of endings) {
    process.stderr.write(`${JSON.stringify(said)}\n`);
    expect(code).toBe(0);
    const { float32, ...wide } = said.apart;
    expect(float32).toBeLessThan(1e-6);
    for (const [name, difference] of Object.entries(wide)) expect(difference, name).toBeLessThan(1e-9);
    expect(Object.keys(wide)).toHaveLength(11);
    expect(said.drift).toBe(0);
  }
}

// What the proof itself does, without a GPU.
test("two processes on the CPU agree with themselves", async () => {
  expectTogether(await ranks(2, "exchange", { DEVICE: "cpu" }));
});

describe.skipIf(GPUS === 0)("NCCL", () => {
  test("is there", () => {
    expect(ncclState()).toMatchObject({ available: true });
  });

  test("exchanges what Gloo does in a group of one", async () => {
    expectTogether(await ranks(1, "exchange"));
  });

  test.skipIf(GPUS < 2)("exchanges what Gloo does between two GPUs", async () => {
    expectTogether(await ranks(2, "exchange"));
  });

  test.skipIf(GPUS < 2)("lets a rank go whose peers stay, within half a minute", async () => {
    for (const { code, said } of await ranks(2, "alone")) {
      expect(code).toBe(0);
      expect(said.seconds).toBeLessThan(30);
    }
  });
});
