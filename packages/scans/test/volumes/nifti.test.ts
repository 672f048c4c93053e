import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { readNifti, ScanError, type Volume, writeNifti } from "@cytonet/scans";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { referencePython, runReference } from "../../../../tools/reference/reference.mjs";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "cytonet-nifti-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const turned = [0, -0.3, 0, 12.5, 0.3, 0, 0, -7, 0, 0, 0.6, 3, 0, 0, 0, 1];
const volume: Volume = {
  sizes: [3, 4, 2],
  data: Uint8Array.from({ length: 24 }, (_, i) => i * 10),
  affine: turned,
};

async function errorOf(path: string): Promise<ScanError> {
  const error = await readNifti(path).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ScanError);
  return error as ScanError;
}

describe("NIfTI-1", () => {
  it.each(["volume.nii", "volume.nii.gz"])("reads back what it wrote: %s", async (name) => {
    const path = join(dir, name);
    await writeNifti(path, volume, "brain:B01");
    const read = await readNifti(path);
    expect(read.sizes).toEqual([3, 4, 2]);
    expect(read.data).toEqual(volume.data);
    read.affine.forEach((value, i) => {
      expect(value).toBeCloseTo(turned[i]!, 5);
    });
    expect(readdirSync(dir).filter((entry) => entry.includes("partial"))).toEqual([]);
  });

  it("reads big-endian files, scaled samples and the qform alone", async () => {
    const path = join(dir, "swapped.nii");
    await writeNifti(path, { ...volume, data: Int16Array.from(volume.data as Uint8Array, (v) => v - 100) });
    const bytes = readFileSync(path);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    view.setInt16(254, 0, true);
    view.setFloat32(112, 2, true);
    view.setFloat32(116, 5, true);
    const swapped = join(dir, "big.nii");
    const big = Buffer.from(bytes);
    big.subarray(0, 4).swap32();
    for (let at = 40; at < 56; at += 2) big.subarray(at, at + 2).swap16();
    for (let at = 68; at < 74; at += 2) big.subarray(at, at + 2).swap16();
    for (let at = 76; at < 120; at += 4) big.subarray(at, at + 4).swap32();
    for (let at = 252; at < 256; at += 2) big.subarray(at, at + 2).swap16();
    for (let at = 256; at < 328; at += 4) big.subarray(at, at + 4).swap32();
    big.subarray(352).swap16();
    writeFileSync(swapped, big);
    const read = await readNifti(swapped);
    expect([...(read.data as Float64Array)]).toEqual(
      [...(volume.data as Uint8Array)].map((v) => 2 * (v - 100) + 5),
    );
    read.affine.forEach((value, i) => {
      expect(value).toBeCloseTo(turned[i]!, 5);
    });
  });

  it("refuses what is no volume in space, saying why", async () => {
    const path = join(dir, "volume.nii");
    const bytes = gunzipSync(readFileSync(join(dir, "volume.nii.gz")));
    const changed = (name: string, change: (view: DataView, bytes: Buffer) => void) => {
      const copy = Buffer.from(bytes);
      change(new DataView(copy.buffer, copy.byteOffset, copy.byteLength), copy);
      writeFileSync(join(dir, name), copy);
      return join(dir, name);
    };
    expect((await errorOf(join(dir, "absent.nii"))).kind).toBe("missing");
    expect((await errorOf(changed("short.nii", () => {}).replace("short", "text"))).kind).toBe("missing");
    writeFileSync(path, bytes.subarray(0, bytes.length - 3));
    expect((await errorOf(path)).message).toContain("samples");
    const none = changed("none.nii", (view) => {
      view.setInt16(252, 0, true);
      view.setInt16(254, 0, true);
    });
    expect((await errorOf(none)).message).toContain("no sform, no qform");
    const four = changed("four.nii", (view) => {
      view.setInt16(40, 4, true);
      view.setInt16(48, 3, true);
    });
    expect((await errorOf(four)).message).toContain("axes");
    await expect(writeNifti(path, { ...volume, sizes: [3, 4, 3] })).rejects.toThrow("samples");
  });
});

describe.skipIf(!referencePython())("beside nibabel", () => {
  it("nibabel reads our affine from sform and qform, our axes and our values; we read nibabel's", async () => {
    const ours = join(dir, "ours.nii.gz");
    await writeNifti(ours, volume);
    const theirs = join(dir, "theirs.nii.gz");
    const script = `
import json, sys
import nibabel, numpy
paths = json.load(sys.stdin)
read = nibabel.load(paths["ours"])
values = numpy.asarray(read.dataobj)
affine = numpy.array([[-2, 0.1, 0, 5], [0, 1, 0.2, -4], [0, 0, 1.5, 9], [0, 0, 0, 1.0]])
nibabel.save(nibabel.Nifti1Image(numpy.arange(60, dtype=numpy.int32).reshape(3, 4, 5) - 7, affine), paths["theirs"])
print(json.dumps({
    "affine": read.affine.tolist(),
    "qform": read.get_qform().tolist(),
    "orientation": nibabel.aff2axcodes(read.affine),
    "units": read.header.get_xyzt_units()[0],
    "value": int(values[1, 2, 1]),
    "shape": values.shape,
}))`;
    const read = runReference(script, { ours, theirs });
    expect(read.shape).toEqual([3, 4, 2]);
    expect(read.value).toBe((volume.data as Uint8Array)[1 + 3 * (2 + 4 * 1)]);
    expect(read.units).toBe("mm");
    expect(read.orientation).toEqual(["A", "L", "S"]);
    for (const form of ["affine", "qform"]) {
      (read[form] as number[][]).flat().forEach((value, i) => {
        expect(value).toBeCloseTo(turned[i]!, 5);
      });
    }
    const back = await readNifti(theirs);
    expect(back.sizes).toEqual([3, 4, 5]);
    // NumPy's last axis runs fastest, NIfTI's first.
    expect((back.data as Int32Array)[2 + 3 * (1 + 4 * 3)]).toBe(2 * 20 + 1 * 5 + 3 - 7);
    expect(back.affine.slice(0, 4).map((v) => Number(v.toFixed(5)))).toEqual([-2, 0.1, 0, 5]);
  });
});
