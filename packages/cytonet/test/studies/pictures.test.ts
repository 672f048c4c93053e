import { describe, expect, it } from "vitest";
import { pointSplats } from "../../src/studies/pointSplats.js";
import { surfaceView } from "../../src/studies/surfaceView.js";
import { atlasViews } from "../../src/studies/views.js";

const above = atlasViews.find(({ name }) => name === "from above")!;
const outside = atlasViews.find(({ name }) => name === "left, from outside")!;

/** The colour in the middle of a place given in mm along the view's right and up. */
function colourAt(
  { rgba, width, leftMm, topMm, pxPerMm }: ReturnType<typeof pointSplats>,
  right: number,
  up: number,
): number[] {
  const [i, j] = [Math.floor((right - leftMm) * pxPerMm), Math.floor((topMm - up) * pxPerMm)];
  return [...rgba.subarray(4 * (j * width + i), 4 * (j * width + i) + 4)];
}

describe("views", () => {
  it("are right-handed: right × up points to the viewer", () => {
    for (const {
      right: [a, b, c],
      up: [d, e, f],
      towards,
    } of atlasViews) {
      expect([b * f - c * e, c * d - a * f, a * e - b * d].map((x) => x + 0)).toEqual([...towards]);
    }
  });
});

describe("points as balls", () => {
  const points = {
    mm: Float64Array.of(-5, 0, 0, 5, 0, 0, 5, 0, 3),
    rgb: Uint8Array.of(200, 0, 0, 0, 200, 0, 0, 0, 200),
    hemisphere: ["left", "right", "right"],
  };
  it("hide what lies behind, and leave the ground transparent", () => {
    const raster = pointSplats(points, above, { pxPerMm: 10, radiusMm: 1 });
    const [red, green, blue, alpha] = colourAt(raster, 5, 0);
    expect([red, green, alpha]).toEqual([0, 0, 255]);
    expect(blue).toBeGreaterThan(150);
    expect(colourAt(raster, 0, 0)[3]).toBe(0);
  });
  it("show one hemisphere where the view does", () => {
    const raster = pointSplats(points, outside, { pxPerMm: 10, radiusMm: 1 });
    const greens = raster.rgba.filter((_, i) => i % 4 === 1);
    expect(Math.max(...greens)).toBe(0);
  });
});

describe("the surface of a body", () => {
  const ball = {
    distance: (x: number, y: number, z: number): number => 10 - Math.hypot(x, y, z),
    extentMm: [
      [-10, 10],
      [-10, 10],
      [-10, 10],
    ] as const,
  };
  const points = {
    mm: Float64Array.of(0, 0, 10, 0, -7, 7),
    rgb: Uint8Array.of(200, 0, 0, 0, 200, 0),
    hemisphere: ["left", "left"],
  };
  const raster = surfaceView(ball, points, above, { pxPerMm: 4, reachMm: 4 });
  it("covers the body's outline", () => {
    const covered = raster.rgba.filter((value, i) => i % 4 === 3 && value === 255).length;
    expect(covered / 16 / (Math.PI * 100)).toBeCloseTo(1, 1);
  });
  it("has the colours of the nearest points, grey where none is near", () => {
    const top = colourAt(raster, 0, 0);
    expect(top[0]).toBeGreaterThan(5 * (top[1]! + 1));
    const side = colourAt(raster, 0, -7);
    expect(side[1]).toBeGreaterThan(5 * (side[0]! + 1));
    const [r, g, b] = colourAt(raster, 8, 0);
    expect(Math.abs(r! - g!) + Math.abs(g! - b!)).toBeLessThan(10);
  });
  it("is darker where it turns away", () => {
    const bare = surfaceView(ball, { ...points, mm: new Float64Array(0) }, above, { pxPerMm: 4, reachMm: 4 });
    expect(colourAt(bare, 9, 0)[0]).toBeLessThan(0.8 * colourAt(bare, 0, 0)[0]!);
  });
  it("shows the cut through the middle from the midline", () => {
    const midline = atlasViews.find(({ name }) => name === "left, from the midline")!;
    const half = surfaceView(ball, points, midline, { pxPerMm: 4, reachMm: 4 });
    expect(colourAt(half, 0, 0)[3]).toBe(255);
  });
});
