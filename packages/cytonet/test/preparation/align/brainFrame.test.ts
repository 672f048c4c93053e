import { applyAffine } from "@cytonet/cohort";
import { applyRigid, identityRigid, type Rigid2D } from "@cytonet/imaging";
import { expect, it } from "vitest";
import { poseOfTransform, sectionToBrain } from "../../../src/preparation/align/brainFrame.js";
import { brainMm, stackFrame } from "../../../src/preparation/stackFrame.js";

const size = { widthUm: 60_000, heightUm: 44_000 };
const scale = { pixelSizeXUm: 11.5, pixelSizeYUm: 14.2, positionMm: -7.5 };
const pose: Rigid2D = { angleRad: 0.4, mirrored: true, shift: [52_000, 3000] };

for (const [sectionOrder, imageLeftIs] of [
  ["posterior-to-anterior", "left"],
  ["superior-to-inferior", "right"],
  ["left-to-right", undefined],
] as const) {
  const frame = stackFrame({ sectionOrder, imageLeftIs });

  it(`places the base as the stack's frame does (${sectionOrder})`, () => {
    const affine = sectionToBrain(identityRigid, scale, { frame, ...size });
    const extent = { ...scale, widthPx: size.widthUm / 11.5, heightPx: size.heightUm / 14.2 };
    const [x, y] = [1234.5, 777];
    const expected = brainMm(frame, extent, x, y);
    const got = applyAffine(affine, Float64Array.of(x, y, 0));
    for (const axis of [0, 1, 2]) expect(got[axis]).toBeCloseTo(expected[axis]!, 9);
  });

  it(`gives a pose back from its transform (${sectionOrder})`, () => {
    const plane = { frame, ...size };
    const again = poseOfTransform(sectionToBrain(pose, scale, plane), scale, plane);
    expect(again.mirrored).toBe(true);
    const [a, b] = [applyRigid(again, [9000, 4000]), applyRigid(pose, [9000, 4000])];
    expect(Math.hypot(a[0] - b[0], a[1] - b[1])).toBeLessThan(1e-6);
  });
}
