import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const RANK = join(import.meta.dirname, "rank.mjs");

interface Case {
  readonly objective: "spatialNCE" | "simCLR" | "supCon" | "crossEntropy";
  readonly dtype: "float64" | "float32";
  readonly samples: number;
  readonly parts?: number;
  /** Batch normalisation uses its running statistics. */
  readonly frozen?: boolean;
  readonly activationCheckpointing?: boolean;
  readonly bucketMiB?: number;
}

interface Answer {
  readonly loss: number;
  readonly statistics: Record<string, number>;
  readonly gradients: Record<string, number[]>;
  readonly buffers: Record<string, number[]>;
  readonly drift: number;
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

async function run(worldSize: number, one: Case): Promise<Answer[]> {
  const port = String(await freePort());
  const rank = (index: number) =>
    new Promise<Answer>((resolve, reject) => {
      const env = {
        ...process.env,
        RANK: String(index),
        WORLD_SIZE: String(worldSize),
        MASTER_ADDR: "127.0.0.1",
        MASTER_PORT: port,
        CASE: JSON.stringify({ parts: 1, bucketMiB: 1e-4, ...one }),
      };
      const child = spawn(process.execPath, [RANK], { env, stdio: ["ignore", "pipe", "inherit"] });
      let output = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
      child.on("error", reject).on("close", (code) => {
        if (code === 0) resolve(JSON.parse(output));
        else reject(new Error(`rank ${index} ended with ${code}`));
      });
    });
  return Promise.all(Array.from({ length: worldSize }, (_, index) => rank(index)));
}

const norm = (values: readonly number[]) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0));
/** ‖a − b‖ over ‖b‖, all entries of a dictionary as one vector. */
function apart(a: Record<string, number[]>, b: Record<string, number[]>): number {
  expect(Object.keys(a)).toEqual(Object.keys(b));
  const flat = (x: Record<string, number[]>) => Object.values(x).flat();
  const expected = flat(b);
  return norm(flat(a).map((v, i) => v - expected[i]!)) / norm(expected);
}

describe("a step over ranks equals the step of one process with the whole batch", () => {
  it.each([
    ["spatialNCE", "float64", 1e-9],
    ["simCLR", "float64", 1e-9],
    ["supCon", "float64", 1e-9],
    ["crossEntropy", "float64", 1e-9],
    ["spatialNCE", "float32", 1e-4],
    ["simCLR", "float32", 1e-4],
    ["supCon", "float32", 1e-4],
    ["crossEntropy", "float32", 1e-4],
  ] as const)(
    "%s in %s within %f: loss, statistics, gradients, batch normalisation",
    async (objective, dtype, within) => {
      const one: Case = { objective, dtype, samples: 16 };
      const [whole] = await run(1, one);
      for (const worldSize of [2, 4]) {
        for (const [index, part] of (await run(worldSize, one)).entries()) {
          const where = `rank ${index} of ${worldSize}`;
          expect(Math.abs(part.loss / whole!.loss - 1), where).toBeLessThan(within);
          expect(apart(part.gradients, whole!.gradients), where).toBeLessThan(within);
          expect(apart(part.buffers, whole!.buffers), where).toBeLessThan(within);
          for (const [name, value] of Object.entries(whole!.statistics))
            expect(Math.abs(part.statistics[name]! - value), `${name}, ${where}`).toBeLessThan(
              within * (1 + Math.abs(value)),
            );
          expect(part.drift, where).toBe(0);
        }
      }
    },
    120_000,
  );

  it("also where activations are computed again in backward", async () => {
    for (const objective of ["spatialNCE", "crossEntropy"] as const) {
      const one: Case = { objective, dtype: "float64", samples: 16 };
      const [whole] = await run(1, one);
      for (const part of await run(2, { ...one, activationCheckpointing: true })) {
        expect(apart(part.gradients, whole!.gradients)).toBeLessThan(1e-9);
        expect(apart(part.buffers, whole!.buffers)).toBeLessThan(1e-9);
        expect(part.drift).toBe(0);
      }
    }
  });

  it("with one bucket for all parameters, too", async () => {
    const one: Case = { objective: "spatialNCE", dtype: "float64", samples: 8 };
    const [whole] = await run(1, one);
    for (const part of await run(2, { ...one, bucketMiB: 25 }))
      expect(apart(part.gradients, whole!.gradients)).toBeLessThan(1e-9);
  });
});

describe("a step in parts", () => {
  it.each(["spatialNCE", "crossEntropy"] as const)(
    "is exact where batch normalisation is frozen, alone and over ranks: %s",
    async (objective) => {
      const one: Case = { objective, dtype: "float64", samples: 16, frozen: true };
      const [whole] = await run(1, one);
      for (const [worldSize, parts] of [
        [1, 4],
        [2, 2],
      ] as const) {
        for (const part of await run(worldSize, { ...one, parts })) {
          expect(Math.abs(part.loss - whole!.loss)).toBeLessThan(1e-12);
          expect(apart(part.gradients, whole!.gradients)).toBeLessThan(1e-12);
        }
      }
    },
  );

  it("updates batch normalisation's statistics once for each part, not for the first pass", async () => {
    const one: Case = { objective: "spatialNCE", dtype: "float64", samples: 16, parts: 2 };
    const [answer] = await run(1, one);
    expect(answer!.buffers["norm.num_batches_tracked"]).toEqual([2]);
  });
});
