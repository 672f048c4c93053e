import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { DecoderLoop } from "../../../src/patches/pipeline/decoderLoop.js";
import { jobsOf } from "../../../src/patches/pipeline/jobs.js";
import type { DecodeOrder, FromDecoder } from "../../../src/patches/pipeline/messages.js";
import type { PatchSites } from "../../../src/patches/sites.js";
import { dotSections } from "../../support/dotSections.js";

const folder = mkdtempSync(join(tmpdir(), "loop-"));
const SIDE = 8;
const options = { sidePx: SIDE, pixelSizeUm: 20, tone: "asScanned" as const, openScans: 4 };
let sites: PatchSites;
beforeAll(async () => {
  sites = await dotSections(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

function orderOf(id: number, indices: Uint32Array): DecodeOrder {
  const places = Uint32Array.from(indices.keys());
  const jobs = jobsOf(sites, places, indices);
  const claims = new SharedArrayBuffer(4 * jobs.jobEnds.length);
  new Int32Array(claims).fill(-id);
  const memory = new SharedArrayBuffer(indices.length * SIDE ** 2);
  return { id, source: 1, sequence: id, memory, claims, ...jobs };
}

/** Runs one decoder until it has reported `jobs` jobs. */
async function reported(
  seat: { number: number; count: number },
  orders: readonly DecodeOrder[],
  jobs: number,
) {
  const done: { order: number; job: number }[] = [];
  let finish = (): void => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const loop = new DecoderLoop(seat.number + 1, seat, (message: FromDecoder) => {
    if (message.type === "done") done.push(message);
    if (message.type === "fatal") throw new Error(message.error.message);
    if (done.length === jobs) finish();
  });
  await loop.receive({ type: "source", id: 1, sites, options });
  for (const order of orders) await loop.receive({ type: "decode", order });
  const running = loop.run();
  await finished;
  await loop.receive({ type: "stop" });
  await running;
  return done;
}

describe("jobsOf", () => {
  it("groups a batch by section, eight patches at most, each once", () => {
    const indices = Uint32Array.from({ length: 60 }, (_, i) => (i * 7) % 60);
    const jobs = jobsOf(sites, Uint32Array.from(indices.keys()), indices);
    expect([...jobs.indices].sort((a, b) => a - b)).toEqual([...Array(60).keys()]);
    jobs.places.forEach((place, k) => {
      expect(jobs.indices[k]).toBe(indices[place]);
    });
    let start = 0;
    for (const [job, end] of jobs.jobEnds.entries()) {
      const sections = new Set([...jobs.indices.slice(start, end)].map((index) => sites.image[index]!));
      expect(sections.size).toBe(1);
      expect(end - start).toBeLessThanOrEqual(8);
      // Twelve patches of a section: eight for its decoder, four for the next.
      expect(jobs.jobOwners[job]! - [...sections][0]!).toBe(job % 2);
      start = end;
    }
    expect(jobs.jobEnds).toHaveLength(10);
  });
});

describe("DecoderLoop", () => {
  const all = Uint32Array.from({ length: 60 }, (_, i) => i);

  it("takes its own jobs first, the most wanted order's before later ones', then what others left", async () => {
    const orders = [orderOf(1, all), orderOf(2, all)];
    const taken: { order: number; own: boolean }[] = [];
    const exchange = Atomics.compareExchange;
    const spy = vi.spyOn(Atomics, "compareExchange").mockImplementation(((
      fields: Int32Array,
      job: number,
      expected: number,
      value: number,
    ) => {
      const found = exchange(fields, job, expected, value);
      const order = orders.find(({ claims }) => claims === fields.buffer);
      if (found === expected && order) taken.push({ order: order.id, own: order.jobOwners[job]! % 2 === 0 });
      return found;
    }) as typeof Atomics.compareExchange);
    // The later order comes first: what is wanted earlier is taken earlier all the same.
    await reported({ number: 0, count: 2 }, orders.toReversed(), 20);
    spy.mockRestore();
    const own = [...orders[0]!.jobOwners].filter((owner) => owner % 2 === 0).length;
    const times = (count: number, what: { order: number; own: boolean }) => Array(count).fill(what);
    expect(taken).toEqual([
      ...times(own, { order: 1, own: true }),
      ...times(own, { order: 2, own: true }),
      ...times(10 - own, { order: 1, own: false }),
      ...times(10 - own, { order: 2, own: false }),
    ]);
  });

  it("takes no job that another has, and none of an order whose claims have been used again", async () => {
    const order = orderOf(3, all);
    const claims = new Int32Array(order.claims);
    claims.fill(99, 0, 4);
    const done = await reported({ number: 0, count: 1 }, [order], 6);
    expect(done.map(({ job }) => job).sort((a, b) => a - b)).toEqual([4, 5, 6, 7, 8, 9]);
    claims.fill(-4);
    const next = { ...orderOf(5, all.slice(0, 1)) };
    const later = await reported({ number: 0, count: 1 }, [order, next], 1);
    expect(later).toMatchObject([{ order: 5, job: 0 }]);
  });
});
