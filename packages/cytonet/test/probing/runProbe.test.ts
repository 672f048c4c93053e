import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { liveTensors } from "@cytonet/torch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runEmbedding } from "../../src/embedding/runEmbedding.js";
import { ProbeSchema } from "../../src/probing/config.js";
import { runProbe } from "../../src/probing/runProbe.js";
import { quietContext } from "../support/context.js";
import { makeMiniCohort } from "../support/miniCohort.js";

const folder = mkdtempSync(join(tmpdir(), "probe-"));
let features = "";

beforeAll(async () => {
  await makeMiniCohort(folder, { sections: 6 });
  const split = join(folder, "splits", "default.yaml");
  writeFileSync(split, `${readFileSync(split, "utf8")}validation: { every: 2, start: 2 }\n`);
  const source = { histogram: { patchPx: 24, pixelSizeUm: 16 } };
  ({ features } = await runEmbedding({ cohortDir: folder, source }, quietContext()));
});
afterAll(() => rmSync(folder, { recursive: true }));

const l2Grid = [1, 0.1, 0.01, 0.001];
const config = () =>
  ProbeSchema.parse({
    schema: "cytonet.probe/1",
    split: "default",
    features: { one: features, two: features },
    areas: { atlas: "halves" },
    l2Grid,
  });

interface Update {
  readonly done: number;
  readonly total?: number;
  readonly note?: string;
}

describe("runProbe", () => {
  it("counts the fits of every set, and says what each is at", async () => {
    const updates: Update[] = [];
    const context = { ...quietContext(), progress: (update: Update) => updates.push(update) };
    await runProbe({ cohortDir: folder, config: config(), out: join(folder, "out") }, context);
    const perSet = l2Grid.length + 2;
    expect(new Set(updates.map(({ total }) => total))).toEqual(new Set([2 * perSet]));
    const done = updates.map((update) => update.done);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(done.at(-1)).toBe(2 * perSet);
    // Weak penalties may be left out; the strongest, the chosen one and the coordinates never are.
    for (const set of [0, perSet]) {
      for (const fit of [0, 1, l2Grid.length, l2Grid.length + 1]) expect(done).toContain(set + fit);
    }
    expect(updates.some(({ note }) => /^two: penalty 0.1, step \d+, gradient \S+$/.test(note ?? ""))).toBe(
      true,
    );
  });

  it("stops between two steps of a fit, writing no scores and leaving no tensors", async () => {
    const before = liveTensors();
    const controller = new AbortController();
    const progress = ({ done, note }: Update): void => {
      // What a timer does while the probe works reaches it before the next step.
      if (done === 1 && /step 1,/.test(note ?? ""))
        setImmediate(() => controller.abort(new Error("stopped")));
    };
    const updates: Update[] = [];
    const context = {
      ...quietContext(),
      signal: controller.signal,
      progress: (update: Update) => {
        updates.push(update);
        progress(update);
      },
    };
    const out = join(folder, "stopped");
    await expect(runProbe({ cohortDir: folder, config: config(), out }, context)).rejects.toThrow("stopped");
    expect(updates.at(-1)!.done).toBe(1);
    expect(existsSync(join(out, "metrics.json"))).toBe(false);
    expect(liveTensors()).toBe(before);
  });
});
