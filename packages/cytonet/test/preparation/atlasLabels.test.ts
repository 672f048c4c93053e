import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkLabelsFit, corticalLabel, readAtlasLabels } from "../../src/preparation/atlasLabels.js";

describe("corticalLabel", () => {
  it.each([
    ["Primary visual area, layer 2/3", "Primary visual area", "2/3"],
    ["Somatomotor areas, Layer 6b", "Somatomotor areas", "6b"],
    ["Rostrolateral lateral visual area,layer 5", "Rostrolateral lateral visual area", "5"],
    ["Ectorhinal area/Layer 2/3", "Ectorhinal area", "2/3"],
    ["Anterior cingulate area, ventral part, 6a", "Anterior cingulate area, ventral part", "6a"],
    ["Retrosplenial area, ventral part, layer 2", "Retrosplenial area, ventral part", "2"],
  ])("splits %s into area and layer", (name, area, layer) => {
    expect(corticalLabel(name)).toEqual({ area, layer });
  });

  it.each([
    "Primary visual area",
    "Entorhinal area, lateral part, layer 2",
    "Cortical amygdalar area, anterior part, layer 1",
    "Nucleus of the lateral olfactory tract, layer 3",
    "Parasubiculum, layer 1",
    "Field CA1",
    "Crus 1",
    "Dentate gyrus, molecular layer",
    "Layer 6b, isocortex",
  ])("takes %s for no layer of the isocortex", (name) => {
    expect(corticalLabel(name)).toBeUndefined();
  });
});

describe("readAtlasLabels", () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), "cytonet-labels-"));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  function write(text: string): string {
    const path = join(dir, "labels.csv");
    writeFileSync(path, text);
    return path;
  }

  it("reads ids and quoted names, whatever the other columns are", async () => {
    const labels = await readAtlasLabels(
      write('idx,name,r\n0,Clear Label,0\n593,"Primary visual area, layer 1",8\n'),
    );
    expect([...labels.keys()]).toEqual([0, 593]);
    expect(labels.get(593)).toEqual({
      id: 593,
      name: "Primary visual area, layer 1",
      cortex: { area: "Primary visual area", layer: "1" },
    });
  });

  it("belongs to an annotation of which it names every label", async () => {
    const labels = await readAtlasLabels(write("idx,name\n1,a\n4,b\n"));
    const files = { atlas: "atlas.nrrd", labels: "labels.csv" };
    checkLabelsFit(labels, new Set([0, 4]), files);
    expect(() => checkLabelsFit(labels, new Set([0, 4, 9, 7]), files)).toThrow(
      /labels\.csv idx: has no row for 2 of the 4 labels of atlas\.nrrd \(7, 9\)\. .*--labels/,
    );
  });

  it("names line and field of what is wrong", async () => {
    await expect(readAtlasLabels(write("id,name\n1,a\n"))).rejects.toMatchObject({ field: "idx", line: 1 });
    await expect(readAtlasLabels(write("idx,name\n1,a\n1,b\n"))).rejects.toMatchObject({ line: 3 });
    await expect(readAtlasLabels(write("idx,name\nx,a\n"))).rejects.toMatchObject({ line: 2 });
    await expect(readAtlasLabels(join(dir, "absent.csv"))).rejects.toMatchObject({ remedy: /--labels/ });
  });
});
