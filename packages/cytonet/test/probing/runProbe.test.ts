import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
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

  describe("into a folder that is there", () => {
    const out = join(folder, "kept");
    const probe = (changes: object, options: { force?: boolean; out?: string } = {}) => {
      const context = quietContext();
      const probing = { ...config(), features: { one: features }, l2Grid: [0.1], ...changes };
      return runProbe({ cohortDir: folder, config: probing, out, ...options }, context).then((result) => ({
        ...result,
        lines: context.lines,
      }));
    };
    const files = () => readdirSync(out, { recursive: true }).map(String).sort();
    const asides = () => readdirSync(folder).filter((name) => name.startsWith("kept.replaced-"));

    it("gives the same settings and inputs back as they are, whatever the number of threads", async () => {
      const { lines: _, ...first } = await probe({});
      const written = statSync(join(out, "metrics.json")).mtimeMs;
      const { lines, ...again } = await probe({ threads: 1 }, { force: true });
      expect(again).toEqual(first);
      expect(lines.join()).toContain("was there already");
      expect(statSync(join(out, "metrics.json")).mtimeMs).toBe(written);
      expect(asides()).toEqual([]);
    });

    it("refuses other settings without force, and keeps the old folder aside with it", async () => {
      const before = files();
      const other = { features: { two: features } };
      await expect(probe(other)).rejects.toThrow(/kept: holds results of other settings or inputs.*--force/);
      expect(files()).toEqual(before);
      await probe(other, { force: true });
      expect(files()).toEqual(before.map((name) => name.replace("one.", "two.")));
      const [aside] = asides();
      expect(readdirSync(join(folder, aside!), { recursive: true }).map(String).sort()).toEqual(before);
    });

    it("refuses the same settings where the roles of sections are others now", async () => {
      const split = join(folder, "splits", "default.yaml");
      const text = readFileSync(split, "utf8");
      writeFileSync(
        split,
        text.replace("validation: { every: 2, start: 2 }", "validation: { every: 4, start: 2 }"),
      );
      await expect(probe({ features: { two: features } })).rejects.toThrow("of other settings or inputs");
      writeFileSync(split, text);
    });

    it("leaves a folder of something else alone, also with force", async () => {
      const mine = join(folder, "mine");
      mkdirSync(mine);
      writeFileSync(join(mine, "thesis.txt"), "years of work");
      await expect(probe({}, { force: true, out: mine })).rejects.toThrow(/holds something else/);
      await expect(probe({}, { force: true, out: folder })).rejects.toThrow(/holds something else/);
      expect(readdirSync(mine)).toEqual(["thesis.txt"]);
    });
  });

  it("names the setting that leaves no area, and no paths of tables", async () => {
    const out = join(folder, "areas");
    const of = (areas: object) =>
      runProbe(
        { cohortDir: folder, config: { ...config(), areas: { ...config().areas!, ...areas } }, out },
        quietContext(),
      );
    await expect(of({ minTrainingPoints: 1000 })).rejects.toThrow(
      /areas\.minTrainingPoints: is 1000, and no area has so many labelled points.*Give 128 or less/,
    );
    await expect(of({ atlas: "nope" })).rejects.toThrow(
      /holds no labels of atlas nope\. Name one of its atlases: halves\./,
    );
    expect(existsSync(out)).toBe(false);
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
