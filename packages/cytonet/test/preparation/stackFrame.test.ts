import { describe, expect, it } from "vitest";
import { brainMm, stackFrame } from "../../src/preparation/stackFrame.js";

const section = { widthPx: 1000, heightPx: 500, pixelSizeXUm: 10, pixelSizeYUm: 12, positionMm: -3 };

describe("brainMm", () => {
  it("puts coronal sections upright, the side that imageLeftIs says on the left", () => {
    const right = stackFrame({ sectionOrder: "anterior-to-posterior", imageLeftIs: "right" });
    expect(brainMm(right, section, 0, 0)).toEqual([5, -3, 3]);
    const left = stackFrame({ sectionOrder: "posterior-to-anterior", imageLeftIs: "left" });
    expect(brainMm(left, section, 0, 0)).toEqual([-5, -3, 3]);
    expect(brainMm(left, section, 500, 250).map(Math.abs)).toEqual([0, 3, 0]);
  });

  it("puts anterior above on horizontal and to the right on sagittal sections", () => {
    const horizontal = stackFrame({ sectionOrder: "superior-to-inferior", imageLeftIs: "left" });
    expect(brainMm(horizontal, section, 1000, 0)).toEqual([5, 3, -3]);
    const sagittal = stackFrame({ sectionOrder: "left-to-right" });
    expect(brainMm(sagittal, section, 1000, 500)).toEqual([-3, 5, -3]);
  });
});
