import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  brainSpace,
  composeTransforms,
  invertTransform,
  type PointTransform,
  readPointTransform,
  SpaceMismatchError,
  sameSpace,
  transformPoints,
  writePointTransform,
} from "../../src/index.js";
import { errorOf, temporaryFolders } from "../support.js";

const newFolder = temporaryFolders();
const shift = (from: string, to: string, x: number): PointTransform => ({
  from,
  to,
  maps: "points",
  affine: [1, 0, 0, x, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
});
const toReference = shift(brainSpace("B01"), "mni-colin27", 5);

describe("point transforms", () => {
  it("carry points with the name of their space", () => {
    const there = transformPoints(toReference, { space: "brain:B01", xyzMm: Float64Array.of(1, 2, 3) });
    expect(there).toEqual({ space: "mni-colin27", xyzMm: Float64Array.of(6, 2, 3) });
    expect(transformPoints(invertTransform(toReference), there)).toEqual({
      space: "brain:B01",
      xyzMm: Float64Array.of(1, 2, 3),
    });
  });

  it("refuse points of another space", async () => {
    const points = { space: "mni-colin27", xyzMm: Float64Array.of(1, 2, 3) };
    const error = await errorOf(() => transformPoints(toReference, points));
    expect(error).toBeInstanceOf(SpaceMismatchError);
    expect(error.message).toMatch(/from brain:B01 to mni-colin27 was given points in mni-colin27/);
  });

  it("compose only where the first ends", async () => {
    const on = shift("mni-colin27", "bigbrain", 2);
    const both = composeTransforms(toReference, on);
    expect([both.from, both.to, both.affine[3]]).toEqual(["brain:B01", "bigbrain", 7]);
    expect(await errorOf(() => composeTransforms(on, toReference))).toBeInstanceOf(SpaceMismatchError);
  });

  it("read back as they were written", async () => {
    const path = join(await newFolder(), "transforms/B01.json");
    await writePointTransform(path, toReference);
    expect(await readPointTransform(path)).toEqual(toReference);
  });

  it.each([
    ["images", { maps: "images" }, "maps", /points/],
    ["a singular matrix", { affine: new Array(16).fill(0).with(15, 1) }, "affine", /singular/],
    ["a projective matrix", { affine: toReference.affine.with(12, 1) }, "affine", /last row 0 0 0 1/],
    ["fifteen numbers", { affine: toReference.affine.slice(1) }, "affine", /16 numbers/],
    ["no space", { from: "" }, "from", /space id/],
  ])("refuse %s in a file", async (_, change, field, message) => {
    const path = join(await newFolder(), "t.json");
    await writeFile(path, JSON.stringify({ schema: "cytonet.transform/1", ...toReference, ...change }));
    const error = await errorOf(() => readPointTransform(path));
    expect([error.file, error.field]).toEqual([path, field]);
    expect(error.message).toMatch(message);
  });

  it("say when a file is not JSON", async () => {
    const path = join(await newFolder(), "t.json");
    await writeFile(path, "{");
    expect((await errorOf(() => readPointTransform(path))).message).toMatch(/cannot be read as JSON/);
  });
});

describe("sameSpace", () => {
  it("gives the space that all share", () => {
    expect(sameSpace({ what: "a", space: "bigbrain" }, { what: "b", space: "bigbrain" })).toBe("bigbrain");
  });

  it("names both sides of a mix", async () => {
    const mixed = () =>
      sameSpace({ what: "points", space: "bigbrain" }, { what: "map.nii", space: "allen-ccfv3" });
    expect((await errorOf(mixed)).message).toMatch(/map\.nii .*is in allen-ccfv3, but points is in bigbrain/);
  });
});
