import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { BatchOrder } from "@cytonet/learning";
import { deriveSeed } from "@cytonet/torch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPatches } from "../../../src/patches/patchSource.js";
import { BankedPatches } from "../../../src/patches/pipeline/bankedPatches.js";
import type { BatchPlan, PatchStream } from "../../../src/patches/pipeline/batch.js";
import type { Decoder } from "../../../src/patches/pipeline/decoder.js";
import { openDecoder } from "../../../src/patches/pipeline/openDecoder.js";
import { PatchPipeline, type PipelineOptions } from "../../../src/patches/pipeline/patchPipeline.js";
import type { UnreadablePatchesError } from "../../../src/patches/pipeline/unreadable.js";
import { WorkerPool } from "../../../src/patches/pipeline/workerPool.js";
import type { PatchSites } from "../../../src/patches/sites.js";
import { dotSections } from "../../support/dotSections.js";

const folder = mkdtempSync(join(tmpdir(), "pipeline-"));
const SIDE = 16;
const BATCH = 16;
const STEPS = 8;
const form = { sidePx: SIDE, pixelSizeUm: 20, tone: "asScanned" as const };
let sound: PatchSites;
let damaged: PatchSites;

beforeAll(async () => {
  sound = await dotSections(folder);
  mkdirSync(join(folder, "damaged"));
  damaged = await dotSections(join(folder, "damaged"), { broken: [1, 3] });
});
afterAll(() => rmSync(folder, { recursive: true }));

function planOf(sites: PatchSites, first = 0, end = STEPS): BatchPlan {
  const order = new BatchOrder(sites.image.length, BATCH, 7);
  return { first, end, batchSize: BATCH, at: (step) => order.at(step) };
}

function optionsFor(decoder: Decoder, over: Partial<PipelineOptions> = {}): PipelineOptions {
  return {
    decoder,
    reader: { ...form, openScans: 3 },
    prefetch: 2,
    unreadable: { kind: "replace", seed: deriveSeed(7, "unreadable"), limit: 30 },
    signal: new AbortController().signal,
    ...over,
  };
}

interface Seen {
  readonly indices: readonly number[];
  readonly bytes: Uint8Array;
  readonly failures: readonly string[];
}

async function drain(stream: PatchStream, steps: number): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (let k = 0; k < steps; k++) {
    const batch = await stream.next();
    const failures = batch.failures.map(({ pointId }) => pointId);
    seen.push({ indices: [...batch.indices], bytes: Uint8Array.from(batch.bytes), failures });
    batch.release();
  }
  await stream.close();
  return seen;
}

async function batches(sites: PatchSites, workers: number, first = 0): Promise<Seen[]> {
  const decoder = openDecoder(workers);
  try {
    const plan = planOf(sites, first);
    return await drain(new PatchPipeline(sites, plan, optionsFor(decoder)), STEPS - first);
  } finally {
    await decoder.close();
  }
}

describe("batches", () => {
  it("hold the patches of their samples, as they are read one by one", async () => {
    const source = openPatches(sound, form);
    const plan = planOf(sound);
    for (const [step, { indices, bytes }] of (await batches(sound, 2)).entries()) {
      expect(indices).toEqual([...plan.at(step).indices]);
      expect(bytes).toEqual(await source.read(indices));
    }
    await source.close();
  });

  it("are the same bytes for no, 1 and 3 threads, unreadable patches included", async () => {
    const one = await batches(damaged, 1);
    expect(await batches(damaged, 0)).toEqual(one);
    expect(await batches(damaged, 3)).toEqual(one);
  });

  it("are the same after a resume in the middle", async () => {
    const whole = await batches(damaged, 3);
    const rest = await batches(damaged, 2, 3);
    expect(rest.map(({ indices, bytes }) => ({ indices, bytes }))).toEqual(
      whole.slice(3).map(({ indices, bytes }) => ({ indices, bytes })),
    );
  });

  it("are the same from patches kept in memory", async () => {
    const decoder = openDecoder(2);
    const bank = await BankedPatches.read(damaged, optionsFor(decoder));
    await decoder.close();
    expect(bank.failures).toHaveLength(24);
    const banked = await drain(bank.stream(planOf(damaged)), STEPS);
    const read = await batches(damaged, 1);
    expect(banked.map(({ bytes }) => bytes)).toEqual(read.map(({ bytes }) => bytes));
  });
});

describe("unreadable patches", () => {
  it("are replaced by readable ones and each is told once, with file and reason", async () => {
    const decoder = openDecoder(1);
    const pipeline = new PatchPipeline(damaged, planOf(damaged), optionsFor(decoder));
    const told = [];
    for (let step = 0; step < STEPS; step++) {
      const batch = await pipeline.next();
      for (const index of batch.indices) expect([1, 3]).not.toContain(damaged.image[index]);
      expect([...batch.drawn].some((index) => [1, 3].includes(damaged.image[index]!))).toBe(true);
      told.push(...batch.failures);
      batch.release();
    }
    expect(new Set(told.map(({ pointId }) => pointId)).size).toBe(told.length);
    expect(told[0]).toMatchObject({ brain: "A", file: expect.stringMatching(/s[13]\.png$/) });
    expect(told[0]!.reason).toMatch(/no known image format/);
    await decoder.close();
  });

  it("beyond the limit are an error with the list, at the same step for any number of threads", async () => {
    const failAt = async (workers: number) => {
      const decoder = openDecoder(workers);
      const seed = deriveSeed(7, "unreadable");
      const options = optionsFor(decoder, { unreadable: { kind: "replace", seed, limit: 15 } });
      const pipeline = new PatchPipeline(damaged, planOf(damaged), options);
      let steps = 0;
      try {
        for (; ; steps++) (await pipeline.next()).release();
      } catch (error) {
        return { steps, error: error as UnreadablePatchesError };
      } finally {
        await decoder.close();
      }
    };
    const { steps, error } = await failAt(3);
    expect(error).toMatchObject({ name: "UnreadablePatchesError", exitCode: 4 });
    expect(error.failures.length).toBeGreaterThan(15);
    expect(error.message).toMatch(/of 60 patches, in 2 files, cannot be read and at most 15 may/);
    const inline = await failAt(0);
    expect(inline.steps).toBe(steps);
    const names = ({ failures }: UnreadablePatchesError) => failures.map(({ pointId }) => pointId);
    expect(names(inline.error)).toEqual(names(error));
  });

  it("may be left out instead", async () => {
    const decoder = openDecoder(2);
    const options = optionsFor(decoder, { unreadable: { kind: "omit" } });
    const pipeline = new PatchPipeline(damaged, planOf(damaged), options);
    const batch = await pipeline.next();
    const bad = [...batch.drawn.keys()].filter((place) =>
      [1, 3].includes(damaged.image[batch.drawn[place]!]!),
    );
    expect(batch.missing).toEqual(bad);
    expect(batch.bytes.subarray(bad[0]! * SIDE ** 2, (bad[0]! + 1) * SIDE ** 2).every((b) => b === 0)).toBe(
      true,
    );
    await pipeline.close();
    await decoder.close();
  });
});

describe("memory", () => {
  it("is prefetch + 1 batches, used again and again; who keeps one waits for nobody", async () => {
    const decoder = openDecoder(1);
    const pipeline = new PatchPipeline(sound, planOf(sound, 0, 30), optionsFor(decoder));
    const buffers = new Set<SharedArrayBuffer>();
    for (let step = 0; step < 30; step++) {
      const batch = await pipeline.next();
      buffers.add(batch.bytes.buffer);
      batch.release();
    }
    expect(buffers.size).toBe(3);
    await pipeline.close();
    const kept = new PatchPipeline(sound, planOf(sound), optionsFor(decoder));
    for (let k = 0; k < 3; k++) await kept.next();
    await expect(kept.next()).rejects.toThrow(/release one first/);
    await kept.close();
    await decoder.close();
  });
});

describe("stopping", () => {
  it("on abort gives the signal's reason at once, and the threads end", async () => {
    const controller = new AbortController();
    const pool = new WorkerPool(2);
    const pipeline = new PatchPipeline(sound, planOf(sound), optionsFor(pool, { signal: controller.signal }));
    (await pipeline.next()).release();
    controller.abort(new Error("enough"));
    await expect(pipeline.next()).rejects.toThrow("enough");
    await pipeline.close();
    await pool.close();
    await pool.close();
  });
});

/** A decoder thread that misbehaves, then is the real one. */
function misbehaving(name: string, before: string): URL {
  const real = new URL("../../../dist/patches/pipeline/decodeWorker.js", import.meta.url);
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, `${before}\nawait import(${JSON.stringify(real.href)});\n`);
  return pathToFileURL(path);
}

describe("threads that crash", () => {
  it("are replaced, and the batches are those of an unharmed run", async () => {
    // Threads 1 and 2 end when they would report their third job; those that take their seats do not.
    const url = misbehaving(
      "crash-once",
      `import { parentPort, workerData } from "node:worker_threads";
       const post = parentPort.postMessage.bind(parentPort);
       let jobs = 0;
       parentPort.postMessage = (message) => {
         if (workerData.serial <= 2 && message.type === "done" && ++jobs === 3) process.exit(9);
         post(message);
       };`,
    );
    const pool = new WorkerPool(2, url);
    const pipeline = new PatchPipeline(sound, planOf(sound), optionsFor(pool));
    const seen = await drain(pipeline, STEPS);
    await pool.close();
    expect(seen).toEqual(await batches(sound, 0));
  });

  it("again and again at the same patches are an error that names the file", async () => {
    const url = misbehaving(
      "crash-always",
      `import { parentPort } from "node:worker_threads";
       const post = parentPort.postMessage.bind(parentPort);
       parentPort.postMessage = (message) => (message.type === "done" ? process.exit(9) : post(message));`,
    );
    const pool = new WorkerPool(1, url);
    const pipeline = new PatchPipeline(sound, planOf(sound), optionsFor(pool));
    await expect(pipeline.next()).rejects.toMatchObject({
      name: "DecoderError",
      exitCode: 5,
      message: expect.stringMatching(
        /Reading patches of A\/s\d \(.*s\d\.png\) ended 3 threads \(exit code 9\)/,
      ),
    });
    await pool.close();
  });

  it("before they start are an error, not a wait without end", async () => {
    const pool = new WorkerPool(1, misbehaving("no-start", `throw new Error("no such thread");`));
    const pipeline = new PatchPipeline(sound, planOf(sound), optionsFor(pool));
    await expect(pipeline.next()).rejects.toThrow(/did not start \(Error: no such thread\)/);
    await pool.close();
  });

  it("for reasons of their own are told with them", async () => {
    const pool = new WorkerPool(1);
    const nowhere = { ...sound, image: sound.image.map(() => 77) };
    const pipeline = new PatchPipeline(nowhere, planOf(sound), optionsFor(pool));
    await expect(pipeline.next()).rejects.toMatchObject({ name: "DecoderError", exitCode: 5 });
    await pool.close();
  });
});
