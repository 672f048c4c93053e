import { expect, it } from "vitest";
import { placeOf } from "../../src/files/placeOf.js";

it.each([
  ["/a/b/labels.parquet", "/a/b/labels.parquet"],
  [["/a/b/labels.parquet"], "/a/b/labels.parquet"],
  [["/a/b/1/labels.parquet", "/a/b/2/labels.parquet", "/a/bc/labels.parquet"], "/a"],
  [["/a/x.parquet", "/b/x.parquet"], "/"],
  [[], ""],
])("placeOf(%j) is %s", (paths, place) => expect(placeOf(paths)).toBe(place));
