import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  cohortStatus,
  loadCohort,
  loadSections,
  loadSplit,
  readLabels,
  readMorphology,
  readPoints,
} from "@cytonet/cohort";
import { openScan } from "@cytonet/scans";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { erase } from "../../src/cohort/erase.js";
import { openPhantom, type PhantomCohort } from "../../src/cohort/openPhantom.js";
import { answer, type WorkerReply, type WorkerRequest } from "../../src/cohort/requests.js";
import { writeWindowTruth } from "../../src/cohort/windowTruth.js";
import { checkRequest, type PhantomRequest, writePhantom } from "../../src/cohort/writePhantom.js";
import { renderWindow } from "../../src/histology/renderWindow.js";

const dir = mkdtempSync(join(tmpdir(), "phantom-"));
const settings = { seed: 5, confounds: "mild", pixelUm: 64, format: "tiff", variant: {} } as const;

/** A few sections of one brain, coarse: what the format allows, not what a study needs. */
function request(name: string, more: Partial<PhantomRequest> = {}): PhantomRequest {
  const base = { preset: "demo", out: join(dir, name), settings, threads: 0 } as const;
  return { ...base, brains: ["B01"], sections: ["every:6"], ...more };
}

function hashes(folder: string, pattern: RegExp): Record<string, string> {
  const names = readdirSync(folder, { recursive: true }) as string[];
  const found = names.filter((name) => pattern.test(name)).sort();
  return Object.fromEntries(
    found.map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("hex"),
    ]),
  );
}

// One brain for all requests that run without threads: growing it takes longer than all else.
let grown: Promise<WorkerReply> | undefined;
function inline(one: WorkerRequest): Promise<WorkerReply> {
  if (one.kind !== "brain") return answer(one);
  grown ??= answer(one);
  return grown;
}

afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("a cohort of phantoms", () => {
  const cohortDir = join(dir, "one");
  let phantom: PhantomCohort;
  beforeAll(async () => {
    await writePhantom(request("one"), inline);
    phantom = await openPhantom(cohortDir);
  }, 400_000);

  it("is a cohort: brains, sections, a split, scans and tables that agree", async () => {
    const cohort = await loadCohort(cohortDir);
    expect(cohort.brains.map(({ id }) => id)).toEqual(["B01"]);
    const sections = await loadSections(cohort);
    const ok = sections.filter(({ status }) => status === "ok");
    expect(ok.length).toBeGreaterThan(1);
    const positions = sections.map(({ positionMm }) => positionMm!);
    expect([...positions].sort((a, b) => a - b)).toEqual(positions);
    expect((await loadSplit(cohort, "demo")).brains.seen).toEqual(["B01"]);
    const status = await cohortStatus(cohortDir);
    expect(status.damaged).toEqual([]);
    expect(status.stages[0]).toMatchObject({ stage: "phantom", done: ok.length, failed: 0 });
    const tables = (name: string): string[] =>
      ok.map(({ brain, section }) =>
        join(cohortDir, "derived", "phantom", brain, section, `${name}.parquet`),
      );
    const points = await readPoints(tables("points"));
    const labels = await readLabels(tables("labels"));
    expect(points.metadata.referenceSpace).toBe("phantom-template");
    expect(points.rows).toBeGreaterThan(200);
    expect(labels.columns.pointId).toEqual(points.columns.pointId);
    expect(new Set(labels.columns.area).size).toBeGreaterThan(3);
    const shares = points.columns.tissueShare;
    expect(Math.min(...shares)).toBeGreaterThan(0.2);
    expect(new Set(points.columns.hemisphere)).toEqual(new Set(["left", "right"]));
  });

  it("tells the shape of the cortex at the points", async () => {
    const section = phantom.sections("B01")[6]!;
    const truth = await readMorphology(
      join(cohortDir, "truth", "B01", section.section, "morphology.parquet"),
    );
    const { thicknessMm, cuttingAngleDeg } = truth.columns;
    for (let i = 0; i < truth.rows; i++) {
      const layers = [1, 2, 3, 4, 5, 6].map(
        (layer) => truth.columns[`layer${layer as 1 | 2 | 3 | 4 | 5 | 6}ThicknessMm`][i]!,
      );
      expect(layers.reduce((a, b) => a + b)).toBeCloseTo(thicknessMm[i]!, 2);
      expect(cuttingAngleDeg[i]).toBeGreaterThanOrEqual(0);
      expect(cuttingAngleDeg[i]).toBeLessThanOrEqual(90);
    }
  });

  it("has scans that hold what is rendered window by window, and points that lie in grey matter", async () => {
    const section = phantom.sections("B01")[6]!;
    const scan = await openScan(join(cohortDir, "scans", section.path));
    try {
      expect(scan.pixelSizeXUm).toBeCloseTo(64);
      const { widthPx, heightPx } = section.placement;
      expect([scan.widthPx, scan.heightPx]).toEqual([widthPx, heightPx]);
      const window = { xPx: 300, yPx: 250, widthPx: 200, heightPx: 180 };
      const stored = await scan.read(window, 64);
      expect(Uint8Array.from(stored.data)).toEqual(renderWindow(phantom.model(section), window, 64));
    } finally {
      await scan.close();
    }
    const points = await readPoints(
      join(cohortDir, "derived", "phantom", "B01", section.section, "points.parquet"),
    );
    const truth = await writeWindowTruth(phantom, {
      brain: "B01",
      section: section.section,
      window: { xPx: 0, yPx: 0, widthPx: section.placement.widthPx, heightPx: section.placement.heightPx },
      pixelUm: 64,
    });
    expect(truth.cells).toBeGreaterThan(10_000);
    const tissue = readFileSync(join(truth.dir, "tissue.npy")).subarray(
      -section.placement.widthPx * section.placement.heightPx,
    );
    const { xPx, yPx } = points.columns;
    const grey = [...xPx].filter(
      (x, i) => tissue[Math.floor(yPx[i]!) * section.placement.widthPx + Math.floor(x)] === 1,
    );
    expect(grey.length).toBe(points.rows);
  });

  it("has no truth of a window outside the image", async () => {
    const { section, placement } = phantom.sections("B01")[6]!;
    const { widthPx, heightPx } = placement;
    const at = (xPx: number, yPx: number, pixelUm = 64) =>
      writeWindowTruth(phantom, {
        brain: "B01",
        section,
        window: { xPx, yPx, widthPx: 8, heightPx: 8 },
        pixelUm,
      });
    for (const place of [at(widthPx, 0), at(0, heightPx), at(-8, 0), at((widthPx >> 1) + 1, 0, 128)]) {
      await expect(place).rejects.toThrow(/window: .* lies outside the image of B01.*pixels of \d+ µm/);
    }
    expect((await at(widthPx - 1, heightPx - 1)).cells).toBe(0);
  });

  it("can be changed where its landmarks are", async () => {
    const brain = phantom.brain("B01");
    const everywhere = { leftUm: 0, topUm: 0, rightUm: 1e6, bottomUm: 1e6 };
    expect(erase(brain, "hOc1", "stripe", everywhere).replace.size).toBe(1);
    const [striate] = [...erase(brain, "hOc1", "stripe", everywhere).replace.values()];
    const density = (name: string): number => striate!.strata.find((one) => one.name === name)!.densityPerMm2;
    expect(density("IVB")).toBeGreaterThan(Math.min(density("IVA"), density("IVC")) * 0.99);
    const [motor] = [...erase(brain, "4a", "giantCells", everywhere).replace.values()];
    expect(motor!.strata.every(({ giantShare }) => giantShare === 0)).toBe(true);
    expect(() => erase(brain, "4a", "stripe", everywhere)).toThrow(/no IVB/);
    expect(() => erase(brain, "nowhere", "stripe", everywhere)).toThrow(/no area nowhere/);
  });

  it("is left as it is by the same request, and refuses another", async () => {
    const again = await writePhantom(request("one"), inline);
    expect(again).toMatchObject({ made: 0, failures: 0 });
    const other = request("one", { settings: { ...settings, seed: 6 } });
    await expect(writePhantom(other, inline)).rejects.toThrow(/other settings.*--force/);
  }, 400_000);

  it("resumes where it stopped, with the same bytes of scans and tables, in threads", async () => {
    const pattern = /\.(tif|csv|parquet|json)$/;
    const wanted = hashes(join(cohortDir, "scans"), pattern);
    const controller = new AbortController();
    let seen = 0;
    const stopped = writePhantom(
      request("two", {
        signal: controller.signal,
        progress({ stage }) {
          if (stage === "make sections" && ++seen === 2) controller.abort(new Error("stop"));
        },
      }),
      inline,
    );
    await expect(stopped).rejects.toThrow();
    const two = join(dir, "two");
    expect(readdirSync(two)).not.toContain("cohort.yaml");
    const result = await writePhantom(request("two", { threads: 2 }));
    expect(result.failures).toBe(0);
    expect(hashes(join(two, "scans"), pattern)).toEqual(wanted);
    const truth = (name: string): Record<string, string> =>
      hashes(join(dir, name, "truth"), /(section\.json|layers\.csv)$/);
    expect(truth("two")).toEqual(truth("one"));
  }, 400_000);
});

describe("a request that cannot be met", () => {
  it("is refused with one line before anything is written", async () => {
    expect(() => checkRequest(request("x", { preset: "huge" as never }))).toThrow(
      /preset.*demo, study, paper/,
    );
    const fine = request("x", { settings: { ...settings, pixelUm: 0.7 } });
    await expect(writePhantom(fine)).rejects.toThrow(/pixelUm.*at least 1/);
    await expect(writePhantom(request("x", { brains: ["B07"] }))).rejects.toThrow(/no B07.*B01/);
    expect(readdirSync(dir)).not.toContain("x");
  });

  it("ends at a full disk with what to do, leaves no half of a scan, and goes on when there is room", async () => {
    let sections = 0;
    const full = async (one: WorkerRequest): Promise<WorkerReply> => {
      if (one.kind === "brain" || ++sections < 2) return inline(one);
      return {
        error: { name: "ScanError", message: "ENOSPC: no space left on device, write", code: "ENOSPC" },
      };
    };
    const small = request("full", { sections: ["every:10"] });
    await expect(writePhantom(small, full)).rejects.toMatchObject({
      name: "MachineError",
      message: expect.stringMatching(/ENOSPC.*same command resumes/),
    });
    const files = readdirSync(join(dir, "full"), { recursive: true }) as string[];
    expect(files.filter((name) => name.includes(".partial-"))).toEqual([]);
    expect(files).not.toContain("cohort.yaml");
    expect((await writePhantom(small, inline)).failures).toBe(0);
    expect(readdirSync(join(dir, "full"))).toContain("cohort.yaml");
  }, 400_000);

  it("leaves a folder of something else alone", async () => {
    mkdirSync(join(dir, "mine"));
    writeFileSync(join(dir, "mine", "thesis.txt"), "years of work");
    await expect(writePhantom(request("mine"))).rejects.toThrow(/is no phantom cohort/);
    expect(readdirSync(join(dir, "mine"))).toEqual(["thesis.txt"]);
  });
});
