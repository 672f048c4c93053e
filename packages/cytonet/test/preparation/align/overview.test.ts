import { identityRigid } from "@cytonet/imaging";
import { describe, expect, it } from "vitest";
import { centreOnCentre, compareOverviews, overviewOf } from "../../../src/preparation/align/overview.js";

/** A disc of tissue with a ramp of greys, `offset` pixels right of the middle. */
function disc(side: number, offset: number, pixelSizeUm = 64) {
  const inside = new Uint8Array(side * side);
  const grey = new Uint8Array(side * side).fill(240);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [u, v] = [x + 0.5 - side / 2 - offset, y + 0.5 - side / 2];
      if (u * u + v * v > (side / 4) ** 2) continue;
      inside[y * side + x] = 1;
      grey[y * side + x] = 100 + u;
    }
  }
  return { grey, mask: { widthPx: side, heightPx: side, pixelSizeUm, inside } };
}

function overview(offset: number) {
  const { grey, mask } = disc(100, offset);
  return overviewOf(grey, mask, 240);
}

describe("overviews", () => {
  it("keep small images as they are and reduce large ones by a whole factor", () => {
    expect(overview(0)).toMatchObject({ widthPx: 100, heightPx: 100, pixelSizeUm: 64 });
    const { grey, mask } = disc(1100, 0);
    const small = overviewOf(grey, mask, 240);
    expect(small).toMatchObject({ widthPx: 367, heightPx: 367, pixelSizeUm: 192 });
    const area = small.inside.reduce((sum, value) => sum + value, 0) * 3 ** 2;
    expect(area / (Math.PI * 275 ** 2)).toBeCloseTo(1, 2);
  });

  it("agree fully where a map lays one on the other, and less where it does not", () => {
    const [a, b] = [overview(0), overview(10)];
    const map = { angleRad: 0, mirrored: false, shift: [640, 0] } as const;
    expect(compareOverviews(a, b, map)).toEqual({ overlap: 1, correlation: expect.closeTo(1, 6) });
    const apart = compareOverviews(a, b, identityRigid);
    // Two discs of radius 25 whose middles are 10 apart share 74.7 % of their area.
    expect(apart.overlap).toBeCloseTo(0.747, 1);
    expect(apart.correlation!).toBeLessThan(0.7);
    expect(centreOnCentre(a, b).shift).toEqual([0, 0]);
  });

  it("overlap by nothing beyond the image", () => {
    const far = { angleRad: 0, mirrored: false, shift: [1e6, 0] } as const;
    expect(compareOverviews(overview(0), overview(0), far)).toEqual({ overlap: 0, correlation: null });
  });
});
