import { expect, it } from "vitest";
import { slabsOf } from "../../src/preparation/slabs.js";

it("gives every section its plane where they lie a voxel apart on the planes' borders", () => {
  const sections = Array.from({ length: 40 }, (_, i) => ({ positionMm: (i - 20) * 0.3 }));
  const planes = slabsOf(sections, -30 * 0.3 + 0.15, 0.3).map(({ plane }) => plane);
  expect(planes).toEqual(sections.map((_, i) => i + 10));
});

it("takes the section nearest to the middle of a plane", () => {
  const sections = [0.02, 0.14, 0.27, 0.41].map((positionMm) => ({ positionMm }));
  const slabs = slabsOf(sections, 0.15, 0.3);
  expect(slabs.map(({ section, plane }) => [section.positionMm, plane])).toEqual([
    [0.14, 0],
    [0.41, 1],
  ]);
});
