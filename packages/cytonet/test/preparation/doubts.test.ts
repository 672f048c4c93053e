import { describe, expect, it } from "vitest";
import { doubtOf } from "../../src/preparation/doubts.js";

const found = {
  ...{ threshold: 0.4, otsu: 0.4, valleysBelowOtsu: 0, slideGrey: 0.05, tissueGrey: 0.26 },
  ...{ slideRoughness: 0.1, separability: 0.88 },
};

describe("doubts about a segmented section", () => {
  it("are none where two populations of greys are found, or a person drew the mask", () => {
    expect(doubtOf({ found, greyMm2: 600, whiteMm2: 700 })).toBeUndefined();
    expect(doubtOf({ found: null, greyMm2: 600, whiteMm2: 0 })).toBeUndefined();
  });

  it("are raised where a single population was cut in two, and where a class is missing", () => {
    const pole = { ...found, separability: 0.63 };
    expect(doubtOf({ found: pole, greyMm2: 150, whiteMm2: 8 })).toContain("separability 0.63");
    expect(doubtOf({ found, greyMm2: 70, whiteMm2: 0 })).toContain("no white matter");
    expect(doubtOf({ found, greyMm2: 0, whiteMm2: 70 })).toContain("no grey matter");
  });
});
