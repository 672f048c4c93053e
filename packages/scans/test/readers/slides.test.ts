import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { referencePython, runReference } from "../../../../tools/reference/reference.mjs";
import { openScan } from "../../src/index.js";
import { openSource } from "../../src/readers/registry.js";

const slides = join(import.meta.dirname, "../../../../../shared/data/slides");
const present = existsSync(slides) && referencePython() !== undefined;
if (!present) console.warn("skipped: no real slides, or no Python reference environment (make reference)");

const names = [
  "big_endian_small_example.tif",
  "bigtif_example.tif",
  "bigtif_example_tiled.tif",
  "cmu-1-small-region.svs",
  "multi_page.tif",
  "small_example_tiled.tif",
];

/** Grey of level 0, by tifffile and, where it takes the file, by OpenSlide. */
const script = `
import json, sys
import numpy as np, openslide, tifffile
request = json.load(sys.stdin)
luma = lambda pixels: pixels if pixels.ndim == 2 else pixels[..., :3] @ np.array([0.299, 0.587, 0.114])
answer = []
for name in request["names"]:
    path = f"{request['slides']}/{name}"
    found = {"tifffile": tifffile.imread(path, key=0)}
    try:
        slide = openslide.OpenSlide(path)
        found["openslide"] = np.asarray(slide.read_region((0, 0), 0, slide.dimensions))
    except openslide.OpenSlideError:
        pass
    for reader, pixels in found.items():
        file = f"{request['folder']}/{name}.{reader}"
        luma(pixels.astype(np.float64)).tofile(file)
        answer.append({"name": name, "reader": reader, "file": file, "size": pixels.shape[:2]})
print(json.dumps(answer))
`;

const folder = mkdtempSync(join(tmpdir(), "cytonet-slides-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const cases: { name: string; reader: string; file: string; size: [number, number] }[] = present
  ? runReference(script, { names, slides, folder })
  : [];

describe.skipIf(!present)("real slides", () => {
  it.each(cases)("$name as $reader reads it", async ({ name, file, size: [heightPx, widthPx] }) => {
    const source = await openSource(join(slides, name), {});
    expect([source.levels[0]!.heightPx, source.levels[0]!.widthPx]).toEqual([heightPx, widthPx]);
    const { data } = await source.readRegion(0, { xPx: 0, yPx: 0, widthPx, heightPx });
    await source.close();
    const { buffer, byteOffset, byteLength } = readFileSync(file);
    const expected = new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
    const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - data[i]!)), 0);
    expect(worst).toBeLessThanOrEqual(name.startsWith("cmu") ? 2 : 0.5);
  });

  it("has OpenSlide read at least the Aperio slide", () => {
    expect(cases.filter(({ reader }) => reader === "openslide").map(({ name }) => name)).toContain(
      "cmu-1-small-region.svs",
    );
  });

  it("shows one level of the Aperio slide: no thumbnail, label or macro image", async () => {
    const scan = await openScan(join(slides, "cmu-1-small-region.svs"));
    expect(scan.levels).toHaveLength(1);
    await scan.close();
    await expect(openScan(join(slides, "broken.svs"))).rejects.toMatchObject({
      name: "ScanError",
      kind: "unsupported",
    });
  });
});
