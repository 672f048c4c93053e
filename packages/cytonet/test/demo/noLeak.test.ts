import { describe, expect, it } from "vitest";
import { areas, profileOf } from "../../src/demo/areas.js";
import { makeBrain } from "../../src/demo/brain.js";
import { paintSection } from "../../src/demo/paintSection.js";
import { type SectionFrame, sectionShape } from "../../src/demo/sectionShape.js";
import { drawStaining } from "../../src/demo/staining.js";

const frame = (yMm: number, angleRad = 0.4): SectionFrame => ({
  sizePx: 1152,
  pixelSizeUm: 16,
  yMm,
  angleRad,
});

describe("a patch tells its place by its cytoarchitecture only", () => {
  it("areas have one mean darkness", () => {
    for (const area of areas) {
      const { small, large, radiusPx } = profileOf(area);
      const mean =
        small.reduce((sum, each, step) => sum + each + large[step]! * 0.35 * radiusPx[step]! ** 2, 0) / 64;
      // Blurred borders between layers and clipped densities leave a few percent.
      expect(mean / 0.62, area.name).toBeGreaterThan(0.9);
      expect(mean / 0.62, area.name).toBeLessThan(1.1);
    }
  });

  it("staining is drawn blindly: it is a function of the section's key, not of its plane", () => {
    expect(drawStaining.length).toBe(1);
    const strengths = Array.from({ length: 200 }, (_, index) => drawStaining(1152, 1, 0, index).strength);
    const positions = strengths.map((_, index) => index);
    expect(Math.abs(correlation(strengths, positions))).toBeLessThan(0.2);
  });

  it("cells of two sections with different keys stand at unrelated places", () => {
    const brain = makeBrain("S1", 1, 0);
    const shape = sectionShape(brain, frame(0));
    const staining = drawStaining(1152, 1, 0, 0);
    const one = paintSection(brain, frame(0), shape, staining, 1, 0, 0);
    const same = paintSection(brain, frame(0), shape, staining, 1, 0, 0);
    const other = paintSection(brain, frame(0), shape, staining, 1, 0, 1);
    expect(Buffer.from(same.buffer).equals(Buffer.from(one.buffer))).toBe(true);
    // White matter has no structure but its cells.
    const white = Array.from(shape.relativeDepth.keys()).filter((node) => shape.relativeDepth[node]! > 1.2);
    const pixels = white.map(
      (node) => (3 * Math.floor(node / shape.nodes) + 1) * 1152 + 3 * (node % shape.nodes) + 1,
    );
    const pick = (image: Float32Array): number[] => pixels.map((pixel) => image[pixel]!);
    expect(pixels.length).toBeGreaterThan(5000);
    expect(Math.abs(correlation(pick(one), pick(other)))).toBeLessThan(0.05);
  });

  it("sections differ with their plane: there is something to learn", () => {
    const brain = makeBrain("S1", 1, 0);
    const near = sectionShape(brain, frame(1));
    const far = sectionShape(brain, frame(-4));
    const count = (area: Uint8Array): number => new Set(area).size;
    expect(count(near.area)).toBeGreaterThanOrEqual(4);
    expect([...near.area].filter((area, node) => area !== far.area[node]).length).toBeGreaterThan(10_000);
  });
});

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let index = 0; index < a.length; index++) {
    ab += (a[index]! - ma) * (b[index]! - mb);
    aa += (a[index]! - ma) ** 2;
    bb += (b[index]! - mb) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}
