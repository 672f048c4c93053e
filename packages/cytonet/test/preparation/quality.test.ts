import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadCohort, loadSections } from "@cytonet/cohort";
import { readNifti, writeNifti } from "@cytonet/scans";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importMasks, importTransforms } from "../../src/preparation/importParts.js";
import { importVolume } from "../../src/preparation/importVolume.js";
import { readMask, writeMask } from "../../src/preparation/maskImage.js";
import { decide, readJournal, standing } from "../../src/preparation/qualityJournal.js";
import { writeTissueCohort } from "./tissueCohort.js";

let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "cytonet-quality-"));
  await writeTissueCohort(dir);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const by = { brain: "B01", author: "A. Name", reason: "torn" };
const eye = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

describe("quality decisions", () => {
  it("excludes and restores sections in sections.csv, and keeps who, why and when", async () => {
    const now = new Date("2026-01-02T03:04:05Z");
    await decide(
      { ...by, cohortDir: dir, action: "exclude", kind: "section", targets: ["0002", "0004"] },
      now,
    );
    const sections = await loadSections(await loadCohort(dir));
    expect(sections.map(({ status, note }) => [status, note])).toEqual([
      ["ok", ""],
      ["excluded", "torn"],
      ["ok", ""],
      ["excluded", "torn"],
      ["ok", ""],
    ]);
    await decide(
      { ...by, reason: "mended", cohortDir: dir, action: "restore", kind: "section", targets: ["0004"] },
      now,
    );
    const journal = await readJournal(dir);
    expect(journal).toHaveLength(3);
    expect(standing(journal)).toEqual([
      { ...by, action: "exclude", kind: "section", target: "0002", date: "2026-01-02T03:04:05.000Z" },
    ]);
  });

  it("refuses what is so already, what does not exist, and decisions without a reason", async () => {
    const request = { ...by, cohortDir: dir, action: "exclude" as const, kind: "section" as const };
    await expect(decide({ ...request, targets: ["0002"] })).rejects.toThrow("excluded already");
    await expect(decide({ ...request, targets: ["9999"] })).rejects.toThrow("no section 9999");
    const table = join(dir, "sections.csv");
    const rows = readFileSync(table, "utf8");
    writeFileSync(table, rows.replace(/^(B01,0003),[^,]*,[^,]*,[^,]*,(.*),ok,$/m, "$1,,,,$2,missing,"));
    await expect(decide({ ...request, targets: ["0003"] })).rejects.toThrow("missing already");
    writeFileSync(table, rows);
    await expect(decide({ ...request, brain: "B9", targets: ["0001"] })).rejects.toThrow("no brain B9");
    await expect(decide({ ...request, reason: " ", targets: ["0001"] })).rejects.toThrow("reason");
    expect(await readJournal(dir)).toHaveLength(3);
  });

  it("puts a region's mask where reconstruction looks, and takes it away", async () => {
    const mask = join(dir, "cerebellum.nii.gz");
    await writeNifti(mask, { sizes: [2, 2, 2], data: new Uint8Array(8).fill(1), affine: eye });
    await decide({ ...by, cohortDir: dir, action: "exclude", kind: "region", targets: [mask] });
    const placed = join(dir, "overrides/exclude/B01/cerebellum.nii.gz");
    expect(existsSync(placed)).toBe(true);
    const again = { ...by, cohortDir: dir, action: "exclude" as const, kind: "region" as const };
    await expect(decide({ ...again, targets: [mask] })).rejects.toThrow("holds a cerebellum.nii.gz already");
    const fresh = join(dir, "pons.nii.gz");
    writeFileSync(fresh, readFileSync(mask));
    // Of several masks none is taken over where one cannot be.
    await expect(decide({ ...again, targets: [fresh, join(dir, "none.nii.gz")] })).rejects.toThrow("none");
    expect(existsSync(join(dir, "overrides/exclude/B01/pons.nii.gz"))).toBe(false);
    await decide({
      ...by,
      cohortDir: dir,
      action: "restore",
      kind: "region",
      targets: ["cerebellum.nii.gz"],
    });
    expect(existsSync(placed)).toBe(false);
    const restore = { ...by, cohortDir: dir, action: "restore" as const, kind: "region" as const };
    await expect(decide({ ...restore, targets: ["absent.nii.gz"] })).rejects.toThrow("absent.nii.gz");
  });
});

describe("entering midway", () => {
  it("takes over masks and transforms of sections, and lists what is none", async () => {
    const from = join(dir, "given");
    mkdirSync(join(from, "B01"), { recursive: true });
    await writeMask(join(from, "B01/0001.png"), {
      widthPx: 4,
      heightPx: 3,
      labels: new Uint8Array(12).fill(2, 5),
    });
    writeFileSync(join(from, "B01/0002.png"), "no image");
    await writeMask(join(from, "B01/7777.png"), { widthPx: 4, heightPx: 3, labels: new Uint8Array(12) });
    const outcome = await importMasks({ cohortDir: dir, from, dryRun: false });
    expect(outcome).toMatchObject({ imported: 1, failures: 2 });
    expect((await readMask(join(dir, "overrides/masks/B01/0001.png"))).labels[5]).toBe(2);

    const transforms = join(dir, "overrides/transforms");
    const text = readFileSync(join(transforms, "B01/0001.json"), "utf8");
    writeFileSync(join(from, "B01/0001.json"), text);
    writeFileSync(join(from, "B01/0003.json"), text.replace("brain:B01", "brain:B02"));
    rmSync(transforms, { recursive: true });
    const second = await importTransforms({ cohortDir: dir, from, dryRun: false });
    expect(second).toMatchObject({ imported: 1, failures: 1 });
    expect(second.refused[0]!.problem).toContain("brain:B02");
    expect(JSON.parse(readFileSync(join(transforms, "B01/0001.json"), "utf8"))).toEqual(JSON.parse(text));
    await expect(importMasks({ cohortDir: dir, from: join(dir, "scans"), dryRun: false })).rejects.toThrow(
      "holds no files",
    );
  });

  it("takes over a volume by its values and names it in cohort.yaml, whose comments stay", async () => {
    const file = join(dir, "labels.nii.gz");
    await writeNifti(file, { sizes: [2, 2, 1], data: Int16Array.of(0, 3, 41, 7), affine: eye });
    const path = join(dir, "cohort.yaml");
    writeFileSync(path, `# kept\n${readFileSync(path, "utf8")}`);
    const request = { cohortDir: dir, brain: "B01", file, grey: [3], white: [41], dryRun: false };
    await expect(importVolume({ ...request, white: [99] })).rejects.toThrow("0 of white");
    expect(await importVolume(request)).toMatchObject({
      volume: "external/B01.nii.gz",
      greyVoxels: 1,
      whiteVoxels: 1,
    });
    expect([...((await readNifti(join(dir, "external/B01.nii.gz"))).data as Uint8Array)]).toEqual([
      0, 1, 2, 0,
    ]);
    expect((await loadCohort(dir)).brains[0]!.volume).toBe("external/B01.nii.gz");
    expect(readFileSync(path, "utf8")).toContain("# kept");
  });
});
