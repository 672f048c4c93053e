import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  ArgumentError,
  DistributedError,
  initProcessGroup,
  rendezvousFromEnvironment,
} from "../../src/index.js";

const PEER = join(import.meta.dirname, "peer.mjs");

interface Ending {
  signal: NodeJS.Signals | null;
  code: number | null;
  said: { result: unknown; drift: number } | undefined;
  errors: string;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

function rank(index: number, port: number, scenario: string): Promise<Ending> {
  const env = {
    ...process.env,
    RANK: String(index),
    WORLD_SIZE: "2",
    MASTER_ADDR: "127.0.0.1",
    MASTER_PORT: String(port),
    CYTONET_THREADS: "1",
  };
  const child = spawn(process.execPath, [PEER, scenario], { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const line = output.trim().split("\n").at(-1);
      resolve({ code, signal, errors, said: line ? JSON.parse(line) : undefined });
    });
  });
}

async function bothRanks(scenario: string): Promise<[Ending, Ending]> {
  const port = await freePort();
  return Promise.all([rank(0, port, scenario), rank(1, port, scenario)]);
}

const secondsOf = ({ said }: Ending): number => (said as { result: { seconds: number } }).result.seconds;

describe("two processes over Gloo", () => {
  test("reduce, gather and broadcast, and leave nothing behind", async () => {
    const expected = {
      sum: [3, 30],
      mean: [1.5, 15],
      max: [2, 20],
      min: [1, 10],
      gathered: [
        [1, 10],
        [2, 20],
      ],
      broadcast: [2, 20],
      done: true,
    };
    for (const ending of await bothRanks("collectives")) {
      expect(ending.errors).not.toMatch(/Error/);
      expect(ending.said).toEqual({ result: expected, drift: 0 });
      expect(ending.code).toBe(0);
    }
  });

  test("refuse what they cannot exchange, and go on", async () => {
    for (const ending of await bothRanks("refusals")) {
      expect(ending.said?.result).toEqual([
        "ArgumentError tensor",
        "ArgumentError reduction",
        "ArgumentError tensor",
        "ArgumentError tensor",
        "ArgumentError root",
        "DistributedError allReduce",
        "DistributedError allReduce",
      ]);
      expect(ending.code).toBe(0);
    }
  });

  test("a killed peer is an error, not a hang", async () => {
    const [survivor, killed] = await bothRanks("lost");
    expect(killed.signal).toBe("SIGKILL");
    expect(survivor.said?.result).toMatchObject({
      name: "DistributedError",
      rank: 0,
      operation: "allReduce",
    });
    // Its timeout is a minute: the error comes from the lost connection.
    expect(secondsOf(survivor)).toBeLessThan(45);
  });

  test("a peer that does not come is an error after the group's timeout", async () => {
    const [waiting] = await bothRanks("silent");
    expect(waiting.said?.result).toMatchObject({ name: "DistributedError" });
    const seconds = secondsOf(waiting);
    expect(seconds).toBeGreaterThan(2.5);
    expect(seconds).toBeLessThan(30);
  });
});

describe("where processes meet", () => {
  const good = { RANK: "1", WORLD_SIZE: "4", MASTER_ADDR: "node7", MASTER_PORT: "29500" };

  test("is read from the environment", () => {
    expect(rendezvousFromEnvironment(good)).toEqual({
      rank: 1,
      worldSize: 4,
      masterAddress: "node7",
      masterPort: 29_500,
    });
  });

  test.each([
    ["RANK", undefined],
    ["RANK", "4"],
    ["RANK", "-1"],
    ["RANK", "1.5"],
    ["WORLD_SIZE", "many"],
    ["WORLD_SIZE", "0"],
    ["MASTER_ADDR", ""],
    ["MASTER_PORT", "65536"],
  ])("%s = %s is refused by its name", (name, value) => {
    const env = { ...good, [name]: value };
    expect(() => rendezvousFromEnvironment(env)).toThrow(
      expect.objectContaining({ name: "ArgumentError", argument: name }),
    );
  });

  test("options are checked as the environment is", () => {
    const options = { rank: 0, worldSize: 1, masterAddress: "127.0.0.1", masterPort: 29_500 };
    expect(() => initProcessGroup({ ...options, rank: 3 })).toThrow(ArgumentError);
    expect(() => initProcessGroup({ ...options, timeoutMs: Number.NaN })).toThrow(ArgumentError);
  });

  test("a group of one works, and ranks that never come are an error", async () => {
    const options = { rank: 0, worldSize: 1, masterAddress: "127.0.0.1", masterPort: await freePort() };
    const group = initProcessGroup(options);
    group.barrier();
    group.destroy();
    expect(group.destroyed).toBe(true);
    expect(() => initProcessGroup({ ...options, worldSize: 2, timeoutMs: 500 })).toThrow(DistributedError);
  });
});
